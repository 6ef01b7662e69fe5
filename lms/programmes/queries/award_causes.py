"""Reads of who changed last what an award rests on: presence, grades, results, recognition.

That there is a doubt about an award is read in `award_reviews`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import literal, select

from lms.assessment.models import Attempt, Mark
from lms.content.models import Course
from lms.kit.db import read
from lms.learning.models import Enrolment
from lms.programmes.models import (
    Attendance,
    Award,
    AwardReview,
    Grade,
    Programme,
    ProgrammeVersion,
)
from lms.programmes.queries import recognitions
from lms.programmes.rules.definition import (
    AttendancePart,
    ChoicePart,
    Definition,
    ExamPart,
    Part,
    ProductPart,
    ProgrammePart,
    TeachingPart,
)
from lms.programmes.rules.rows import AwardRow


@dataclass(frozen=True, slots=True)
class Cause:
    """Who changed something last, when, and why where it was said."""

    person_id: str | None
    at: datetime
    reason: str


def list_causes(
    award: AwardRow,
    definition: Definition,
    part_ids: Iterable[str],
    until: datetime | None = None,
) -> dict[str, Cause]:
    """Return who changed these requirements last since an award was given, by requirement.

    `until` leaves out what came later.
    """
    parts = {part.id: part for part in definition.requirements}
    decided = recognitions.list_newest(str(award.participation_id))
    found = {}
    for part_id in part_ids:
        causes = [
            cause
            for part in _inner(parts.get(part_id))
            for cause in (_find(award, part, until), _of_recognition(decided.get(part.id)))
            if cause is not None and cause.at >= award.awarded_at
            if until is None or cause.at <= until
        ]
        if causes:
            found[part_id] = max(causes, key=lambda cause: cause.at)
    return found


def _inner(part: Part | None) -> list[Part]:
    if part is None:
        return []
    return list(part.of) if isinstance(part, ChoicePart) else [part]


def _of_recognition(row: recognitions.RecognitionRow | None) -> Cause | None:
    if row is None or row.decided_at is None:
        return None
    return Cause(row.decided_by, row.decided_at, row.reason or "")


def _find(award: AwardRow, part: Part, until: datetime | None) -> Cause | None:
    query: Any = None
    if isinstance(part, AttendancePart):
        query = (
            select(Attendance.noted_by, Attendance.noted_at, Attendance.reason)
            .where(Attendance.participation_id == award.participation_id)
            .order_by(Attendance.noted_at.desc(), Attendance.id.desc())
        )
    elif isinstance(part, ProductPart | TeachingPart):
        place = (Grade.participation_id == award.participation_id, Grade.part_id == part.id)
        # What is written with a grade is feedback on the work, no reason for the change.
        silent = literal("")
        query = (
            select(Grade.graded_by, Grade.graded_at, silent)
            .where(*place)
            .order_by(Grade.seq.desc())
        )
    elif isinstance(part, ExamPart):
        query = _marks_of(award.person_id, part)
    elif isinstance(part, ProgrammePart):
        query = _reviews_of(award.person_id, part)
    if query is not None and until is not None:
        # The second column is when it was.
        query = query.where(query.selected_columns[1] <= until)
    row = None if query is None else read(query.limit(1)).first()
    return None if row is None else Cause(row[0], row[1], row[2] or "")


def _marks_of(person_id: str, part: ExamPart) -> Any:  # noqa: ANN401 - a statement
    return (
        select(Mark.person_id, Mark.at, Mark.reason)
        .join(Attempt, Attempt.id == Mark.attempt_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(Course, Course.id == Enrolment.course_id)
        .where(
            Enrolment.person_id == person_id,
            Course.slug == part.course,
            Attempt.activity_id == part.activity,
            Mark.kind != "automatic",
        )
        .order_by(Mark.seq.desc())
    )


def _reviews_of(person_id: str, part: ProgrammePart) -> Any:  # noqa: ANN401 - a statement
    return (
        select(AwardReview.decided_by, AwardReview.decided_at, AwardReview.reason)
        .join(Award, Award.id == AwardReview.award_id)
        .join(ProgrammeVersion, ProgrammeVersion.id == Award.programme_version_id)
        .join(Programme, Programme.id == ProgrammeVersion.programme_id)
        .where(
            Award.person_id == person_id,
            Programme.slug == part.programme,
            AwardReview.decision == "withdrawn",
        )
        .order_by(AwardReview.decided_at.desc())
    )
