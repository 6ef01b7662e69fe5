"""The signs of Markdown within a line of text, told apart from its words.

What stands between two signs is kept as it was written, so that joining gives the same text. How
an exchange format names the signs is in `lms.units.xliff`.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from lms.units.checks import FOOTNOTE, PLACEHOLDER

Kind = Literal["emphasis", "strong", "link", "image", "code", "placeholder", "footnote",
               "address", "break"]  # fmt: skip
Role = Literal["open", "close", "single"]
# A text longer than this is nobody's paragraph; its signs are left as words.
LONGEST = 10_000
_SIGNS = re.compile(
    r"(?P<escape>\\[!-/:-@\[-`{-~])"
    r"|(?P<code>(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`))"
    r"|(?P<break>(?:[ ]{2,}|\\)\n)"
    rf"|(?P<placeholder>{PLACEHOLDER.pattern})"
    rf"|(?P<footnote>{FOOTNOTE.pattern})"
    r"|(?P<address><[A-Za-z][A-Za-z0-9+.-]*:[^\s<>]*>)"
    r"|(?P<opening>!?\[)"
    r'|(?P<closing>\](?:\((?:<[^<>\n]*>|[^\s()<>]*)(?:\s+"[^"\n]*")?\)|\[[^\[\]\n]*\])?)'
    r"|(?P<mark>\*+|_+)",
    re.DOTALL,
)
_STRONG = 2


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign of Markdown: `data` as written; the two of a pair share their `id`."""

    id: int
    role: Role
    kind: Kind
    data: str


Piece = str | Sign


def split(text: str) -> list[Piece]:
    """Return a text's words and signs, in order; signs are numbered from 1, pairs are nested."""
    if len(text) > LONGEST:
        return [text]
    scan = _Scan(text)
    at = 0
    for found in _SIGNS.finditer(text):
        scan.words(text[at : found.start()])
        scan.sign(found)
        at = found.end()
    scan.words(text[at:])
    return _number(scan.pieces, scan.partner)


def join(pieces: Iterable[Piece]) -> str:
    """Return the text that was split."""
    return "".join(piece if isinstance(piece, str) else piece.data for piece in pieces)


def fit(source: Sequence[Piece], text: str) -> list[Piece]:
    """Split a translation, its signs numbered as the same ones of its source.

    A sign that the source has not, or has less often, stays among the words.
    """
    free = _pairs(source)
    numbers: dict[int, int] = {}
    pieces = split(text)
    for number, wanted in _data(pieces).items():
        if free[wanted]:
            numbers[number] = free[wanted].pop(0)
    return _merge(
        piece if isinstance(piece, str)
        else replace(piece, id=numbers[piece.id]) if piece.id in numbers
        else piece.data
        for piece in pieces
    )  # fmt: skip


class _Scan:
    """Collects pieces; an opening sign without its closing one becomes words again."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.pieces: list[Piece] = []
        self.partner: dict[int, int] = {}
        self._open: list[int] = []

    def words(self, words: str) -> None:
        if words:
            self.pieces.append(words)

    def sign(self, found: re.Match[str]) -> None:
        data = found.group()
        name = found.lastgroup or ""
        if name == "escape":
            self.words(data)
        elif name == "opening":
            self._begin("image" if data[0] == "!" else "link", data)
        elif name == "closing":
            self._close_bracket(data)
        elif name == "mark":
            self._mark(found)
        else:
            self.pieces.append(Sign(0, "single", _KIND_OF[name], data))

    def _begin(self, kind: Kind, data: str) -> None:
        self._open.append(len(self.pieces))
        self.pieces.append(Sign(0, "open", kind, data))

    def _end(self, depth: int, data: str) -> None:
        """Close the sign at `depth`; whatever was opened within it and not closed is words."""
        opening = self._open[depth]
        del self._open[depth:]
        self.partner[opening] = len(self.pieces)
        begun = self.pieces[opening]
        kind: Kind = begun.kind if isinstance(begun, Sign) else "emphasis"
        self.pieces.append(Sign(0, "close", kind, data))

    def _close_bracket(self, data: str) -> None:
        for depth in range(len(self._open) - 1, -1, -1):
            begun = self.pieces[self._open[depth]]
            if isinstance(begun, Sign) and begun.kind in {"link", "image"}:
                if data == "]":
                    del self._open[depth]
                    break
                self._end(depth, data)
                return
        self.words(data)

    def _mark(self, found: re.Match[str]) -> None:
        """Take a run of `*` or `_` for the end of one alike, or for a beginning."""
        data = found.group()
        before = self.text[found.start() - 1 : found.start()]
        after = self.text[found.end() : found.end() + 1]
        depth = len(self._open) - 1
        if depth >= 0 and before.strip():
            begun = self.pieces[self._open[depth]]
            if isinstance(begun, Sign) and begun.data == data:
                self._end(depth, data)
                return
        if after.strip() and not (data[0] == "_" and before.isalnum()):
            self._begin("emphasis" if len(data) < _STRONG else "strong", data)
        else:
            self.words(data)


_KIND_OF: dict[str, Kind] = {
    "code": "code",
    "break": "break",
    "placeholder": "placeholder",
    "footnote": "footnote",
    "address": "address",
}


def _number(pieces: Sequence[Piece], partner: dict[int, int]) -> list[Piece]:
    numbers: dict[int, int] = {}
    numbered: list[Piece] = []
    count = 0
    for place, piece in enumerate(pieces):
        if isinstance(piece, str):
            numbered.append(piece)
        elif piece.role == "open" and place not in partner:
            numbered.append(piece.data)
        elif piece.role == "close":
            numbered.append(replace(piece, id=numbers[place]))
        else:
            count += 1
            numbers[partner.get(place, place)] = count
            numbered.append(replace(piece, id=count))
    return _merge(numbered)


def _merge(pieces: Iterable[Piece]) -> list[Piece]:
    merged: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, str) and merged and isinstance(merged[-1], str):
            merged[-1] += piece
        else:
            merged.append(piece)
    return merged


def _data(pieces: Iterable[Piece]) -> dict[int, tuple[str, ...]]:
    """Return what each numbered sign is written as: one text, or the two of a pair."""
    found: dict[int, tuple[str, ...]] = {}
    for piece in pieces:
        if isinstance(piece, Sign):
            found[piece.id] = (*found.get(piece.id, ()), piece.data)
    return found


def _pairs(pieces: Iterable[Piece]) -> dict[tuple[str, ...], list[int]]:
    free: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, data in _data(pieces).items():
        free[data].append(number)
    return free
