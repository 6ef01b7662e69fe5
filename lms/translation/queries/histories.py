"""What one unit said before, row by row.

How all units of a course stand is in `sheets`; what was said about one, in `comments`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam

from lms.content.models import UnitTranslation
from lms.kit.db import read
from lms.translation.queries.sheets import Written, follow_row, translations
from lms.units.po import Status
from lms.units.unit import Key


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One row of a unit's translations."""

    seq: int
    source: str
    text: str
    status: Status
    person_id: str | None
    created_at: datetime


_rows = translations.where(UnitTranslation.context.in_(bindparam("contexts", expanding=True)))


def list_history(course_id: str, language: str, keys: Sequence[Key]) -> list[HistoryRow]:
    """Return the translations of a unit, under its present name and former ones, newest first."""
    values = {"course_id": course_id, "language": language}
    contexts = sorted({key.context for key in keys})
    return [
        HistoryRow(row.seq, row.source, row.text, row.status, row.person_id, row.created_at)
        for row in read(_rows, {**values, "contexts": contexts})
        if Key(row.context, row.source) in keys
    ][::-1]


def find_newest(course_id: str, language: str, key: Key) -> Written | None:
    """Return the newest translation of a unit in the transaction at hand, or nothing."""
    return list_newest(course_id, language, [key]).get(key)


def list_newest(course_id: str, language: str, keys: Iterable[Key]) -> Mapping[Key, Written]:
    """Return the newest translations of units in the transaction at hand."""
    wanted = set(keys)
    values = {"course_id": course_id, "language": language}
    contexts = sorted({key.context for key in wanted})
    found: dict[Key, Written] = {}
    for row in read(_rows, {**values, "contexts": contexts}):
        name = Key(row.context, row.source)
        if name in wanted:
            found[name] = follow_row(
                found.get(name), row.seq, row.text, row.status, row.person_id, row.created_at
            )
    return found
