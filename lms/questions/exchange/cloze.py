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
    CASE,
    FEEDBACK,
    FULL,
    Answer,
    build_choices,
    build_short,
    read_share,
)
from lms.questions.exchange.found import Built, NotTaken
from lms.questions.exchange.gaps import gap_id
from lms.questions.exchange.wording import to_markdown

_GAP = re.compile(r"(?<!\\)\{(\d{0,3}):([A-Z]+(?:_[A-Z]+)*):((?:\\.|[^\\{}])*)\}", re.DOTALL)
_SHARE = re.compile(r"=|%(-?[\d.]+)%")
_PARTED = re.compile(r"(?<!\\)~")
_REMARK = re.compile(r"(?<!\\)#")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_TYPED = frozenset({"SHORTANSWER", "SA", "MW"})
_EXACT = frozenset({"SHORTANSWER_C", "SAC", "MWC"})
_CHOSEN = re.compile(r"MULTICHOICE(_[HVS]{1,2})?|MC[HV]?S?")
# What stands for a gap while the text becomes Markdown: signs that no file may have of its own.
_BEGIN, _END = "\ue000", "\ue001"
_HOLDERS = re.compile(f"{_BEGIN}(\\d+){_END}")
_BRACES = str.maketrans({"{": "(", "}": ")"})
GAPS_ALIKE = Text("All gaps count alike here.")


@dataclass(frozen=True)
class Gapped:
    """A text in which a holder stands for each gap, and the gaps."""

    text: str
    gaps: Sequence[dict[str, Any]]
    losses: tuple[Text, ...]

    def build(self, asked: str) -> Built:
        """Return the question, given the text as Markdown with its holders."""
        text = _HOLDERS.sub(lambda found: f"{{{gap_id(int(found[1]))}}}", asked)
        return Built({"type": "gap_text", "text": text, "gaps": list(self.gaps)}, self.losses)


def find_gaps(text: str, language: str) -> Gapped:
    """Return a text with its gaps taken out; raise `NotTaken` where one has no equal here."""
    plain = text.replace(_BEGIN, "").replace(_END, "")
    found = list(_GAP.finditer(plain))
    if not found:
        raise NotTaken(N_("Its text has no gap."))
    built = [_gap(one[2], one[3], language) for one in found]
    losses = [loss for one in built for loss in one.losses]
    if len({int(one[1] or 1) for one in found}) > 1:
        losses.append(GAPS_ALIKE)
    places = iter(range(1, len(found) + 1))
    pieces = _GAP.sub(lambda _found: f"{_BEGIN}{next(places)}{_END}", plain)
    gaps = [{"id": gap_id(place), **one.data} for place, one in enumerate(built, start=1)]
    # A brace that is no gap would be taken for one.
    return Gapped(pieces.translate(_BRACES), gaps, tuple(dict.fromkeys(losses)))


def _gap(kind: str, inside: str, language: str) -> Built:
    answers = [_answer(part) for part in _PARTED.split(inside) if part.strip()]
    lost = [FEEDBACK] if any(answer.feedback for answer in answers) else []
    bare = [Answer(answer.text, answer.share) for answer in answers]
    if kind in _TYPED or kind in _EXACT:
        short = build_short("", [Answer(_typed(one.text), one.share) for one in bare], language)
        exact = [CASE] if kind in _EXACT else []
        return Built({"accept": short.data["accept"]}, short.losses).with_losses(*lost, *exact)
    if _CHOSEN.fullmatch(kind):
        worded = [Answer(to_markdown(one.text, "auto").text, one.share) for one in bare]
        chosen = build_choices("", worded, is_single=True)
        return Built({"choices": chosen.data["choices"]}, chosen.losses).with_losses(*lost)
    raise NotTaken(N_("It has a gap of the type “%(type)s”, which is not known here."), type=kind)


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
