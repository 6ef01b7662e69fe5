"""Who may work on a course: trainers of the organisation that owns it.

Translators come in by `lms.translation`.
"""

from collections.abc import Mapping
from typing import Any

from lms.content import queries as content
from lms.content.queries import CourseRow
from lms.kit.actor import Actor
from lms.kit.errors import NotVisible
from lms.kit.jobs import Progress
from lms.learning.policy import list_courses_for as list_visible_courses
from lms.learning.policy import load_course_for as load_visible_course
from lms.organisations import queries as organisations
from lms.organisations.queries import OrganisationRow
from lms.workshop.queries.lineage import is_deriving_open, list_open_courses
from lms.workshop.queries.packages import CHECK_QUESTIONS, TAKE_QUESTIONS, find_job
from lms.workshop.rules import DerivingNotOffered, NotYourCourse


def load_course_for(actor: Actor, slug: str) -> CourseRow:
    """Return a course that the actor may work on.

    Raises `NotYourCourse` where the actor may only see it, `NotVisible` where not even that.
    """
    course = content.find_course(slug)
    if course is None:
        raise NotVisible
    if not actor.has_role("trainer", path=course.owner_path):
        load_visible_course(actor, slug)
        raise NotYourCourse
    return course


def list_courses_for(actor: Actor) -> list[CourseRow]:
    """Return the courses that the actor may work on, published or not, by slug."""
    return [
        course
        for course in content.list_courses()
        if actor.has_role("trainer", path=course.owner_path)
    ]


def load_origin_for(actor: Actor, slug: str) -> CourseRow:
    """Return a course from which the actor may derive one: they get all of it, with the keys.

    Raises `DerivingNotOffered` where the actor may only see it, `NotVisible` where not even that.
    """
    course = content.find_course(slug)
    if course is None:
        raise NotVisible
    if actor.has_role("trainer", path=course.owner_path):
        return course
    load_visible_course(actor, slug)
    if not is_deriving_open(course.id):
        raise DerivingNotOffered
    return course


def list_origins_for(actor: Actor) -> list[CourseRow]:
    """Return the published courses from which the actor may derive one."""
    offered = list_open_courses()
    return [
        course
        for course in list_visible_courses(actor)
        if course.id in offered or actor.has_role("trainer", path=course.owner_path)
    ]


def list_places_for(actor: Actor) -> list[OrganisationRow]:
    """Return the organisations that the actor may begin a course for."""
    return [
        place
        for place in organisations.list_organisations()
        if actor.has_role("trainer", path=place.path)
    ]


def load_place_for(actor: Actor, organisation_id: str) -> OrganisationRow:
    """Return an organisation that the actor may begin a course for; raise `NotVisible`."""
    for place in list_places_for(actor):
        if place.id == organisation_id:
            return place
    raise NotVisible


def load_incoming_job_for(
    actor: Actor, slug: str, job_id: str
) -> tuple[Progress, Mapping[str, Any]]:
    """Return a job about questions that the actor sent for this course; raise `NotVisible`."""
    load_course_for(actor, slug)
    found = find_job(actor.person_id, job_id, {CHECK_QUESTIONS, TAKE_QUESTIONS})
    if found is None or found[1]["course"] != slug:
        raise NotVisible
    return found


def load_package_job_for(actor: Actor, job_id: str) -> tuple[Progress, Mapping[str, Any]]:
    """Return a job about a package that the actor sent, with its arguments; raise `NotVisible`."""
    found = find_job(actor.person_id, job_id)
    if found is None:
        raise NotVisible
    return found
