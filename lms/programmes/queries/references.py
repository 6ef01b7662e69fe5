"""Whether the courses and programmes that a definition names exist; read when it is published.

What a definition says of itself is checked in `rules.definition`.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping

from lms.content import queries as content
from lms.content.queries import CourseRow
from lms.kit.i18n import N_, Text
from lms.programmes.queries import curricula
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
CIRCLE = N_(
    "“%(slug)s” asks itself for this programme, so that nobody could begin. Choose another."
)


def find_missing(definition: Definition, slug: str) -> list[Problem]:
    """Return what the definition of the programme `slug` names and what is not there."""
    return _find_among(definition.parts(), slug)


def find_missing_of(place: Place, part: Requirement, slug: str) -> list[Problem]:
    """Return what one requirement of the programme `slug` names and what is not there."""
    return _find_among([(place, part)], slug)


def _find_among(parts: Iterable[tuple[Place, Requirement]], slug: str) -> list[Problem]:
    courses = {course.slug: course for course in content.list_courses() if course.newest_version_id}
    asked = _list_asked()
    programmes = asked.keys() - {slug}
    every = list(parts)
    missing = [
        problem
        for place, part in every
        for problem in _find_missing(place, part, courses, programmes)
    ]
    return missing or list(_find_circles(every, slug, asked))


def _list_asked() -> dict[str, set[str]]:
    """Return which programmes the newest version of each programme asks for, by short name."""
    published = curricula.list_published()
    versions = curricula.get_versions([str(row.version_id) for row in published])
    return {
        row.slug: {
            part.programme
            for _, part in versions[str(row.version_id)].definition.parts()
            if isinstance(part, ProgrammePart)
        }
        for row in published
    }


def _find_circles(
    parts: Iterable[tuple[Place, Requirement]], slug: str, asked: Mapping[str, set[str]]
) -> Iterator[Problem]:
    """Find the programmes that are asked for and that ask, at whatever remove, for this one."""
    for place, part in parts:
        if not isinstance(part, ProgrammePart):
            continue
        seen: set[str] = set()
        ahead = [part.programme]
        while ahead:
            one = ahead.pop()
            if one not in seen:
                seen.add(one)
                ahead += asked.get(one, ())
        if slug in seen:
            text = Text(CIRCLE, slug=part.programme)
            yield Problem((*place, "programme"), "circle", text)


def _find_missing(
    place: Place,
    part: Requirement,
    courses: Mapping[str, CourseRow],
    programmes: Collection[str],
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
        quizzes = {one.id for one in outline.activities if one.quiz_id}
        for name, activity in (("activity", part.activity), ("before", part.before)):
            if activity is not None and activity not in quizzes:
                text = Text(NO_QUIZ, slug=part.course, activity=activity)
                yield Problem((*place, name), "no_quiz", text)
