"""Words and numbers to fill in of QTI: one alone, several in a text, and words to put into gaps."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from lxml import etree

from lms.kit.i18n import N_, Text
from lms.questions.exchange.building import (
    BLANK,
    CASE,
    WEIGHTS,
    Answer,
    build_choices,
    build_numeric,
    build_short,
    number_gap,
)
from lms.questions.exchange.found import Built, NotTaken
from lms.questions.exchange.gaps import BRACES, fill_holders, gap_id, name_gaps
from lms.questions.exchange.qti_answers import (
    NO_KEY,
    WHOLE,
    Declared,
    find_range,
    find_right,
    is_shuffled,
    list_answers,
    shares_differ,
)
from lms.questions.exchange.qti_types import QtiItem

_NO_PICTURES = N_("Pictures are put into its gaps; here words are.")


def build_inline(item: QtiItem, interactions: Sequence[etree._Element]) -> Built:
    """Return the question that interactions within a text make; raise `NotTaken`."""
    (first, *others) = interactions
    if others or first.tag != "text-entry-interaction":
        return _gapped(item, interactions)
    declared = item.declared_for(first)
    answers = list_answers(declared, item.processing)
    text = _with_blank(item.asked)
    if declared.is_number:
        name = first.get("response-identifier") or ""
        ranges = [find_range(one.text, name, item.processing) for one in answers]
        return build_numeric(text, answers, ranges)
    return build_short(text, answers, item.language).with_losses(*_case(declared))


def _with_blank(asked: str) -> str:
    """Return a text with a blank where something is typed within it; at its end none is needed."""
    text = " ".join(fill_holders(asked, lambda _place: BLANK).split())
    bare = text.removesuffix(BLANK).strip()
    return bare or text


def _case(declared: Declared) -> list[Text]:
    words = "".join((*declared.correct, *declared.worth))
    return [CASE] if declared.is_cased and words.lower() != words.upper() else []


def _gapped(item: QtiItem, interactions: Sequence[etree._Element]) -> Built:
    built = [_gap(item, each) for each in interactions]
    gaps = [{"id": gap_id(place), **one.data} for place, one in enumerate(built, start=1)]
    data: dict[str, Any] = {"type": "gap_text", "text": _named(item.asked), "gaps": gaps}
    lists = [each for each in interactions if each.tag == "inline-choice-interaction"]
    if not all(map(is_shuffled, lists)):
        data["shuffle"] = False
    whole = [WHOLE] if item.processing.is_whole and len(gaps) > 1 else []
    lost = [loss for one in built for loss in one.losses]
    return Built(data).with_losses(*lost, *whole)


def _named(asked: str) -> str:
    return name_gaps(asked.translate(BRACES))


def _gap(item: QtiItem, interaction: etree._Element) -> Built:
    declared = item.declared_for(interaction)
    answers = list_answers(declared, item.processing)
    if interaction.tag == "inline-choice-interaction":
        return _list(item, interaction, answers)
    if declared.is_number:
        name = interaction.get("response-identifier") or ""
        ranges = [find_range(one.text, name, item.processing) for one in answers]
        return number_gap(answers, ranges, item.language)
    short = build_short("", answers, item.language).with_losses(*_case(declared))
    return Built({"accept": short.data["accept"]}, short.losses)


def _list(item: QtiItem, interaction: etree._Element, answers: Sequence[Answer]) -> Built:
    shares = {one.text: one.share for one in answers}
    words = [
        Answer(item.texts.read(each), shares.get(each.get("identifier") or "", Decimal(0)))
        for each in interaction.iterfind("inline-choice")
    ]
    chosen = build_choices("", words, is_single=True)
    return Built({"choices": chosen.data["choices"]}, chosen.losses)


def build_gap_match(item: QtiItem, interaction: etree._Element) -> Built:
    """Return the question in which words are put into gaps; raise `NotTaken`."""
    if interaction.find("gap-img") is not None:
        raise NotTaken(_NO_PICTURES)
    words = {
        each.get("identifier") or "": item.texts.read(each)
        for each in interaction.iterfind("gap-text")
    }
    declared, processing = item.declared_for(interaction), item.processing
    right = find_right(declared, processing)
    into = [(gap, word) for word, _, gap in (pair.partition(" ") for pair in right)]
    gaps = []
    for place, gap in enumerate(interaction.iter("gap"), start=1):
        fitting = {words.get(word) for name, word in into if name == gap.get("identifier")}
        gaps.append({"id": gap_id(place), "choices": _offer(words, fitting)})
    prompt = item.texts.read(interaction.find("prompt"))
    text = " ".join(filter(None, (prompt, _named(item.asked))))
    data: dict[str, Any] = {"type": "gap_text", "text": text, "gaps": gaps}
    if not is_shuffled(interaction):
        data["shuffle"] = False
    is_uneven = shares_differ(declared, processing, right)
    whole = [WHOLE] if processing.is_whole and len(gaps) > 1 else []
    return Built(data).with_losses(*whole, *([WEIGHTS] if is_uneven else []))


def _offer(words: dict[str, str], fitting: set[str | None]) -> list[dict[str, Any]]:
    """Return all words for a gap, each once; raise `NotTaken` unless one of them fits."""
    if len(fitting) != 1 or None in fitting:
        raise NotTaken(NO_KEY)
    return [
        {
            "id": f"choice-{number}",
            "text": text,
            **({"correct": True} if text in fitting else {}),
        }
        for number, text in enumerate(dict.fromkeys(words.values()), start=1)
    ]
