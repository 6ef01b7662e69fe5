"""Reads of enrolments, their progress and their completions.

Whether the reader may see them is decided in `policy`.
"""

from collections import defaultdict
from typing import Any

from sqlalchemy import bindparam, or_, select

from lms.kit.db import read
from lms.kit.errors import NotVisible
from lms.learning.models import ActivityProgress, Completion, Enrolment, EnrolmentMove
from lms.learning.rules import CompletionRow, Done, EnrolmentRow, Progress

_ENROLMENT = select(
    Enrolment.id,
    Enrolment.person_id,
    Enrolment.course_id,
    Enrolment.version_id,
    Enrolment.language,
    Enrolment.status,
    Enrolment.started_at,
    Enrolment.ended_at,
)
_COMPLETION = select(
    Completion.id,
    Completion.enrolment_id,
    Completion.version_id,
    Completion.edition_id,
    Completion.is_participation,
    Completion.is_achievement,
    Completion.visited_percent,
    Completion.points,
    Completion.hours,
    Completion.completed_at,
)
# Statements are built once: building one costs more than running it.
_BY_ID = _ENROLMENT.where(Enrolment.id == bindparam("id"))
_LOCKED = _BY_ID.with_for_update()
_OF_PERSON = _ENROLMENT.where(Enrolment.person_id == bindparam("person_id")).order_by(
    Enrolment.started_at.desc(), Enrolment.id
)
_IN_COURSE = _OF_PERSON.where(Enrolment.course_id == bindparam("course_id"))
_left = select(EnrolmentMove.seq).where(
    EnrolmentMove.enrolment_id == Enrolment.id,
    EnrolmentMove.from_version_id == bindparam("version_id"),
)
_IN_VERSION = (
    select(Enrolment.id)
    .where(
        Enrolment.person_id == bindparam("person_id"),
        or_(Enrolment.version_id == bindparam("version_id"), _left.exists()),
        Enrolment.status != "withdrawn",
    )
    .limit(1)
)
_PROGRESS = select(
    ActivityProgress.activity_id,
    ActivityProgress.status,
    ActivityProgress.at,
    ActivityProgress.points,
).where(ActivityProgress.enrolment_id == bindparam("id"))
_PROGRESS_OF_PERSON = (
    select(
        ActivityProgress.enrolment_id,
        ActivityProgress.activity_id,
        ActivityProgress.status,
        ActivityProgress.at,
        ActivityProgress.points,
    )
    .join(Enrolment, Enrolment.id == ActivityProgress.enrolment_id)
    .where(Enrolment.person_id == bindparam("person_id"))
)
_COMPLETION_OF = _COMPLETION.where(Completion.enrolment_id == bindparam("id"))
_WITH_COMPLETIONS: Any = _OF_PERSON.add_columns(*_COMPLETION.selected_columns).outerjoin(
    Completion, Completion.enrolment_id == Enrolment.id
)
_OWN_COLUMNS = len(_ENROLMENT.selected_columns)


def _completion(row: Any) -> CompletionRow:  # noqa: ANN401 - a row of ten columns has no type
    return CompletionRow(*row)


def find_enrolment(enrolment_id: str) -> EnrolmentRow | None:
    """Return an enrolment, whoever's it is, or nothing."""
    row = read(_BY_ID, {"id": enrolment_id}).one_or_none()
    return EnrolmentRow(*row) if row else None


def get_enrolment_locked(enrolment_id: str) -> EnrolmentRow:
    """Return an enrolment that nobody else changes until this transaction ends.

    Raises `NotVisible` where there is none.
    """
    row = read(_LOCKED, {"id": enrolment_id}).one_or_none()
    if row is None:
        raise NotVisible
    return EnrolmentRow(*row)


def list_enrolments(person_id: str, course_id: str | None = None) -> list[EnrolmentRow]:
    """Return a person's enrolments, in one course or in all, the newest first."""
    statement = _OF_PERSON if course_id is None else _IN_COURSE
    values = {"person_id": person_id} | ({"course_id": course_id} if course_id else {})
    return [EnrolmentRow(*row) for row in read(statement, values)]


def is_enrolled(person_id: str, version_id: str) -> bool:
    """Say whether a person studies this version, has completed it, or has moved on from it.

    Finished attempts stay readable, with the pictures of the version in which they were made.
    """
    values = {"person_id": person_id, "version_id": version_id}
    return read(_IN_VERSION, values).first() is not None


def get_progress(enrolment_id: str) -> Progress:
    """Return how far each activity is that was opened or done, by its name."""
    rows = read(_PROGRESS, {"id": enrolment_id})
    return {row.activity_id: Done(row.status, row.at, row.points) for row in rows}


def get_progress_of_person(person_id: str) -> dict[str, Progress]:
    """Return the progress in each of a person's enrolments; one not begun is not in it."""
    found: dict[str, dict[str, Done]] = defaultdict(dict)
    for row in read(_PROGRESS_OF_PERSON, {"person_id": person_id}):
        found[row.enrolment_id][row.activity_id] = Done(row.status, row.at, row.points)
    return dict(found)


def find_completion(enrolment_id: str) -> CompletionRow | None:
    """Return what the enrolment has reached so far, or nothing."""
    row = read(_COMPLETION_OF, {"id": enrolment_id}).one_or_none()
    return _completion(row) if row else None


def list_with_completions(person_id: str) -> list[tuple[EnrolmentRow, CompletionRow | None]]:
    """Return a person's enrolments, the newest first, each with what it has reached so far."""
    rows = read(_WITH_COMPLETIONS, {"person_id": person_id})
    return [
        (EnrolmentRow(*row[:_OWN_COLUMNS]), _found(row[_OWN_COLUMNS:])) for row in map(tuple, rows)
    ]


def _found(values: tuple[Any, ...]) -> CompletionRow | None:
    return None if values[0] is None else CompletionRow(*values)
