"""What differs between two texts, for people: by block, by line, by word.

Which word replaced which is `lms.units.differences`'.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from lms.units.align import align
from lms.units.differences import Part, compare_words

BlockKind = Literal["same", "moved", "changed", "added", "removed"]
# Beyond these a comparison word by word, or line by line, takes longer than anybody waits.
LONGEST_BLOCK = 20_000
MOST_LINES = 4_000
# How many unchanged blocks or lines stand around a change, so that one sees where it is.
AROUND = 1
_BLANK = re.compile(r"\n(?:[ \t]*\n)+")


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a page between blank lines; what `lms.units.align` compares."""

    context: str
    text: str


@dataclass(frozen=True, slots=True)
class BlockChange:
    """A block, or a stretch of lines, as it stands in the newer text or stood in the older."""

    kind: BlockKind
    parts: tuple[Part, ...]


def split_blocks(text: str) -> list[str]:
    """Return the stretches of a page between its blank lines."""
    return [block for block in _BLANK.split(text.strip("\n")) if block.strip()]


def compare_pages(old: str, new: str) -> list[BlockChange]:
    """Compare two states of a page block by block, in the order of the newer one.

    What was removed stands where it stood. The parts that are not removed make the new blocks.
    """
    before = [Block("", text) for text in split_blocks(old)]
    after = [Block("", text) for text in split_blocks(new)]
    found = align(before, after)
    pairs = {**found.kept, **found.stale}
    unmoved = in_order([pairs[at] for at in sorted(pairs)])
    changes = []
    waiting = sorted(found.removed, reverse=True)
    for at, block in enumerate(after):
        was = pairs.get(at)
        while was in unmoved and waiting and waiting[-1] < was:
            changes.append(_whole("removed", before[waiting.pop()].text))
        old_text = None if was is None else before[was].text
        changes.append(_compare_block(block.text, old_text, is_moved=was not in unmoved))
    return [*changes, *(_whole("removed", before[was].text) for was in reversed(waiting))]


def _compare_block(new: str, old: str | None, *, is_moved: bool) -> BlockChange:
    if old is None:
        return _whole("added", new)
    if old == new:
        return BlockChange("moved" if is_moved else "same", (Part("same", new),))
    return BlockChange("changed", word_changes(old, new))


def _whole(kind: Literal["added", "removed"], text: str) -> BlockChange:
    return BlockChange(kind, (Part(kind, text),))


def word_changes(old: str, new: str) -> tuple[Part, ...]:
    """Return how a text became another, word by word; a very long one as a whole."""
    if len(old) + len(new) > LONGEST_BLOCK:
        return (Part("removed", old), Part("added", new))
    return tuple(compare_words(old, new))


def in_order(places: Sequence[int]) -> set[int]:
    """Return the most of `places` that stand in rising order: those blocks were not moved."""
    ends: list[int] = []
    chains: list[tuple[int, ...]] = []
    for place in places:
        length = bisect_left(ends, place)
        chain = (*(chains[length - 1] if length else ()), place)
        ends[length:] = [place, *ends[length + 1 :]]
        chains[length:] = [chain, *chains[length + 1 :]]
    return set(chains[-1]) if chains else set()


def compare_lines(old: str, new: str) -> list[BlockChange]:
    """Compare two texts line by line, and word by word within each stretch that changed."""
    before, after = old.splitlines(), new.splitlines()
    head, tail = same_ends(before, after)
    middle = before[head : len(before) - tail], after[head : len(after) - tail]
    changes = [_same_line(line) for line in before[:head]]
    is_long = max(map(len, middle)) > MOST_LINES
    matcher = SequenceMatcher(None, *middle, is_long)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        gone, come = "\n".join(middle[0][i1:i2]), "\n".join(middle[1][j1:j2])
        if tag == "equal":
            changes += [_same_line(line) for line in middle[1][j1:j2]]
        elif tag == "replace":
            changes.append(BlockChange("changed", word_changes(gone, come)))
        else:
            changes.append(_whole("added", come) if tag == "insert" else _whole("removed", gone))
    return [*changes, *(_same_line(line) for line in after[len(after) - tail :])]


def _same_line(line: str) -> BlockChange:
    return BlockChange("same", (Part("same", line),))


def same_ends(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """Return how many lines are the same at the beginning, and of the rest at the end."""
    most = min(len(old), len(new))
    head = 0
    while head < most and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < most - head and old[-tail - 1] == new[-tail - 1]:
        tail += 1
    return head, tail


def around(changes: Sequence[BlockChange]) -> tuple[BlockChange | None, ...]:
    """Return the changes with what stands next to each; the rest is left out, once at a place."""
    near = {
        place + step
        for place, change in enumerate(changes)
        if change.kind != "same"
        for step in range(-AROUND, AROUND + 1)
    }
    shown: list[BlockChange | None] = []
    for place, change in enumerate(changes):
        if place in near:
            shown.append(change)
        elif near and (not shown or shown[-1] is not None):
            shown.append(None)
    return tuple(shown)
