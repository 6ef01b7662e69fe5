"""Texts with gaps whose words are given in lists, each list by its number in the text: `[[1]]`.

Texts whose gaps hold their answers themselves are in `cloze.py`.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from lms.kit.i18n import N_
from lms.questions.exchange.found import Built, NotTaken
from lms.questions.exchange.wording import to_markdown

# In Markdown brackets of a text may have a backslash before them.
_GAP = re.compile(r"\\?\[\\?\[(\d{1,3})\\?\]\\?\]")
# A brace that is no gap would be taken for one.
BRACES = str.maketrans({"{": "(", "}": ")"})
# What stands for a gap while a text becomes Markdown: signs that no file may have of its own.
_BEGIN, _END = "\ue000", "\ue001"
_HOLDERS = re.compile(f"{_BEGIN}(\\d+){_END}")
_OWN = str.maketrans({_BEGIN: None, _END: None})


@dataclass(frozen=True, slots=True)
class Word:
    """A word that fits into a gap, and the group of those offered together."""

    text: str
    group: str


def gap_id(place: int) -> str:
    """Return the id of the gap at a place of the text, from 1 on."""
    return f"gap-{place}"


def without_holders(text: str) -> str:
    """Return a text of a file without the signs by which gaps are held here."""
    return text.translate(_OWN)


def hold(place: int) -> str:
    """Return what stands for the gap at a place while its text is read."""
    return f"{_BEGIN}{place}{_END}"


def fill_holders(text: str, fill: Callable[[int], str]) -> str:
    """Return a text in which each holder is what `fill` makes of its place."""
    return _HOLDERS.sub(lambda found: fill(int(found[1])), text)


def name_gaps(text: str) -> str:
    """Return a text in which each holder is the name of its gap in braces."""
    return fill_holders(text, lambda place: f"{{{gap_id(place)}}}")


def build_chosen(text: str, words: Sequence[Word]) -> Built:
    """Return a text whose gaps are filled by choosing; raise `NotTaken` for a word that is not."""
    numbers = [int(number) for number in _GAP.findall(text)]
    if not numbers:
        raise NotTaken(N_("Its text has no gap."))
    if any(not 0 < number <= len(words) for number in numbers):
        raise NotTaken(N_("Its text has a gap for which no word is given."))
    places = iter(range(1, len(numbers) + 1))
    plain = text.translate(BRACES)
    marked = _GAP.sub(lambda _found: f"{{{gap_id(next(places))}}}", plain)
    gaps = [
        {"id": gap_id(place), "choices": _choices(words, words[number - 1])}
        for place, number in enumerate(numbers, start=1)
    ]
    return Built({"type": "gap_text", "text": marked, "gaps": gaps})


def _choices(words: Sequence[Word], right: Word) -> list[dict[str, Any]]:
    offered = dict.fromkeys(word.text for word in words if word.group == right.group)
    return [
        {
            "id": f"choice-{number}",
            "text": to_markdown(text, "auto").text,
            **({"correct": True} if text == right.text else {}),
        }
        for number, text in enumerate(offered, start=1)
    ]
