"""What differs between two states of a course's files, for people: by block, by line, by word.

Pure. Merging trees of files is in `rules`; which word replaced which is `lms.units.differences`'.
"""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from lms.units.align import align
from lms.units.differences import Part, compare_words

BlockKind = Literal["same", "moved", "changed", "added", "removed"]
FileKind = Literal["added", "removed", "changed"]
Shape = Literal["page", "lines", "media"]
# Beyond these a comparison word by word, or line by line, takes longer than anybody waits.
LONGEST_BLOCK = 20_000
MOST_LINES = 4_000
# How many unchanged blocks or lines stand around a change, so that one sees where it is.
AROUND = 1
_BLANK = re.compile(r"\n(?:[ \t]*\n)+")
_TEXT_FILES = (".md", ".yaml", ".po", ".vtt", ".txt")


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


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file that differs.

    `blocks` are what changed with a little around it; nothing (`None`) stands where blocks were
    left out. Without blocks only blank lines differ, or the file is no text.
    """

    path: str
    kind: FileKind
    shape: Shape
    blocks: tuple[BlockChange | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Clash:
    """Lines that two have changed, each in another way."""

    mine: str
    theirs: str


def changed_paths(old: Mapping[str, object], new: Mapping[str, object]) -> list[str]:
    """Return the files that differ between two trees, pages and settings before media."""
    differing = [path for path in {*old, *new} if old.get(path) != new.get(path)]
    return sorted(differing, key=lambda path: (path.startswith(("media/", "locale/")), path))


def compare_files(path: str, old: bytes | None, new: bytes | None) -> FileChange:
    """Compare one file; nothing on one side means that it was added or removed."""
    kind: FileKind = "changed" if old is not None and new is not None else "added"
    kind = "removed" if new is None else kind
    before, after = text_of(path, old), text_of(path, new)
    if before is None or after is None:
        return FileChange(path, kind, "media")
    if path.endswith(".md"):
        return FileChange(path, kind, "page", _around(compare_pages(before, after)))
    return FileChange(path, kind, "lines", _around(compare_lines(before, after)))


def text_of(path: str, content: bytes | None) -> str | None:
    """Return a file's text, empty where there is no file, or nothing where it is no text."""
    if not path.endswith(_TEXT_FILES):
        return None
    try:
        return (content or b"").decode()
    except UnicodeDecodeError:
        return None


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
    in_order = _in_order([pairs[at] for at in sorted(pairs)])
    changes = []
    waiting = sorted(found.removed, reverse=True)
    for at, block in enumerate(after):
        was = pairs.get(at)
        while was in in_order and waiting and waiting[-1] < was:
            changes.append(_whole("removed", before[waiting.pop()].text))
        old_text = None if was is None else before[was].text
        changes.append(_compare_block(block.text, old_text, is_moved=was not in in_order))
    return [*changes, *(_whole("removed", before[was].text) for was in reversed(waiting))]


def _compare_block(new: str, old: str | None, *, is_moved: bool) -> BlockChange:
    if old is None:
        return _whole("added", new)
    if old == new:
        return BlockChange("moved" if is_moved else "same", (Part("same", new),))
    return BlockChange("changed", _words(old, new))


def _whole(kind: Literal["added", "removed"], text: str) -> BlockChange:
    return BlockChange(kind, (Part(kind, text),))


def _words(old: str, new: str) -> tuple[Part, ...]:
    if len(old) + len(new) > LONGEST_BLOCK:
        return (Part("removed", old), Part("added", new))
    return tuple(compare_words(old, new))


def _in_order(places: Sequence[int]) -> set[int]:
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
    head, tail = _same_ends(before, after)
    middle = before[head : len(before) - tail], after[head : len(after) - tail]
    changes = [_same_line(line) for line in before[:head]]
    is_long = max(map(len, middle)) > MOST_LINES
    matcher = SequenceMatcher(None, *middle, is_long)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        gone, come = "\n".join(middle[0][i1:i2]), "\n".join(middle[1][j1:j2])
        if tag == "equal":
            changes += [_same_line(line) for line in middle[1][j1:j2]]
        elif tag == "replace":
            changes.append(BlockChange("changed", _words(gone, come)))
        else:
            changes.append(_whole("added", come) if tag == "insert" else _whole("removed", gone))
    return [*changes, *(_same_line(line) for line in after[len(after) - tail :])]


def _same_line(line: str) -> BlockChange:
    return BlockChange("same", (Part("same", line),))


def _same_ends(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """Return how many lines are the same at the beginning, and of the rest at the end."""
    most = min(len(old), len(new))
    head = 0
    while head < most and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < most - head and old[-tail - 1] == new[-tail - 1]:
        tail += 1
    return head, tail


def _around(changes: Sequence[BlockChange]) -> tuple[BlockChange | None, ...]:
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
    head, tail = _same_ends(here, there)
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
