"""What each type of question in Moodle XML becomes here."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from lxml import etree

from lms.kit.i18n import N_, Text
from lms.questions.exchange.building import (
    CASE,
    Answer,
    Range,
    build_choices,
    build_essay,
    build_matching,
    build_numeric,
    build_ordering,
    build_short,
    build_true_false,
    read_number,
    read_share,
)
from lms.questions.exchange.cloze import find_gaps
from lms.questions.exchange.found import Built, NotTaken
from lms.questions.exchange.gaps import Word, build_chosen
from lms.questions.exchange.markup import text_at
from lms.questions.exchange.moodle_texts import Texts

MOST_WEIGHT = 100
_NO = frozenset({"0", "false"})
HINTS = Text("Hints are not kept.")
COMBINED = Text("What was said to right, partly right and wrong answers as a whole is not kept.")
WEIGHT = Text("Its points are not kept: here a question counts a whole number of times, 1 to 100.")
UNITS = Text("Units that are reckoned into another are not kept.")
# What Moodle puts in by itself, in English.
_MOODLES_OWN = frozenset(
    {
        "Your answer is correct.",
        "Your answer is partially correct.",
        "Your answer is incorrect.",
    }
)


def build(element: etree._Element, texts: Texts, language: str) -> Built:
    """Return the question that an element makes; raise `NotTaken`."""
    kind = element.get("type", "")
    builder = _BUILDERS.get(kind)
    if kind == "description":
        raise NotTaken(N_("It asks nothing: it is a description without an answer."))
    if builder is None:
        raise NotTaken(N_("The type “%(type)s” is not known here."), type=kind[:40])
    asked = texts.read(element.find("questiontext"))
    if not asked:
        raise NotTaken(N_("It has no text."))
    built = builder(element, asked, texts, language)
    general = texts.read(element.find("generalfeedback"))
    weight, losses = _weight(element)
    data = {**built.data, "weight": weight} if weight != 1 else built.data
    whole = Built(data, built.losses).with_general(general)
    return whole.with_losses(*texts.losses, *losses, *_left_out(element))


def _weight(element: etree._Element) -> tuple[int, list[Text]]:
    said = text_at(element, "defaultgrade")
    points = read_number(said) if said else Decimal(1)
    if points == points.to_integral_value() and 1 <= points <= MOST_WEIGHT:
        return int(points), []
    return 1, [WEIGHT]


def _left_out(element: etree._Element) -> Iterator[Text]:
    if any(text_at(hint, "text") for hint in element.iterfind("hint")):
        yield HINTS
    for name in ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback"):
        said = Texts().read(element.find(name))
        if said and said not in _MOODLES_OWN:
            yield COMBINED


def _answers(element: etree._Element, texts: Texts) -> list[Answer]:
    """Return the answers, their words as Markdown."""
    return [
        Answer(texts.read(answer), _share(answer), texts.read(answer.find("feedback")))
        for answer in element.iterfind("answer")
    ]


def _typed(element: etree._Element, texts: Texts) -> list[Answer]:
    """Return the answers, their words as people type them."""
    return [
        Answer(
            " ".join(text_at(answer, "text").split()),
            _share(answer),
            texts.read(answer.find("feedback")),
        )
        for answer in element.iterfind("answer")
    ]


def _share(answer: etree._Element) -> Decimal:
    return read_share(answer.get("fraction") or "0")


def _is_off(element: etree._Element, name: str) -> bool:
    return text_at(element, name).lower() in _NO


def _unless_shuffled(element: etree._Element, built: Built) -> Built:
    if not _is_off(element, "shuffleanswers"):
        return built
    return Built({**built.data, "shuffle": False}, built.losses)


def _multichoice(element: etree._Element, asked: str, texts: Texts, _language: str) -> Built:
    is_single = not _is_off(element, "single")
    built = build_choices(asked, _answers(element, texts), is_single=is_single)
    return _unless_shuffled(element, built)


def _truefalse(element: etree._Element, asked: str, texts: Texts, _language: str) -> Built:
    answers = _typed(element, texts)
    right = [answer for answer in answers if answer.is_right]
    words = {answer.text.lower() for answer in answers}
    if len(right) != 1 or words != {"true", "false"}:
        raise NotTaken(N_("It does not say whether it is true or false."))
    return build_true_false(asked, right[0].text.lower() == "true", answers)


def _shortanswer(element: etree._Element, asked: str, texts: Texts, language: str) -> Built:
    built = build_short(asked, _typed(element, texts), language)
    is_exact = text_at(element, "usecase") == "1"
    return built.with_losses(*([CASE] if is_exact else []))


def _numerical(element: etree._Element, asked: str, texts: Texts, _language: str) -> Built:
    ranges = [
        Range(
            read_number(text_at(answer, "text")), read_number(text_at(answer, "tolerance") or "0")
        )
        for answer in element.iterfind("answer")
        if text_at(answer, "text") != "*"
    ]
    numbers = [answer for answer in _typed(element, texts) if answer.text != "*"]
    built = build_numeric(asked, numbers, ranges)
    units = [
        (text_at(unit, "unit_name"), text_at(unit, "multiplier") or "1")
        for unit in element.iterfind("units/unit")
    ]
    plain = [name for name, factor in units if name and read_number(factor) == 1]
    if not plain:
        return built.with_losses(*([UNITS] if units else []))
    # Moodle's 0 and 3: a unit is optional, or is not asked for at all.
    is_required = text_at(element, "unitgradingtype") in {"1", "2"}
    unit = {"accept": plain, **({"required": True} if is_required else {})}
    lost = [UNITS] if len(plain) < len(units) else []
    return Built({**built.data, "unit": unit}, built.losses).with_losses(*lost)


def _matching(element: etree._Element, asked: str, texts: Texts, _language: str) -> Built:
    pairs = [
        (texts.read(part), texts.read(part.find("answer"), "plain_text"))
        for part in element.iterfind("subquestion")
    ]
    return _unless_shuffled(element, build_matching(asked, pairs))


def _ordering(element: etree._Element, asked: str, texts: Texts, _language: str) -> Built:
    # Moodle numbers the items in their right order where others have a share of the points.
    numbered = [
        (read_number(answer.get("fraction") or "0"), texts.read(answer))
        for answer in element.iterfind("answer")
    ]
    return build_ordering(asked, [words for _number, words in sorted(numbered, key=_first)])


def _first(numbered: tuple[Decimal, str]) -> Decimal:
    return numbered[0]


def _essay(element: etree._Element, asked: str, texts: Texts, language: str) -> Built:
    return build_essay(asked, texts.read(element.find("graderinfo")), language)


def _cloze(element: etree._Element, _asked: str, texts: Texts, language: str) -> Built:
    found = find_gaps(text_at(element, "questiontext/text"), language)
    return found.build(texts.read(element.find("questiontext"), text=found.text))


def _chosen(element: etree._Element, asked: str, _texts: Texts, _language: str) -> Built:
    words = [
        Word(text_at(part, "text"), text_at(part, "group") or "1")
        for name in ("selectoption", "dragbox")
        for part in element.iterfind(name)
    ]
    return _unless_shuffled(element, build_chosen(asked, words))


_BUILDERS: Mapping[str, Callable[[etree._Element, str, Texts, str], Built]] = {
    "multichoice": _multichoice,
    "truefalse": _truefalse,
    "shortanswer": _shortanswer,
    "numerical": _numerical,
    "matching": _matching,
    "match": _matching,
    "ordering": _ordering,
    "essay": _essay,
    "cloze": _cloze,
    "multianswer": _cloze,
    "gapselect": _chosen,
    "ddwtos": _chosen,
}
