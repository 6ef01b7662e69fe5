"""Enrolling whoever has taken a place in the courses of the programme's version.

All at once in those that everybody takes; in those to choose from by the participant. What a course
asks for is the business of `lms.learning`.
"""

from datetime import datetime
from typing import Any

from lms.content import queries as content
from lms.kit.actor import OPERATOR, Actor
from lms.kit.errors import NotVisible
from lms.learning import queries as learning
from lms.learning.services import enrolling
from lms.programmes.queries import course_choices
from lms.programmes.queries.cohorts import get_cohort
from lms.programmes.queries.curricula import get_version
from lms.programmes.queries.participations import (
    find_participation,
    find_participation_locked,
)
from lms.programmes.rules.course_choices import CourseIsBegun, CourseIsRequired
from lms.programmes.rules.definition import Definition
from lms.programmes.rules.rows import ParticipationRow
from lms.programmes.rules.selection_errors import PlaceIsOver


def list_courses(participation_id: str) -> list[str]:
    """Return the courses that everybody takes in a programme; electives are chosen by the person.

    Nothing where the place was given back meanwhile.
    """
    place = find_participation(participation_id)
    if place is None or place.status != "accepted":
        return []
    return course_choices.list_required(_get_definition(place))


def _get_definition(place: ParticipationRow) -> Definition:
    return get_version(get_cohort(place.cohort_id).programme_version_id).definition


def enrol_in(now: datetime, participation_id: str, slug: str) -> dict[str, Any]:
    """Enrol a participant in one course, and tell which enrolment it is; a former one is kept.

    Raises `NotVisible`, `NoVersionOpen`.
    """
    place = find_participation(participation_id)
    if place is None or place.person_id is None:
        return {}
    return {"enrolment": _take_in(OPERATOR, now, place, slug)}


def _take_in(actor: Actor, now: datetime, place: ParticipationRow, slug: str) -> str:
    course = content.get_course(slug)
    version_id = enrolling.get_open_version(course)
    offered = content.list_languages(version_id)
    language = place.language if place.language in offered else offered[0]
    person_id = str(place.person_id)
    return enrolling.take_in(actor, now, course.id, version_id, person_id, language, again=False)


def take_course(actor: Actor, now: datetime, place: ParticipationRow, slug: str) -> str:
    """Enrol a participant in a course of the programme, and return the enrolment; twice is once.

    However the course takes in others: who has a place needs nobody's leave. Raises `NotVisible`
    where the programme has no such course, `PlaceIsOver`, `NoVersionOpen`.
    """
    row, definition = _hold(place)
    if slug not in course_choices.list_courses(definition):
        raise NotVisible
    return _take_in(actor, now, row, slug)


def leave_course(actor: Actor, now: datetime, place: ParticipationRow, slug: str) -> None:
    """Take the choice of a course back, as long as nothing is begun in it; twice is once.

    Raises `PlaceIsOver`, `CourseIsRequired`, `CourseIsBegun`.
    """
    row, definition = _hold(place)
    if slug in course_choices.list_required(definition):
        raise CourseIsRequired
    taken = course_choices.list_taken(str(row.person_id), [slug]).get(slug)
    if taken is None:
        return
    if not taken.may_be_undone(row):
        raise CourseIsBegun
    enrolment = learning.find_enrolment(taken.enrolment_id)
    if enrolment is not None:
        enrolling.withdraw(actor, now, enrolment)


def _hold(place: ParticipationRow) -> tuple[ParticipationRow, Definition]:
    # Two clicks at once: the second waits, and finds what the first has done.
    row = find_participation_locked(place.id)
    if row is None or row.status != "accepted":
        raise PlaceIsOver
    return row, _get_definition(row)
