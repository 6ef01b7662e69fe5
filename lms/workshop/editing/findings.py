"""What the validator says of one file that is being edited, beside the field that it is about.

The validator's own functions, given no more of the course than the file at hand needs: a course
has thousands of texts, and a page of the editor cannot read them all.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from lms.content.format import COURSE_FILE, CourseFile, Quiz
from lms.content.problems import Problem
from lms.content.reader import Course, read_course
from lms.content.rules_of_cases import find_case_problems
from lms.content.rules_of_papers import find_paper_problems
from lms.content.rules_of_structure import find_structure_problems
from lms.content.rules_of_text import find_text_problems
from lms.kit.i18n import N_, Text
from lms.questions.advice import NEEDED
from lms.questions.rules import EMPTY_TEXT
from lms.workshop.editing.banks import Card

_CHOICE = re.compile(r"choices\.\d+\.text")
_PART = re.compile(r"\w+\.\d+\.text")
_POINTER = re.compile(r"(prompts\.\d+\.match|rows\.\d+\.correct)")


def check_head(text: bytes, paths: Iterable[str]) -> list[Problem]:
    """Return what is wrong with `course.yaml`; of other files only their names are known."""
    course, problems = read_course({COURSE_FILE: text})
    course.files = {**dict.fromkeys(paths, b""), COURSE_FILE: text}
    return _of(COURSE_FILE, [*problems, *find_structure_problems(course, "")])


def check_question(
    text: str,
    file: str,
    head: CourseFile | None,
    paths: Iterable[str],
    others: Iterable[Card] = (),
) -> list[Problem]:
    """Return what is wrong with one question, given as a bank that holds it alone.

    `others` are those of its bank. Fields are told from the question on: `choices.1.text`.
    """
    content = text.encode()
    course, problems = read_course({file: content})
    course.files = {**dict.fromkeys(paths, b""), file: content}
    course.course = head
    structure = find_structure_problems(course, "")
    # The titles of pages are not this file's business, and no page has been read.
    course.course = None
    texts = find_text_problems(course)
    found = _of(file, [*problems, *structure, *texts, *_in_its_bank(course, file, others)])
    return [_in_words(replace(problem, field=problem.field.partition(".")[2])) for problem in found]


def _in_its_bank(course: Course, file: str, others: Iterable[Card]) -> list[Problem]:
    """Return what is wrong with the first question of a bank as to cases, given the others."""
    if file not in course.banks:
        return []
    bank: Any = (*course.banks[file], *others)
    course.banks = {file: bank}
    return [each for each in find_case_problems(course) if each.field.partition(".")[0] == "0"]


def _in_words(problem: Problem) -> Problem:
    """Return what is said of a text that is still empty without words about YAML."""
    if problem.advice.msgid == NEEDED and _POINTER.fullmatch(problem.field):
        message, advice = N_("Nothing is chosen as right."), N_("Choose what belongs here.")
    elif problem.advice != EMPTY_TEXT:
        return problem
    elif problem.field == "text":
        message, advice = N_("The question has no text."), N_("Write the question.")
    elif _CHOICE.fullmatch(problem.field):
        message, advice = N_("The choice has no text."), N_("Write this choice.")
    elif _PART.fullmatch(problem.field):
        message, advice = N_("This has no text."), N_("Write its words.")
    else:
        return problem
    return replace(problem, message=Text(message), advice=Text(advice))


def check_quiz(
    text: bytes,
    file: str,
    head: CourseFile | None,
    quizzes: Mapping[str, Quiz],
    banks: Mapping[str, tuple[Card, ...]],
) -> list[Problem]:
    """Return what is wrong with a quiz, given the course's other quizzes and its banks."""
    course, problems = read_course({file: text})
    course.files = {**dict.fromkeys([*quizzes, *banks], b""), file: text}
    course.quizzes = {**quizzes, **course.quizzes}
    found: Any = banks
    course.banks = found
    course.course = head
    structure = find_structure_problems(course, "")
    return _of(file, [*problems, *structure, *find_paper_problems(course)])


def _of(file: str, problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems of one file in its order, each once."""
    return sorted(
        {problem for problem in problems if problem.file == file},
        key=lambda problem: (problem.line, problem.field),
    )
