"""The translation memory: texts like one at hand, and how they were translated.

It is made of the drafts that somebody may translate and of what other courses have published.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from lms.translation.queries.sheets import Sheet
from lms.translation.rules import UnitRow
from lms.units.po import Status
from lms.units.unit import Key

# Below this likeness (0 to 100) a text is of no help.
LEAST_SCORE = 65
MOST_MATCHES = 5


@dataclass(frozen=True, slots=True)
class Match:
    """A text like the one at hand; `score` is 100 where it is the same."""

    score: int
    source: str
    translation: str
    status: Status
    course: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """A course in the language at hand; of another's only what stood at `until` is used."""

    sheet: Sheet
    until: datetime | None = None


def find_matches(row: UnitRow, sheet: Sheet, shelves: Iterable[Shelf]) -> list[Match]:
    """Return the best matches for a unit of a sheet, each once, the likeliest first."""
    found: dict[str, Match] = {}
    for shelf in shelves:
        # A unit is no help for itself; the same unit of another course is.
        is_here = shelf.sheet.revision.id == sheet.revision.id
        for score, key in _alike(row.source, row.key if is_here else None, shelf):
            said = shelf.sheet.written[key].said
            match = Match(score, key.text, said.text, said.status, shelf.sheet.book.head.title)
            before = found.get(said.text)
            if before is None or _rank(match) < _rank(before):
                found[said.text] = match
    return sorted(found.values(), key=_rank)[:MOST_MATCHES]


def _rank(match: Match) -> tuple[int, int]:
    trust = {"reviewed": 0, "translated": 1}.get(match.status, 2)
    return (-match.score, trust)


def _alike(source: str, own: Key | None, shelf: Shelf) -> list[tuple[int, Key]]:
    # Late: 3 MiB that a web process does without until somebody translates.
    from rapidfuzz import fuzz, process  # noqa: PLC0415

    texts = _texts(shelf)
    if own:
        texts.pop(own, None)
    matches = process.extract(
        source, texts, scorer=fuzz.ratio, score_cutoff=LEAST_SCORE, limit=MOST_MATCHES
    )
    # A hundred is said of the same text alone; rounding would claim it of nearly the same.
    return [(100 if text == source else min(99, int(score)), key) for text, score, key in matches]


def _texts(shelf: Shelf) -> dict[Key, str]:
    """Return the sources of all texts that may be offered, by the name of their unit."""
    return {
        key: key.text
        for key, one in shelf.sheet.written.items()
        if one.said.text and (shelf.until is None or one.created_at <= shelf.until)
    }
