"""Who may work on a course: trainers of the organisation that owns it.

Translators come in by `lms.translation`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
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
from lms.workshop.library.copying import Original
from lms.workshop.queries.library import Reach, is_listed
from lms.workshop.queries.library_pages import find_original, open_shelves
from lms.workshop.queries.lineage import is_deriving_open, list_open_courses
from lms.workshop.queries.packages import CHECK_QUESTIONS, TAKE_QUESTIONS, find_job
from lms.workshop.queries.shelves import Shelf
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


@dataclass(frozen=True)
class Shelves:
    """The courses whose questions somebody sees: their own, and those open for deriving, by id.

    Of the latter they see what is published and asked in no exam, without figures and keys.
    """

    own: Mapping[str, CourseRow]
    open: Mapping[str, CourseRow]

    @property
    def all(self) -> dict[str, CourseRow]:
        """Return all of them."""
        return {**self.open, **self.own}

    @property
    def reach(self) -> Reach:
        """Return them as the library is asked for."""
        return Reach(frozenset(self.own), frozenset(self.open))


def list_shelves_for(actor: Actor) -> Shelves:
    """Return whose questions the actor sees in the library."""
    own = {course.id: course for course in list_courses_for(actor)}
    others = (course for course in list_origins_for(actor) if course.id not in own)
    return Shelves(own, {course.id: course for course in others})


def load_library_question_for(
    actor: Actor, slug: str, question_id: str
) -> tuple[CourseRow, bool, Shelves]:
    """Return the course of a question that the actor may look at, and whether it is their own.

    Whose courses they see comes with it. Raises `NotVisible`, also of an exam's question of others:
    that there is such a question is as secret as what it asks.
    """
    shelves = list_shelves_for(actor)
    course = next((one for one in shelves.all.values() if one.slug == slug), None)
    if course is None:
        raise NotVisible
    if find_seen(shelves, course.id, question_id) is None:
        raise NotVisible
    return course, course.id in shelves.own, shelves


def find_seen(shelves: Shelves, course_id: str, question_id: str) -> CourseRow | None:
    """Return the course of a question where somebody sees that question, else nothing."""
    course = shelves.all.get(course_id)
    if course is None or not (course_id in shelves.own or is_listed(course_id, question_id)):
        return None
    return course


def load_originals_for(actor: Actor, names: Collection[str]) -> list[Original]:
    """Return questions that the actor may copy, given as `course/question`, in that order.

    Raises `NotVisible` for the first that they do not see.
    """
    shelves, found = list_shelves_for(actor), []
    courses = {course.slug: course for course in shelves.all.values()}
    opened: dict[str, tuple[Shelf, ...]] = {}
    for name in dict.fromkeys(names):
        slug, _, question_id = name.partition("/")
        course = courses.get(slug)
        if course is None or find_seen(shelves, course.id, question_id) is None:
            raise NotVisible
        if slug not in opened:
            opened[slug] = open_shelves(course, is_own=course.id in shelves.own)
        original = find_original(opened[slug], question_id)
        if original is None:
            raise NotVisible
        found.append(original)
    return found


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
