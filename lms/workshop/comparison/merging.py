"""Two texts that came from one, merged line by line; merging trees of files is in `rules`."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from lms.workshop.comparison.blocks import MOST_LINES, same_ends


@dataclass(frozen=True, slots=True)
class Clash:
    """Lines that two have changed, each in another way."""

    mine: str
    theirs: str


def merge_texts(base: str, mine: str, theirs: str) -> list[str | Clash]:
    """Merge two texts line by line; where both changed the same or touching lines is a clash."""
    old, here, there = (text.splitlines(keepends=True) for text in (base, mine, theirs))
    merged: list[str | Clash] = []
    at = (0, 0, 0)
    for stop in _common_stretches(old, here, there):
        pieces = [text[start:end] for text, start, (end, _) in zip((old, here, there), at, stop,
                                                                   strict=True)]  # fmt: skip
        merged += _merge_stretch(*pieces)
        merged.append("".join(old[stop[0][0] : stop[0][1]]))
        at = (stop[0][1], stop[1][1], stop[2][1])
    return [piece for piece in merged if piece]


def _merge_stretch(old: list[str], here: list[str], there: list[str]) -> list[str | Clash]:
    if here in (old, there):
        return ["".join(there)]
    if there == old:
        return ["".join(here)]
    head, tail = same_ends(here, there)
    clash = Clash("".join(here[head : len(here) - tail]), "".join(there[head : len(there) - tail]))
    return ["".join(here[:head]), clash, "".join(here[len(here) - tail :])]


def join_texts(merged: Sequence[str | Clash], mine: str, theirs: str) -> str:
    """Return a merged text in one; the sides of a clash stand between marks, under their names."""
    return "".join(
        piece
        if isinstance(piece, str)
        else f"<<<<<<< {mine}\n{_closed(piece.mine)}"
        f"======= {theirs}\n{_closed(piece.theirs)}>>>>>>>\n"
        for piece in merged
    )


def _closed(text: str) -> str:
    return text if not text or text.endswith("\n") else f"{text}\n"


_Stretch = tuple[tuple[int, int], tuple[int, int], tuple[int, int]]


def _common_stretches(old: list[str], here: list[str], there: list[str]) -> list[_Stretch]:
    """Return the stretches that all three have, by their ends in each; last an empty one."""
    is_long = max(len(old), len(here), len(there)) > MOST_LINES
    ours = SequenceMatcher(None, old, here, is_long).get_matching_blocks()
    others = SequenceMatcher(None, old, there, is_long).get_matching_blocks()
    found: list[_Stretch] = []
    for mine in ours:
        for theirs in others:
            start, end = max(mine.a, theirs.a), min(mine.a + mine.size, theirs.a + theirs.size)
            if start < end:
                found.append((
                    (start, end),
                    (start - mine.a + mine.b, end - mine.a + mine.b),
                    (start - theirs.a + theirs.b, end - theirs.a + theirs.b),
                ))  # fmt: skip
    ends = (len(old), len(here), len(there))
    return [*found, tuple((end, end) for end in ends)]  # type: ignore[list-item]  # three pairs
