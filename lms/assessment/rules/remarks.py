"""The rules of remarks on passages of a written answer: where each stands in the text.

Who makes them is decided in `plans`; how they look, in the templates.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

LONGEST_REMARK = 1000
MOST_REMARKS = 40


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark, with the passage that it is about and where that begins; without one: on all."""

    text: str
    quote: str = ""
    start: int = 0

    @property
    def end(self) -> int:
        """Return the place behind the passage."""
        return self.start + len(self.quote)

    def as_json(self) -> dict[str, Any]:
        """Return the remark as it is stored."""
        return {"text": self.text, "quote": self.quote, "start": self.start}


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of an answer; `numbers` are those of the remarks whose passage ends with it."""

    text: str
    is_marked: bool
    numbers: tuple[int, ...] = ()


def place_remark(answer: str, text: str, quote: str, start: int | None) -> Remark | None:
    """Return a remark at its place in an answer; nothing where there is no text.

    `start` is where the passage was selected, if that is known: a passage that comes twice is the
    one there. What does not stand in the answer is kept as words of the remark.
    """
    quote = quote.replace("\r\n", "\n").strip()
    if not text:
        return None
    if not quote:
        return Remark(text)
    if start is not None and answer[start : start + len(quote)] == quote:
        return Remark(text, quote, start)
    found = answer.find(quote)
    return Remark(f"“{quote}” {text}") if found < 0 else Remark(text, quote, found)


def read_remarks(stored: Iterable[Mapping[str, Any]]) -> tuple[Remark, ...]:
    """Return remarks as they were stored."""
    return tuple(Remark(str(each["text"]), str(each["quote"]), each["start"]) for each in stored)


def take_apart(answer: str, remarks: Sequence[Remark]) -> tuple[Piece, ...]:
    """Return an answer in pieces, so that each passage that has a remark can be shown as such.

    Remarks are numbered from 1 as they come; passages may lie one over the other.
    """
    quoted = [(number, remark) for number, remark in enumerate(remarks, start=1) if remark.quote]
    ends = {place for _, remark in quoted for place in (remark.start, remark.end)}
    cuts = sorted({0, len(answer), *ends})
    return tuple(
        Piece(
            answer[begin:end],
            any(remark.start <= begin and end <= remark.end for _, remark in quoted),
            tuple(number for number, remark in quoted if remark.end == end),
        )
        for begin, end in pairwise(cuts)
    )
