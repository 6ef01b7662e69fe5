"""What a section of a quiz draws from its bank: single questions, by a blueprint, or whole cases.

Pure; how drawing goes is `lms.questions`' trade, what makes a paper of it `lms.assessment`'s.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Protocol, TypeVar

from lms.content.format import Quiz, Section
from lms.questions.blueprints import check_blueprint, draw_blueprint, needs_of
from lms.questions.cases import (
    cases_of,
    check_alike,
    check_cases,
    draw_cases,
    single,
)
from lms.questions.drawing import Drawable, Earlier, check_draw, draw
from lms.questions.types import get_type

D = TypeVar("D", bound=Drawable)


class Weighed(Drawable, Protocol):
    """A question of which is known how much it counts."""

    @property
    def weight(self) -> int:
        """Return how many times an ordinary question it counts."""


def offered(bank: Sequence[D], section: Section) -> list[D]:
    """Return the questions of its bank that a section may put on a paper."""
    if section.of == "cases":
        return [question for questions in cases_of(bank).values() for question in questions]
    return single(bank)


def draw_section(
    bank: Sequence[Drawable], section: Section, without: Collection[str], seed: str
) -> tuple[str, ...]:
    """Return the ids of the questions drawn, in the order of the bank; a case's stay together.

    Raises `BankTooSmall`, which `check_section` finds beforehand.
    """
    if section.of == "cases":
        return draw_cases(bank, section.count, without, seed)
    if section.blueprint:
        return draw_blueprint(single(bank), section.blueprint, without, seed)
    return draw(single(bank), section.count, section.by, without, seed)


def check_section(bank: Sequence[Weighed], section: Section, others: Iterable[Section]) -> None:
    """Raise a DomainError where a section could not be drawn after others, or not fairly.

    Cases that are drawn must be worth the same. `others` may draw from any bank.
    """
    same = [other for other in others if (other.from_, other.of) == (section.from_, section.of)]
    if section.of == "cases":
        check_cases(bank, section.count, [other.count for other in same])
        check_alike({name: _size(questions) for name, questions in cases_of(bank).items()})
        return
    items = single(bank)
    earlier = [
        Earlier(items, other.count, other.by, needs_of(items, other.blueprint or ()))
        for other in same
    ]
    if section.blueprint:
        check_blueprint(items, section.blueprint, earlier)
        return
    check_draw(items, section.count, section.by, earlier)


def _size(questions: Sequence[Weighed]) -> tuple[int, int]:
    """Return how many questions there are, and how many points."""
    points = sum(each.weight for each in questions if get_type(each.type).marked_by != "nobody")
    return len(questions), points


def count_section(bank: Sequence[Drawable], section: Section) -> int:
    """Return how many questions a section puts on a paper; cases have all as many."""
    if section.of != "cases":
        return section.count
    return section.count * max(map(len, cases_of(bank).values()), default=0)


def count_questions(quiz: Quiz, banks: Mapping[str, Sequence[Drawable]]) -> int:
    """Return how many questions a paper of a quiz has, given the banks by their files."""
    return sum(count_section(banks.get(part.from_, ()), part) for part in quiz.sections)
