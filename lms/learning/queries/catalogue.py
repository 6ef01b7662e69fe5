"""Reads for the catalogue and the information page of a course.

What a course says comes from `lms.content.queries`, what the Convention says from
`lms.convention`.
"""

from dataclasses import dataclass

from lms.content import queries as content
from lms.learning.rules import Entry


@dataclass(frozen=True, slots=True)
class QuizFacts:
    """What a reader learns of a quiz before taking it; `attempts` may be unlimited."""

    questions: int
    minutes: int | None
    attempts: int | None


@dataclass(frozen=True, slots=True)
class LanguageFacts:
    """One language in which a course is offered."""

    code: str
    is_unreviewed: bool


@dataclass(frozen=True, slots=True)
class CourseFacts:
    """All that the information page of a course shows."""

    course: content.CourseRow
    outline: content.Outline
    languages: tuple[LanguageFacts, ...]
    quizzes: dict[str, QuizFacts]


def list_entries(language: str) -> list[Entry]:
    """Return the catalogue as a reader of `language` sees it, in the order of titles."""
    courses = [course for course in content.list_catalogue() if course.newest_version_id]
    entries = [_entry(course, language) for course in courses]
    return sorted(entries, key=lambda entry: entry.title.casefold())
