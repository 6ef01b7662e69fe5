"""What a course could do better before it is published, though it may be: no error, a hint.

Pure. What keeps a course from being published is found by `lms.content.validator`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from lms.content.format import COURSE_FILE
from lms.content.reader import Course
from lms.content.texts import list_units
from lms.kit.i18n import N_, Text
from lms.questions.cases import CASE_FILE
from lms.questions.rules import Question
from lms.units import checks
from lms.workshop.reading_time import Times

Topic = Literal["time", "questions"]
# A page that takes twice the minutes it states, or a course twice its hours, misleads who plans.
TOO_LONG = 2.0
# As far the other way: whoever reads twice as slowly, or in a second language, would still be done.
TOO_SHORT = 2.0
_ABROAD = re.compile(r"https?://", re.I)


@dataclass(frozen=True, slots=True)
class Hint:
    """Something to look at: where, what, and what to do."""

    topic: Topic
    file: str
    line: int
    message: Text
    advice: Text


@dataclass(frozen=True, slots=True)
class Link:
    """A link to another site, and where it stands."""

    file: str
    line: int
    address: str


def find_hints(course: Course, times: Times) -> list[Hint]:
    """Return what could be better in a course that was found without problems."""
    return [*_about_time(course, times), *_about_questions(course)]


def _about_time(course: Course, times: Times) -> Iterator[Hint]:
    total, stated = round(times.total_minutes), round(times.stated_minutes)
    line = course.line(COURSE_FILE, "hours")
    if times.total_minutes > times.stated_minutes * TOO_LONG:
        yield Hint(
            "time", COURSE_FILE, line,
            Text(N_("The course takes about %(total)s minutes, and states %(stated)s."),
                 total=total, stated=stated),
            Text(N_("Raise its hours, or shorten it: people plan their day by it.")),
        )  # fmt: skip
    elif times.total_minutes * TOO_SHORT < times.stated_minutes:
        yield Hint(
            "time", COURSE_FILE, line,
            Text(N_("The course takes about %(total)s minutes, and states %(stated)s."),
                 total=total, stated=stated),
            Text(N_("Lower its hours, or say in its summary what the other time is for.")),
        )  # fmt: skip
    for page in times.pages:
        if page.stated and page.minutes > page.stated * TOO_LONG:
            yield Hint(
                "time", page.file, 1,
                Text(N_("Reading the page takes about %(total)s minutes, and it states "
                        "%(stated)s."), total=round(page.minutes), stated=page.stated),
                Text(N_("Correct its minutes in the outline, or divide the page.")),
            )  # fmt: skip


def _about_questions(course: Course) -> Iterator[Hint]:
    for file, place, question in course.questions():
        if question.type == CASE_FILE:
            continue
        line = course.line(file, place)
        if not _says(question, "feedback"):
            yield Hint(
                "questions", file, line,
                Text(N_("The question “%(id)s” has no feedback."), id=question.id),
                Text(N_("Say why the right answer is right: people learn most from that.")),
            )  # fmt: skip
        if not (_says(question, "source") or question.article):
            yield Hint(
                "questions", file, line,
                Text(N_("The question “%(id)s” names no source."), id=question.id),
                Text(N_("Name the article, or where the answer can be looked up.")),
            )  # fmt: skip


def _says(question: Question, name: str) -> bool:
    """Say whether a question, or one of its choices, has a text of this name."""
    parts = [question, *getattr(question, "choices", ())]
    return any(getattr(part, name, None) for part in parts)


def list_links(course: Course) -> list[Link]:
    """Return the links to other sites, in reading order; `outgoing` looks whether they answer."""
    found = []
    for file, text in course.pages.items():
        found += [Link(file, ref.line, ref.target) for ref in checks.inspect(text).references]
    for unit in list_units(course):
        if unit.file not in course.pages and checks.may_hold_markup(unit.text):
            references = checks.inspect(unit.text).references
            found += [Link(unit.file, unit.line, ref.target) for ref in references]
    return [link for link in found if _ABROAD.match(link.address)]


def count_pictures(course: Course) -> int:
    """Return how many pictures the pages show; the validator asks for a text for each."""
    return sum(
        reference.is_picture
        for text in course.pages.values()
        for reference in checks.inspect(text).references
    )
