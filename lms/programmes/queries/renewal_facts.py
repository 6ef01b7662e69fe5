"""Reads of what one person has done since an award could be renewed.

What is known of the participants of a cohort is read in `progress`.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from lms.assessment.models import Attempt
from lms.content.models import Course, Version
from lms.kit.db import read
from lms.learning.models import ActivityProgress, Completion, Enrolment
from lms.programmes.models import Award, Cohort, Participation, ProgrammeVersion, Renewal
from lms.programmes.queries import attendance, participations, progress
from lms.programmes.queries.renewals import Held
from lms.programmes.queries.sessions import Comer
from lms.programmes.rules.completion import NOWHERE, CourseDone, Facts, Standing, reckon_parts
from lms.programmes.rules.definition import AttendancePart, CoursePart, Definition, ExamPart
from lms.programmes.rules.presence import Attended
from lms.programmes.rules.renewal import list_asked
from lms.programmes.rules.rows import ParticipationRow, ProgrammeVersionRow


def list_standings(person_id: str, held: Held, zone: str, now: datetime) -> tuple[Standing, ...]:
    """Return where what is asked again stands; nothing where the award is not renewed.

    What counts was done since the award could be renewed.
    """
    window, version = held.terms.window, held.version
    if window is None or window.opens_on is None or version is None:
        return ()
    facts = _get_facts(person_id, version, window.opens_on, zone, now)
    return reckon_parts(version.definition, list_asked(version.definition), facts)


def _get_facts(
    person_id: str, version: ProgrammeVersionRow, opened_on: date, zone: str, now: datetime
) -> Facts:
    """Return what was done since, and in cohorts that began since.

    What was begun in a cohort before is part of the award that is renewed.
    """
    definition, programme_id = version.definition, version.programme_id
    since = _since(opened_on, zone)
    today = now.astimezone(ZoneInfo(zone)).date()
    rows = _list_fresh(person_id, programme_id, opened_on)
    ids = [row.id for row in rows]
    grades: dict[str, Decimal] = {}
    for found in progress.list_grades(ids).values():
        for part_id, points in found.items():
            grades[part_id] = max(points, grades.get(part_id, points))
    recognised = {one for found in progress.list_recognised(ids).values() for one in found}
    held = progress.list_programmes(definition, [person_id], today).get(person_id, ())
    return Facts(
        _list_courses(definition, person_id, since),
        _list_exams(definition, person_id, since),
        _count_attended(definition, rows, now),
        grades,
        frozenset(recognised),
        frozenset(held),
    )


def _list_fresh(person_id: str, programme_id: str, opened_on: date) -> list[ParticipationRow]:
    """Return a person's participations in cohorts of the programme that began since the day."""
    query = (
        select(Participation.id)
        .join(Cohort, Cohort.id == Participation.cohort_id)
        .join(ProgrammeVersion, ProgrammeVersion.id == Cohort.programme_version_id)
        .where(
            Participation.person_id == person_id,
            Participation.status.in_(("accepted", "completed")),
            ProgrammeVersion.programme_id == programme_id,
            Cohort.starts_on >= opened_on,
        )
    )
    fresh = set(read(query).scalars())
    return [row for row in participations.list_studied(person_id) if row.id in fresh]


def _list_courses(
    definition: Definition, person_id: str, since: datetime
) -> dict[str, list[CourseDone]]:
    wanted = {part.course for _, part in definition.parts() if isinstance(part, CoursePart)}
    found: dict[str, list[CourseDone]] = defaultdict(list)
    query = (
        select(Course.slug, Version.number, Completion.is_achievement)
        .join(Enrolment, Enrolment.course_id == Course.id)
        .join(Completion, Completion.enrolment_id == Enrolment.id)
        .join(Version, Version.id == Completion.version_id)
        .where(
            Enrolment.person_id == person_id,
            Course.slug.in_(wanted),
            Completion.completed_at >= since,
        )
    )
    for slug, number, is_achievement in read(query):
        found[slug].append(CourseDone(number, is_achievement))
    return found


def count_hours(person_id: str, held: Held, zone: str) -> float:
    """Return the hours of the courses that somebody completed again, as each completion has them.

    Nothing is known of the hours of other parts: where no course is asked again it is 0.
    """
    window, version = held.terms.window, held.version
    if window is None or window.opens_on is None or version is None:
        return 0.0
    asked = set(list_asked(version.definition))
    parts = [part for part in version.definition.requirements if part.id in asked]
    singles = [one for part in parts for one in (getattr(part, "of", None) or (part,))]
    query = (
        select(Course.slug, func.max(Completion.hours))
        .join(Enrolment, Enrolment.course_id == Course.id)
        .join(Completion, Completion.enrolment_id == Enrolment.id)
        .where(
            Enrolment.person_id == person_id,
            Course.slug.in_({one.course for one in singles if isinstance(one, CoursePart)}),
            Completion.completed_at >= _since(window.opens_on, zone),
        )
        .group_by(Course.slug)
    )
    return float(sum(hours for _slug, hours in read(query)))


def _since(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone))


def _list_exams(
    definition: Definition, person_id: str, since: datetime
) -> dict[tuple[str, str], Decimal]:
    """Return the best results of attempts that were begun since, by course and activity.

    Not those of the enrolment: of several results that keeps the best one, however old it is.
    """
    wanted = {part.course for _, part in definition.parts() if isinstance(part, ExamPart)}
    best = func.max(Attempt.points)
    query = (
        select(Course.slug, Attempt.activity_id, best)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(Course, Course.id == Enrolment.course_id)
        .where(
            Attempt.person_id == person_id,
            Course.slug.in_(wanted),
            Attempt.started_at >= since,
            Attempt.released_at.is_not(None),
            Attempt.points.is_not(None),
        )
        .group_by(Course.slug, Attempt.activity_id)
    )
    return {(row[0], row[1]): row[2] for row in read(query) if row[2] is not None}


def _count_attended(
    definition: Definition, rows: Sequence[ParticipationRow], now: datetime
) -> Attended:
    """Return how often somebody was there in the cohort in which they were most often."""
    asked = any(isinstance(part, AttendancePart) for part in definition.requirements)
    if not rows or not asked:
        return NOWHERE
    comers = [
        Comer(row.id, row.cohort_id, str(row.person_id), row.group_id, row.language) for row in rows
    ]
    every = attendance.get_attended(comers, now).values()
    return max(every, key=lambda one: (one.present, one.coming, one.held))


def list_taken_back(person_id: str) -> set[str]:
    """Return the enrolments that renewals began and undoing took back with nothing done."""
    query = (
        select(Renewal.enrolments)
        .join(Award, Award.id == Renewal.award_id)
        .where(Award.person_id == person_id, Renewal.undone_at.is_not(None))
    )
    begun = {one for enrolments in read(query).scalars() for one in enrolments["begun"]}
    return begun - set(read(_work_in(begun)).scalars()) if begun else begun


def has_worked(enrolment_ids: Sequence[str]) -> bool:
    """Say whether anything was read or begun in one of these enrolments."""
    return read(_work_in(enrolment_ids).limit(1)).first() is not None


def _work_in(enrolment_ids: Collection[str]) -> Any:  # noqa: ANN401 - a statement of any shape
    progress_made = select(ActivityProgress.enrolment_id).where(
        ActivityProgress.enrolment_id.in_(enrolment_ids)
    )
    begun = select(Attempt.enrolment_id).where(Attempt.enrolment_id.in_(enrolment_ids))
    return progress_made.union_all(begun)
