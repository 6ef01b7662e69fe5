"""The rule that all papers of a quiz are worth as much, for nobody's result may hang on the draw.

What a draw is, is in `sections`; forms are drawn as papers are.
"""

from collections.abc import Iterator, Sequence

from lms.content.format import Quiz, Section
from lms.content.problems import Problem
from lms.content.reader import Course
from lms.content.rules_of_structure import Place, problem
from lms.kit.errors import DomainError
from lms.kit.i18n import N_, Text
from lms.questions.blueprints import needs_of
from lms.questions.cases import single
from lms.questions.filling import is_apart
from lms.questions.rules import Question
from lms.questions.types import get_type
from lms.questions.worth import PapersDiffer, Pool, check_worth, pools_of


def find_worth_problems(course: Course) -> Iterator[Problem]:
    """Yield weights of nothing, and sections by which one paper would be worth more than others."""
    yield from _idle_weights(course)
    for file, quiz in course.quizzes.items():
        for number, section in enumerate(quiz.sections):
            bank = course.banks.get(section.from_)
            if bank is None or section.of or _is_all(quiz, section, bank):
                continue
            try:
                check_worth({each.id: _worth(each) for each in bank}, _pools(section, bank))
            except PapersDiffer as error:
                yield problem(
                    course, Place(file, ("sections", number)),
                    Text(N_("The papers of this quiz would differ in their points.")), error.text,
                )  # fmt: skip


def _idle_weights(course: Course) -> Iterator[Problem]:
    for file, at, question in course.questions():
        if question.weight != 1 and get_type(question.type).marked_by == "nobody":
            yield problem(
                course, Place(file, (at, "weight")),
                Text(N_("Nobody marks this question, so it has no points to weigh.")),
                Text(N_("Remove “weight”.")),
            )  # fmt: skip


def _is_all(quiz: Quiz, section: Section, bank: Sequence[Question]) -> bool:
    """Say whether the sections of a quiz take, between them, all single questions of a bank."""
    counts = [each.count for each in quiz.sections if each.from_ == section.from_ and not each.of]
    return sum(counts) >= len(single(bank))


def _pools(section: Section, bank: Sequence[Question]) -> Sequence[Pool]:
    items = single(bank)
    if section.blueprint:
        needs = needs_of(items, section.blueprint)
        # Where rows overlap, a question may stand for either: no row is sure to take all it could.
        is_sure = is_apart(needs)
        return [Pool(need.count if is_sure else 0, need.ids) for need in needs]
    try:
        return pools_of(items, section.count, section.by)
    except DomainError:
        # A question without objective or article: that is said of the draw.
        return ()


def _worth(question: Question) -> int:
    return question.weight if get_type(question.type).marked_by != "nobody" else 0
