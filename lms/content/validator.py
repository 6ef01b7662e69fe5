"""The one validator of courses, for the editor, the command line and the importer alike.

It gives all problems at once. What a single file may say is in `format` and `reader`; the rules
between the parts of a course are in `rules_of_structure`, of case files in `rules_of_cases`, of
forms in `rules_of_papers`, of what papers are worth in `rules_of_worth`, of texts in
`rules_of_text`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from lms.content.problems import Problem
from lms.content.reader import Course, Files, read_course
from lms.content.rules_of_cases import find_case_problems
from lms.content.rules_of_papers import find_paper_problems
from lms.content.rules_of_structure import find_structure_problems
from lms.content.rules_of_text import find_text_problems
from lms.content.rules_of_worth import find_worth_problems


@dataclass(frozen=True)
class Report:
    """What the validator says: the course as read, and every problem, in reading order."""

    course: Course
    problems: tuple[Problem, ...]

    @property
    def is_valid(self) -> bool:
        """Say whether the course can be imported."""
        return not self.problems


def check_course(files: Files, folder: str = "") -> Report:
    """Check a course's files; `folder` is the name of the folder they came from, if any."""
    return check_read(*read_course(files), folder)


def check_read(course: Course, problems: Iterable[Problem], folder: str = "") -> Report:
    """Check a course that was read, with the problems that were met on the way."""
    found = [
        *problems,
        *find_structure_problems(course, folder),
        *find_case_problems(course),
        *find_paper_problems(course),
        *find_worth_problems(course),
        *find_text_problems(course),
    ]
    ordered = sorted(set(found), key=lambda problem: (problem.file, problem.line))
    return Report(course, tuple(ordered))
