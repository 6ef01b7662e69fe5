"""Reads of what is known of the people of a cohort: courses, results, presence, grades, awards.

What follows of it is reckoned in `rules.completion`. Many people cost as many queries as one.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, or_, select

from lms.content.models import Course, Version
from lms.kit.db import read
from lms.learning.models import ActivityProgress, Completion, Enrolment
from lms.programmes.models import Award, Grade, Programme, ProgrammeVersion, Recognition
from lms.programmes.queries import attendance
from lms.programmes.queries.sessions import Comer
from lms.programmes.rules.completion import CourseDone, Facts, Reached, reckon
from lms.programmes.rules.definition import CoursePart, Definition, ExamPart, ProgrammePart
from lms.programmes.rules.presence import Attended
from lms.programmes.rules.rows import CohortRow, ParticipationRow

_best = func.max(ActivityProgress.points)
Exams = Mapping[tuple[str, str], Decimal]


def list_reached(
    cohort: CohortRow,
    definition: Definition,
    rows: Sequence[ParticipationRow],
    now: datetime,
    held_on: date | None = None,
) -> dict[str, Reached]:
    """Return what each of these participants of a cohort has reached, by participation.

    Awards of other programmes count that were valid on the day, today where it is not said.
    """
    facts = list_facts(cohort, definition, rows, now, held_on)
    return {row.id: reckon(definition, facts[row.id]) for row in rows}


def list_facts(
    cohort: CohortRow,
    definition: Definition,
    rows: Sequence[ParticipationRow],
    now: datetime,
    held_on: date | None = None,
) -> dict[str, Facts]:
    """Return the facts of each of these participants of a cohort, by participation."""
    people = [row.person_id for row in rows if row.person_id]
    ids = [row.id for row in rows]
    courses = _list_courses(definition, people)
    exams = _list_exams(definition, people)
    grades, recognised = list_grades(ids), list_recognised(ids)
    day = held_on or now.astimezone(ZoneInfo(cohort.time_zone)).date()
    programmes = list_programmes(definition, people, day)
    attended = _count_attended(cohort.id, rows, now)
    nobody = ""
    return {
        row.id: Facts(
            courses.get(row.person_id or nobody, {}),
            exams.get(row.person_id or nobody, {}),
            attended[row.id],
            grades.get(row.id, {}),
            frozenset(recognised.get(row.id, ())),
            frozenset(programmes.get(row.person_id or nobody, ())),
        )
        for row in rows
    }


def _count_attended(
    cohort_id: str, rows: Sequence[ParticipationRow], now: datetime
) -> dict[str, Attended]:
    """Return at how many sessions these participants were, and how many are to come for each."""
    comers = [
        Comer(row.id, cohort_id, row.person_id or "", row.group_id, row.language) for row in rows
    ]
    return attendance.get_attended(comers, now)


def _list_courses(
    definition: Definition, people: Sequence[str]
) -> dict[str, dict[str, list[CourseDone]]]:
    """Return the courses of the definition that these people have completed, by person."""
    wanted = {part.course for _, part in definition.parts() if isinstance(part, CoursePart)}
    found: dict[str, dict[str, list[CourseDone]]] = defaultdict(lambda: defaultdict(list))
    if not wanted:
        return found
    query = (
        select(Enrolment.person_id, Course.slug, Version.number, Completion.is_achievement)
        .join(Completion, Completion.enrolment_id == Enrolment.id)
        .join(Version, Version.id == Completion.version_id)
        .join(Course, Course.id == Enrolment.course_id)
        .where(Enrolment.person_id.in_(people), Course.slug.in_(wanted))
    )
    for person_id, slug, number, is_achievement in read(query):
        found[person_id][slug].append(CourseDone(number, is_achievement))
    return found


def _list_exams(definition: Definition, people: Sequence[str]) -> dict[str, Exams]:
    """Return the best results of the quizzes of the definition, by person."""
    wanted = {
        (part.course, part.activity) for _, part in definition.parts() if isinstance(part, ExamPart)
    }
    if not wanted:
        return {}
    query = (
        select(Enrolment.person_id, Course.slug, ActivityProgress.activity_id, _best)
        .join(ActivityProgress, ActivityProgress.enrolment_id == Enrolment.id)
        .join(Course, Course.id == Enrolment.course_id)
        .where(
            Enrolment.person_id.in_(people),
            Course.slug.in_({slug for slug, _ in wanted}),
            ActivityProgress.activity_id.in_({activity for _, activity in wanted}),
        )
        .group_by(Enrolment.person_id, Course.slug, ActivityProgress.activity_id)
    )
    found: dict[str, dict[tuple[str, str], Decimal]] = defaultdict(dict)
    for person_id, slug, activity, best in read(query):
        if best is not None:
            found[person_id][slug, activity] = best
    return dict(found)


def list_grades(participation_ids: Sequence[str]) -> dict[str, dict[str, Decimal]]:
    """Return the grades that hold, the newest of each requirement, by participation."""
    query = (
        select(Grade.participation_id, Grade.part_id, Grade.points)
        .where(Grade.participation_id.in_(participation_ids))
        .order_by(Grade.seq)
    )
    found: dict[str, dict[str, Decimal]] = defaultdict(dict)
    for participation_id, part_id, points in read(query):
        found[participation_id][part_id] = Decimal(points)
    return found


def list_recognised(participation_ids: Sequence[str]) -> dict[str, list[str]]:
    """Return which requirements were recognised for each of these participants."""
    query = select(Recognition.participation_id, Recognition.part_id).where(
        Recognition.participation_id.in_(participation_ids), Recognition.status == "granted"
    )
    found: dict[str, list[str]] = defaultdict(list)
    for participation_id, part_id in read(query):
        found[participation_id].append(part_id)
    return found


def list_programmes(
    definition: Definition, people: Sequence[str], day: date
) -> dict[str, list[str]]:
    """Return the programmes of the definition of which a valid award is held, by person."""
    wanted = {part.programme for _, part in definition.parts() if isinstance(part, ProgrammePart)}
    found: dict[str, list[str]] = defaultdict(list)
    if not wanted:
        return found
    is_valid: ColumnElement[bool] = or_(Award.valid_until.is_(None), Award.valid_until >= day)
    query: Any = (
        select(Award.person_id, Programme.slug)
        .join(ProgrammeVersion, ProgrammeVersion.id == Award.programme_version_id)
        .join(Programme, Programme.id == ProgrammeVersion.programme_id)
        .where(
            Award.person_id.in_(people),
            Programme.slug.in_(wanted),
            is_valid,
            Award.withdrawn_at.is_(None),
        )
    )
    for person_id, slug in read(query):
        found[person_id].append(slug)
    return found
