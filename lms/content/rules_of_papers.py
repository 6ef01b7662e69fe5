"""Rules of blueprints, forms and limits of exposure: what a quiz asks of its banks can be had.

That single sections can be drawn is seen to in `rules_of_structure`.
"""

from collections.abc import Iterator

from lms.content.format import Quiz
from lms.content.parallel import find_fault
from lms.content.problems import Problem
from lms.content.reader import Course
from lms.content.rules_of_structure import Place, find_draw_problems, find_unknown, problem
from lms.kit.i18n import N_, Text


def find_paper_problems(course: Course) -> Iterator[Problem]:
    """Yield what is wrong with the blueprints, forms and limits of a course's quizzes."""
    for file, quiz in course.quizzes.items():
        yield from _rows(course, file, quiz)
        # What can be drawn at all is looked at first: it is said at its own place.
        if (quiz.forms or quiz.exposure) and not [*find_draw_problems(course, file, quiz)]:
            yield from _parallel(course, file, quiz)


def _rows(course: Course, file: str, quiz: Quiz) -> Iterator[Problem]:
    for number, section in enumerate(quiz.sections):
        for place, row in enumerate(section.blueprint or ()):
            at = Place(file, ("sections", number, "blueprint", place))
            yield from find_unknown(course, at, row.objective, row.article)


def _parallel(course: Course, file: str, quiz: Quiz) -> Iterator[Problem]:
    by_id = {other.id: other for other in course.quizzes.values()}
    found = find_fault(quiz, course.banks, by_id)
    if found is None:
        return
    path, error = found
    message = Text(N_("The forms of the quiz cannot be put together."))
    if path[0] != "forms":
        message = Text(N_("Questions would stand on more papers than the limit allows."))
    yield problem(course, Place(file, path), message, error.text)
