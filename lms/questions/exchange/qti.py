"""QTI 3.0: a content package, or one item alone; 2.1 and 2.2 say the same with other names.

Source: 1EdTech, Question and Test Interoperability (QTI) 3.0, and its content packaging.
"""

from collections.abc import Iterator, Mapping

from lxml import etree

from lms.kit.i18n import N_, Text
from lms.questions.exchange.building import FEEDBACK
from lms.questions.exchange.found import (
    Built,
    FileRefused,
    Item,
    Left,
    NotTaken,
    Reading,
    shorten,
    sort_out,
)
from lms.questions.exchange.packed import Packed, beside, is_zip
from lms.questions.exchange.qti_answers import read_declared, read_processing
from lms.questions.exchange.qti_gaps import build_gap_match, build_inline
from lms.questions.exchange.qti_markup import find_interactions, parse_qti, said
from lms.questions.exchange.qti_texts import INLINE, ItemTexts
from lms.questions.exchange.qti_types import QtiItem, build_block, check_usual

MANIFEST = "imsmanifest.xml"
MOST_WEIGHT = 100
_ITEM = "assessment-item"
LANGUAGE = N_("It is written in “%(language)s”, which is not the language of the course.")
_NOT_THERE = N_("The file “%(name)s” is not in the package.")


def read_qti(content: bytes, language: str) -> Reading:
    """Return the questions of a file; raise `FileRefused` where it is none."""
    if is_zip(content):
        return sort_out(_packed(Packed(content), language))
    root = parse_qti(content)
    if root.tag != _ITEM:
        raise FileRefused(
            Text(
                "This is no item of QTI: it begins with “%(tag)s”. Send the package, a zip, or one "
                "item.",
                tag=str(root.tag)[:40],
            )
        )
    return sort_out([_read(root, {}, "", language)])


def _packed(package: Packed, language: str) -> Iterator[Item | Left]:
    if MANIFEST not in package:
        raise FileRefused(
            Text(
                "The package has no “%(name)s” at its top. Export it again as a content package.",
                name=MANIFEST,
            )
        )
    for resource in parse_qti(package[MANIFEST]).iterfind("resources/resource"):
        if (resource.get("type") or "").lower().startswith("imsqti_item"):
            yield _resource(resource, package, language)


def _resource(resource: etree._Element, package: Packed, language: str) -> Item | Left:
    line, reference = resource.sourceline or 0, resource.get("href") or ""
    path = beside("", reference)
    if path not in package:
        return Left(line, shorten(reference), Text(_NOT_THERE, name=reference))
    try:
        root = parse_qti(package[path])
    except FileRefused as error:
        # One item that cannot be read keeps no other out.
        return Left(line, shorten(path), error.text)
    if root.tag != _ITEM:
        reason = Text("The file “%(name)s” is no item of QTI.", name=path)
        return Left(line, shorten(path), reason)
    tags = tuple(said(each) for each in resource.iter("keyword"))
    return _read(root, package, path, language, line, tags)


def _read(
    root: etree._Element,
    package: Mapping[str, bytes],
    path: str,
    language: str,
    line: int | None = None,
    tags: tuple[str, ...] = (),
) -> Item | Left:
    at = line if line is not None else root.sourceline or 0
    name = shorten(root.get("title") or root.get("identifier") or path)
    texts = ItemTexts(package, path)
    try:
        built = _build(root, texts, package, path, language)
    except NotTaken as error:
        return Left(at, name, error.reason)
    return Item(at, name, built, tags=tags, pictures=texts.pictures)


def _build(
    root: etree._Element,
    texts: ItemTexts,
    package: Mapping[str, bytes],
    path: str,
    language: str,
) -> Built:
    check_usual(root)
    body = root.find("item-body")
    interactions = [] if body is None else find_interactions(body)
    if body is None or not interactions:
        raise NotTaken(N_("It asks nothing: it is a description without an answer."))
    before = _stimuli(root, texts, package, path)
    asked = " ".join(filter(None, (before, texts.read_body(body))))
    processing = read_processing(root)
    item = QtiItem(root, asked, texts, read_declared(root), processing, language)
    # What is said to the right answer is said to all here.
    heard = item.feedback(list(body.iter("simple-choice")))
    is_unused = bool(heard.to_choices) and body.find(".//choice-interaction") is None
    unheard = (*heard.losses, *([FEEDBACK] if is_unused else []))
    built = _ask(item, interactions).with_general(heard.to_right).with_losses(*unheard)
    if not built.data["text"]:
        raise NotTaken(N_("It has no text."))
    weight = _weight(root)
    data = {**built.data, "weight": weight} if weight != 1 else built.data
    return Built(data, built.losses).with_losses(
        *texts.losses, *processing.losses, *_other_language(root, language)
    )


def _ask(item: QtiItem, interactions: list[etree._Element]) -> Built:
    if all(each.tag in INLINE for each in interactions):
        return build_inline(item, interactions)
    if len(interactions) > 1:
        raise NotTaken(N_("It asks several things at once. Make each a question of its own."))
    (interaction,) = interactions
    if interaction.tag == "gap-match-interaction":
        return build_gap_match(item, interaction)
    return build_block(item, interaction)


def _stimuli(
    root: etree._Element, texts: ItemTexts, package: Mapping[str, bytes], path: str
) -> str:
    """Return the texts that an item refers to; raise `NotTaken` where one is not there."""
    said_before = []
    for reference in root.iterfind("assessment-stimulus-ref"):
        href = reference.get("href") or ""
        found = beside(path, href)
        if found not in package:
            raise NotTaken(_NOT_THERE, name=href[:80])
        try:
            stimulus = parse_qti(package[found])
        except FileRefused as error:
            raise NotTaken(N_("The text that it refers to cannot be read.")) from error
        theirs = ItemTexts(package, found)
        said_before.append(theirs.read(stimulus.find("stimulus-body")))
        texts.pictures |= theirs.pictures
        texts.losses += theirs.losses
    return " ".join(filter(None, said_before))


def _weight(root: etree._Element) -> int:
    """Return how many times the item counts: its most points, where they are whole."""
    for outcome in root.iterfind("outcome-declaration"):
        said_most = (outcome.get("normal-maximum") or "").removesuffix(".0")
        if outcome.get("identifier") == "SCORE" and said_most.isdecimal():
            most = int(said_most[:9])
            return most if 1 <= most <= MOST_WEIGHT else 1
    return 1


def _other_language(root: etree._Element, language: str) -> list[Text]:
    written = (root.get("lang") or "").replace("_", "-")
    if not written or written.lower().partition("-")[0] == language:
        return []
    return [Text(LANGUAGE, language=written[:20])]
