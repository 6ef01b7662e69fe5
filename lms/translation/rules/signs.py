"""The signs and numbers of a source that its translation has to have, for a translator to put in.

Pure; what becomes of a translation without them is in `warnings` and `lms.units.checks`.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from lms.kit.i18n import N_
from lms.translation.rules.warnings import ARTICLE, NUMBER
from lms.units.inline import Sign, split

LABELS = {
    "emphasis": N_("Emphasis"),
    "strong": N_("Strong"),
    "link": N_("Link"),
    "image": N_("Picture"),
    "code": N_("Code"),
    "placeholder": N_("Placeholder"),
    "footnote": N_("Footnote"),
    "address": N_("Address"),
    "number": N_("Number"),
}


@dataclass(frozen=True, slots=True)
class SourceSign:
    """A sign or a number of a source: what stands before and after the words that it is about.

    `after` is empty where it is about none; `times`: how often the source has it.
    """

    label: str
    before: str
    after: str = ""
    times: int = 1


def list_signs(source: str) -> list[SourceSign]:
    """Return the signs and numbers of a source, each once, in the order of the text."""
    counted = Counter(_find(source))
    return [
        SourceSign(LABELS[kind], before, after, times)
        for (kind, before, after), times in counted.items()
    ]


def _find(source: str) -> Iterator[tuple[str, str, str]]:
    pieces = split(source)
    closing = {p.id: p.data for p in pieces if isinstance(p, Sign) and p.role == "close"}
    for piece in pieces:
        if isinstance(piece, str):
            yield from _numbers(piece)
        elif piece.role != "close" and piece.kind in LABELS:
            yield piece.kind, piece.data, closing.get(piece.id, "")


def _numbers(words: str) -> Iterator[tuple[str, str, str]]:
    found = [*ARTICLE.finditer(words), *NUMBER.finditer(ARTICLE.sub(_blank, words))]
    for number in sorted(found, key=lambda one: one.start()):
        yield "number", number.group(), ""


def _blank(found: re.Match[str]) -> str:
    return " " * len(found.group())
