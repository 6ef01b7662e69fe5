"""Whether the courses and programmes that a definition names exist; read when it is published.

What a definition says of itself is checked in `rules.definition`.
"""

from collections.abc import Iterator

from sqlalchemy import select

from lms.content import queries as content
from lms.content.queries import CourseRow
from lms.kit.db import read
from lms.kit.i18n import N_, Text
from lms.programmes.models import Programme, ProgrammeVersion
from lms.programmes.rules.definition import (
    CoursePart,
    Definition,
    ExamPart,
    ProgrammePart,
    Requirement,
)
from lms.questions.advice import Place, Problem

NO_COURSE = N_("There is no published course “%(slug)s”. Publish it first, or choose another.")
NO_VERSION = N_("The newest version of “%(slug)s” is %(number)s. Choose that or an earlier one.")
NO_QUIZ = N_("The course “%(slug)s” has no quiz “%(activity)s”. Choose one that it has.")
NO_PROGRAMME = N_(
    "There is no other published programme “%(slug)s”. Publish it first, or choose another."
)


def find_missing(definition: Definition, slug: str) -> list[Problem]:
    """Return what the definition of the programme `slug` names and what is not there."""
    courses = {course.slug: course for course in content.list_courses() if course.newest_version_id}
    query = select(Programme.slug).join(
        ProgrammeVersion, ProgrammeVersion.programme_id == Programme.id
    )
    programmes = set(read(query.distinct()).scalars()) - {slug}
    return [
        problem
        for place, part in definition.parts()
        for problem in _find_missing(place, part, courses, programmes)
    ]


def _find_missing(
    place: Place, part: Requirement, courses: dict[str, CourseRow], programmes: set[str]
) -> Iterator[Problem]:
    if isinstance(part, ProgrammePart) and part.programme not in programmes:
        text = Text(NO_PROGRAMME, slug=part.programme)
        yield Problem((*place, "programme"), "no_programme", text)
    if not isinstance(part, CoursePart | ExamPart):
        return
    course = courses.get(part.course)
    if course is None or course.newest_version_id is None:
        yield Problem((*place, "course"), "no_course", Text(NO_COURSE, slug=part.course))
    elif isinstance(part, CoursePart):
        number = content.list_versions(course.id)[0].number
        if part.from_version > number:
            text = Text(NO_VERSION, slug=part.course, number=number)
            yield Problem((*place, "from_version"), "no_version", text)
    else:
        outline = content.get_outline(course.newest_version_id, "en")
        if part.activity not in {one.id for one in outline.activities if one.quiz_id}:
            text = Text(NO_QUIZ, slug=part.course, activity=part.activity)
            yield Problem((*place, "activity"), "no_quiz", text)
