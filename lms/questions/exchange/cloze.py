"""Moodle's embedded answers ("Cloze"): a text whose gaps hold their answers in braces.

Source: MoodleDocs, "Embedded Answers (Cloze) question type".
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import unescape
from typing import Any

from lms.kit.i18n import N_, Text
from lms.questions.exchange.building import (
    BLANK,
    CASE,
    FEEDBACK,
    FULL,
    Answer,
    Range,
    build_choices,
    build_numeric,
    build_short,
    number_gap,
    read_number,
    read_share,
)
from lms.questions.exchange.found import Built, NotTaken
from lms.questions.exchange.gaps import (
    BRACES,
    fill_holders,
    gap_id,
    hold,
    name_gaps,
    without_holders,
)
from lms.questions.exchange.wording import to_markdown

_GAP = re.compile(r"(?<!\\)\{(\d{0,3}):([A-Z]+(?:_[A-Z]+)*):((?:\\.|[^\\{}])*)\}", re.DOTALL)
_SHARE = re.compile(r"=|%(-?[\d.]+)%")
_PARTED = re.compile(r"(?<!\\)~")
_REMARK = re.compile(r"(?<!\\)#")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_TYPED = frozenset({"SHORTANSWER", "SA", "MW"})
_EXACT = frozenset({"SHORTANSWER_C", "SAC", "MWC"})
_NUMBER = frozenset({"NUMERICAL", "NM"})
_SEVERAL = re.compile(r"MULTIRESPONSE(_[HVS]{1,2})?|MR[HV]?S?")
_CHOSEN = re.compile(r"MULTICHOICE(_[HVS]{1,2})?|MC[HV]?S?")
GAPS_ALIKE = Text("All gaps count alike here.")


@dataclass(frozen=True)
class Gapped:
    """A text in which a holder stands for each gap, and the gaps.

    A lone gap that a text with gaps cannot have is a question of its own: `alone`.
    """

    text: str
    gaps: Sequence[dict[str, Any]]
    losses: tuple[Text, ...]
    alone: Built | None = None

    def build(self, asked: str) -> Built:
        """Return the question, given the text as Markdown with its holders; raise `NotTaken`."""
        if self.alone is not None:
            # Choices stand below the text; a number is typed where the blank is.
            blank = BLANK if self.alone.data["type"] == "numeric" else ""
            text = " ".join(fill_holders(asked, lambda _place: blank).split())
            if not text:
                raise NotTaken(N_("It has no text."))
            return Built({**self.alone.data, "text": text}, self.losses)
        return Built(
            {"type": "gap_text", "text": name_gaps(asked), "gaps": list(self.gaps)}, self.losses
        )


def find_gaps(text: str, language: str) -> Gapped:
    """Return a text with its gaps taken out; raise `NotTaken` where one has no equal here."""
    plain = without_holders(text)
    found = list(_GAP.finditer(plain))
    if not found:
        raise NotTaken(N_("Its text has no gap."))
    alone = _alone(found[0][2], found[0][3]) if len(found) == 1 else None
    if alone is not None:
        return Gapped(_GAP.sub(hold(1), plain), (), alone.losses, alone)
    built = [_gap(one[2], one[3], language) for one in found]
    losses = [loss for one in built for loss in one.losses]
    if len({int(one[1] or 1) for one in found}) > 1:
        losses.append(GAPS_ALIKE)
    places = iter(range(1, len(found) + 1))
    pieces = _GAP.sub(lambda _found: hold(next(places)), plain)
    gaps = [{"id": gap_id(place), **one.data} for place, one in enumerate(built, start=1)]
    return Gapped(pieces.translate(BRACES), gaps, tuple(dict.fromkeys(losses)))


def _alone(kind: str, inside: str) -> Built | None:
    """Return the question that a lone gap makes: a number, or several choices; or nothing."""
    if kind in _NUMBER:
        answers, ranges = _numbers(inside)
        return build_numeric("", answers, ranges)
    if _SEVERAL.fullmatch(kind):
        return build_choices("", [_in_markdown(one) for one in _answers(inside)], is_single=False)
    return None


def _gap(kind: str, inside: str, language: str) -> Built:
    answers = _answers(inside)
    lost = [FEEDBACK] if any(answer.feedback for answer in answers) else []
    bare = [Answer(answer.text, answer.share) for answer in answers]
    if kind in _TYPED or kind in _EXACT:
        short = build_short("", [Answer(_typed(one.text), one.share) for one in bare], language)
        exact = [CASE] if kind in _EXACT else []
        return Built({"accept": short.data["accept"]}, short.losses).with_losses(*lost, *exact)
    if kind in _NUMBER:
        return number_gap(*_numbers(inside), language).with_losses(*lost)
    is_several = bool(_SEVERAL.fullmatch(kind))
    if is_several and sum(one.share > 0 for one in bare) > 1:
        raise NotTaken(
            N_("One of its gaps takes several choices. Here that is a question of its own.")
        )
    if is_several or _CHOSEN.fullmatch(kind):
        chosen = build_choices("", [_in_markdown(one) for one in bare], is_single=True)
        return Built({"choices": chosen.data["choices"]}, chosen.losses).with_losses(*lost)
    raise NotTaken(N_("It has a gap of the type “%(type)s”, which is not known here."), type=kind)


def _answers(inside: str) -> list[Answer]:
    return [_answer(part) for part in _PARTED.split(inside) if part.strip()]


def _in_markdown(answer: Answer) -> Answer:
    said = to_markdown(answer.feedback, "auto").text
    return Answer(to_markdown(answer.text, "auto").text, answer.share, said)


def _numbers(inside: str) -> tuple[list[Answer], list[Range]]:
    """Return the numbers of a gap, each with how far off one may be: `23.8:0.1`."""
    # A star stands for every other answer, to which something is said.
    answers = [one for one in _answers(inside) if one.text != "*"]
    parted = [one.text.partition(":") for one in answers]
    ranges = [Range(read_number(number), read_number(off or "0")) for number, _, off in parted]
    said = [Answer(one.text, one.share, _in_markdown(one).feedback) for one in answers]
    return said, ranges


def _answer(part: str) -> Answer:
    part = part.strip()
    marked = _SHARE.match(part)
    share = Decimal(0)
    if marked:
        share, part = (FULL if marked[1] is None else read_share(marked[1])), part[marked.end() :]
    text, *said = _REMARK.split(part, maxsplit=1)
    return Answer(_ESCAPED.sub(r"\1", text).strip(), share, "".join(said).strip())


def _typed(text: str) -> str:
    """Return what people type: a text of HTML without its entities."""
    return " ".join(unescape(text).split())
