"""Results as tables for other programs: the attempts, and the scored responses.

The names of the columns are stable and the same in every language. Nobody is named, and the two
tables share no code: what somebody reached in a question does not follow from their result.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from lms.assessment.rules.analyses import AnalysedRow
from lms.assessment.rules.figures import FEWEST
from lms.kit.errors import DomainError
from lms.kit.i18n import N_

Table = Literal["attempts", "responses"]
COLUMNS: Mapping[Table, tuple[str, ...]] = {
    "attempts": (
        "attempt", "version", "language", "number", "started_on", "minutes", "points", "passed",
        "form",
    ),
    # As `lms analysis` reads them.
    "responses": ("person", "group", "item", "score"),
}  # fmt: skip
# A workbook of more rows would keep a process of the web for seconds.
MOST_IN_A_WORKBOOK = 50_000
Cell = str | int | float


class TooFewToExport(DomainError):
    """An export would tell of fewer people than may be told of."""

    message = N_("Nothing is told of fewer than %(fewest)s people.")


class TooManyForAWorkbook(DomainError):
    """A workbook would be too large to be made while somebody waits."""

    message = N_("There are more rows than a workbook is made of: %(most)s. Take the CSV.")


@dataclass(frozen=True, slots=True)
class SatRow:
    """What else an export tells of an attempt."""

    attempt_id: str
    number: int
    finished_at: datetime
    is_passed: bool
    form: int | None


def choose_exported(attempts: Sequence[AnalysedRow]) -> list[AnalysedRow]:
    """Return the attempts that may be told of: those in a language in which enough people sat.

    Raises `TooFewToExport` for too few; also where those left out would be too few to hide.
    """
    groups = Counter(attempt.language for attempt in attempts)
    kept = [attempt for attempt in attempts if groups[attempt.language] >= FEWEST]
    if len(kept) < FEWEST:
        raise TooFewToExport(fewest=FEWEST)
    return kept


def list_codes(attempts: Iterable[AnalysedRow], table: Table) -> dict[str, str]:
    """Return a code for each attempt, in the order of the table: it says nothing of who or when."""
    ids = (attempt.attempt_id for attempt in attempts)
    mixed = sorted(ids, key=lambda name: hashlib.sha256(f"{table}:{name}".encode()).digest())
    return {name: f"{table[0]}{place}" for place, name in enumerate(mixed, start=1)}


def list_attempts(
    attempts: Sequence[AnalysedRow], sat: Iterable[SatRow], numbers: Mapping[str, int]
) -> Iterator[tuple[Cell, ...]]:
    """Yield a row for each attempt; `numbers` are those of the versions, `points` in percent."""
    rows = {attempt.attempt_id: attempt for attempt in attempts}
    more = {row.attempt_id: row for row in sat}
    for attempt_id, code in list_codes(attempts, "attempts").items():
        row, about = rows[attempt_id], more[attempt_id]
        spent = (about.finished_at - row.started_at).total_seconds()
        yield (
            code, numbers[row.version_id], row.language, about.number,
            row.started_at.date().isoformat(), _figure(Fraction(round(spent / 6), 10)),
            _figure(row.points), "yes" if about.is_passed else "no",
            about.form or "",
        )  # fmt: skip


def list_responses(
    attempts: Sequence[AnalysedRow],
    marks: Iterable[tuple[str, str, int, int]],
    names: Mapping[tuple[str, str], str],
    weights: Mapping[str, int],
) -> Iterator[tuple[Cell, ...]]:
    """Yield a row for each question of each attempt; of several marks the last counts.

    `names` has the name of each question by version and id, `weights` how much it counts, by name.
    Questions that fewer people had than may be told of are left out.
    """
    rows = {attempt.attempt_id: attempt for attempt in attempts}
    codes = list_codes(attempts, "responses")
    scores: dict[tuple[str, str], Fraction] = {}
    for attempt_id, item_id, numerator, denominator in marks:
        name = names[rows[attempt_id].version_id, item_id]
        scores[attempt_id, name] = Fraction(numerator, denominator) * weights[name]
    asked = Counter(name for _attempt_id, name in scores)
    order = {attempt_id: place for place, attempt_id in enumerate(codes)}
    for attempt_id, name in sorted(scores, key=lambda key: (order[key[0]], key[1])):
        if asked[name] >= FEWEST:
            score = _figure(scores[attempt_id, name])
            yield codes[attempt_id], rows[attempt_id].language, name, score


def _figure(value: Fraction | Decimal) -> int | float:
    """Return a whole number as such, another with six decimals at most."""
    return int(value) if value == int(value) else round(float(value), 6)
