"""Where a text's signs of Markdown stand, so that a page can keep them apart from its words.

In a line from right to left the parts of an address change places unless they are isolated. Pure;
what the signs are is in `lms.units.inline`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby

from lms.units.differences import Part
from lms.units.inline import split

# What a sign with letters begins with; most texts have none, and lists show a hundred texts.
_BEGINS = re.compile(r"[\[`<%{]")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a text, or of the difference of two, that is words or a sign."""

    is_sign: bool
    parts: tuple[Part, ...]


def find_signs(text: str) -> list[bool]:
    """Say of each character whether it belongs to a sign that has letters or digits.

    Others, `*` or the brackets of a link, are drawn in either direction as readers of it expect.
    """
    if not _BEGINS.search(text):
        return [False] * len(text)
    found: list[bool] = []
    for piece in split(text):
        if isinstance(piece, str) or not any(map(str.isalnum, piece.data)):
            found += [False] * len(piece if isinstance(piece, str) else piece.data)
        elif piece.role == "close":
            # Of a link: `](`, the address, `)`.
            found += [False, False, *[True] * (len(piece.data) - 3), False]
        else:
            found += [True] * len(piece.data)
    return found


def isolate(parts: Iterable[Part]) -> list[Run]:
    """Return a difference in runs; a sign of which a part changed is one run."""
    every = list(parts)
    old = find_signs("".join(part.text for part in every if part.kind != "added"))
    new = find_signs("".join(part.text for part in every if part.kind != "removed"))
    cut: list[tuple[bool, Part]] = []
    for part in every:
        ahead = old if part.kind == "removed" else new
        at = 0
        for is_sign, same in groupby(ahead[: len(part.text)]):
            end = at + len(list(same))
            cut.append((is_sign, replace(part, text=part.text[at:end])))
            at = end
        if part.kind != "added":
            del old[: len(part.text)]
        if part.kind != "removed":
            del new[: len(part.text)]
    return [
        Run(is_sign, tuple(part for _, part in run))
        for is_sign, run in groupby(cut, key=lambda one: one[0])
    ]


def isolate_text(text: str) -> list[Run]:
    """Return a text in runs."""
    if not _BEGINS.search(text):
        return [Run(False, (Part("same", text),))]
    return isolate([Part("same", text)])
