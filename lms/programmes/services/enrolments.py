"""Enrolling whoever has taken a place in the courses of the programme's version.

What a course asks for is the business of `lms.learning`.
"""

from datetime import datetime
from typing import Any

from lms.content import queries as content
from lms.kit.actor import OPERATOR
from lms.learning.services import enrolling as learning
from lms.programmes.queries.cohorts import get_cohort
from lms.programmes.queries.curricula import get_version
from lms.programmes.queries.participations import find_participation
from lms.programmes.rules.definition import CoursePart, ExamPart


def list_courses(participation_id: str) -> list[str]:
    """Return the courses that everybody takes in a programme; electives are chosen by the person.

    Nothing where the place was given back meanwhile.
    """
    place = find_participation(participation_id)
    if place is None or place.status != "accepted":
        return []
    version = get_version(get_cohort(place.cohort_id).programme_version_id)
    parts = version.definition.requirements
    courses = [part.course for part in parts if isinstance(part, CoursePart | ExamPart)]
    return list(dict.fromkeys(courses))


def enrol_in(now: datetime, participation_id: str, slug: str) -> dict[str, Any]:
    """Enrol a participant in one course, and tell which enrolment it is; a former one is kept.

    Raises `NotVisible`, `NoVersionOpen`.
    """
    place = find_participation(participation_id)
    if place is None or place.person_id is None:
        return {}
    course = content.get_course(slug)
    version_id = learning.get_open_version(course)
    offered = content.list_languages(version_id)
    language = place.language if place.language in offered else offered[0]
    enrolment_id = learning.take_in(
        OPERATOR, now, course.id, version_id, place.person_id, language, again=False
    )
    return {"enrolment": enrolment_id}
