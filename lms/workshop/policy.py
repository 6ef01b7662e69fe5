"""Who may work on a course: trainers of the organisation that owns it.

Translators come in by `lms.translation`.
"""

from lms.content import queries as content
from lms.content.queries import CourseRow
from lms.kit.actor import Actor
from lms.kit.errors import NotVisible
from lms.learning.policy import load_course_for as load_visible_course
from lms.workshop.rules import NotYourCourse


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
