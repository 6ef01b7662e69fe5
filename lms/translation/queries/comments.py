"""What was said about the translations of units, and what of it waits for an answer.

What the translations themselves said is in `histories`.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from lms.content.queries import CourseRow
from lms.kit.db import read
from lms.translation.models import UnitComment
from lms.translation.queries.sheets import Sheet
from lms.translation.rules import unit_id
from lms.units.unit import Key


@dataclass(frozen=True, slots=True)
class CommentRow:
    """What somebody said about a unit's translation; open until somebody resolves it."""

    id: str
    key: Key
    text: str
    person_id: str | None
    created_at: datetime
    resolved_at: datetime | None
    resolved_by: str | None


_comments = select(
    UnitComment.id,
    UnitComment.context,
    UnitComment.source,
    UnitComment.text,
    UnitComment.person_id,
    UnitComment.created_at,
    UnitComment.resolved_at,
    UnitComment.resolved_by,
)
_of_units = _comments.where(
    UnitComment.course_id == bindparam("course_id"),
    UnitComment.language == bindparam("language"),
    UnitComment.context.in_(bindparam("contexts", expanding=True)),
).order_by(UnitComment.created_at, UnitComment.id)
_open = (
    select(UnitComment.course_id, UnitComment.language, UnitComment.context, UnitComment.source)
    .where(UnitComment.course_id.in_(bindparam("course_ids", expanding=True)))
    .where(UnitComment.resolved_at.is_(None))
    .distinct()
)


def list_comments(course_id: str, language: str, keys: Sequence[Key]) -> list[CommentRow]:
    """Return what was said about a unit, under its present name and former ones, in order."""
    contexts = sorted({key.context for key in keys})
    values = {"course_id": course_id, "language": language, "contexts": contexts}
    return [found for row in read(_of_units, values) if (found := _row(row)).key in keys]


def find_comment(course_id: str, language: str, comment_id: str) -> CommentRow | None:
    """Return one comment on a translation of a course into a language, or nothing."""
    query = _comments.where(
        UnitComment.id == comment_id,
        UnitComment.course_id == course_id,
        UnitComment.language == language,
    )
    row = read(query).one_or_none()
    return _row(row) if row else None


def list_discussed(course_ids: Sequence[str]) -> Mapping[tuple[str, str], Set[Key]]:
    """Return the texts on which a comment is open, by course and language."""
    found: dict[tuple[str, str], set[Key]] = defaultdict(set)
    for course_id, language, context, source in read(_open, {"course_ids": list(course_ids)}):
        found[course_id, language].add(Key(context, source))
    return found


def find_discussed(course: CourseRow, sheet: Sheet) -> Set[str]:
    """Return the ids of a sheet's units on which a comment is open."""
    keys = list_discussed([course.id]).get((course.id, sheet.language))
    return find_units(sheet, keys) if keys else frozenset()


def find_units(sheet: Sheet, keys: Set[Key]) -> Set[str]:
    """Return the ids of the units that texts are now; what is gone has none."""
    found, former = set(), set()
    for key in keys:
        name = unit_id(key)
        if name in sheet.book.places:
            found.add(name)
        else:
            former.add(key)
    # To look at ten thousand units takes its time, and few comments are on a former wording.
    if former:
        found |= {row.id for row in sheet.rows if row.previous in former}
    return found


def _row(row: Any) -> CommentRow:  # noqa: ANN401 - the columns above
    return CommentRow(
        row.id,
        Key(row.context, row.source),
        row.text,
        row.person_id,
        row.created_at,
        row.resolved_at,
        row.resolved_by,
    )
