"""What changed between two wordings of a text, word by word.

Pure; how a difference is shown is the templates' business.
"""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "removed", "added"]

# A word, with the marks inside it (don’t, 60-1); each sign and each stretch of space by itself.
# Scripts that write no spaces between words are compared sign by sign.
_TOKEN = re.compile(
    r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]|\s+"
    r"|(?:(?![\u2e80-\u9fff\uf900-\ufaff])\w)+(?:['’.,/-](?:(?![\u2e80-\u9fff\uf900-\ufaff])\w)+)*"
    r"|[^\w\s]"
)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of text that stayed, went or came."""

    kind: Kind
    text: str


def compare_words(old: str, new: str) -> list[Part]:
    """Return how `old` became `new`; what was removed stands before what came in its place.

    The parts that are not added make the old text, those that are not removed the new one.
    """
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    parts: list[Part] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            _add(parts, "same", before[i1:i2])
        else:
            _add(parts, "removed", before[i1:i2])
            _add(parts, "added", after[j1:j2])
    return _without_islands(parts)


def _add(parts: list[Part], kind: Kind, words: list[str]) -> None:
    if words:
        parts.append(Part(kind, "".join(words)))


def _without_islands(parts: list[Part]) -> list[Part]:
    """Join changes that only a space keeps apart: they are read as one."""
    joined: list[Part] = []
    removed = added = ""
    for index, part in enumerate(parts):
        is_last = index == len(parts) - 1
        is_island = part.kind == "same" and part.text.isspace() and bool(removed and added)
        if part.kind == "removed" or (is_island and not is_last):
            removed += part.text
        if part.kind == "added" or (is_island and not is_last):
            added += part.text
        if part.kind == "same" and (not is_island or is_last):
            joined += [*_changes(removed, added), part]
            removed = added = ""
    return [*joined, *_changes(removed, added)]


def _changes(removed: str, added: str) -> list[Part]:
    changes: list[Part] = []
    _add(changes, "removed", [removed])
    _add(changes, "added", [added])
    return [part for part in changes if part.text]
