"""The rules of marking: which answer counts, what a paper is worth, whether it passes.

What one answer is worth is decided by its question type, in `lms.questions`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

from lms.assessment.rules.errors import AnswerAlreadySent
from lms.assessment.rules.papers import PaperRow, PlaceRow
from lms.questions.rubrics import RubricType
from lms.questions.rules import Question
from lms.questions.types import get_type

HUNDRED = 100


@dataclass(frozen=True, slots=True)
class ResponseRow:
    """The answer that counts for one question: the one made last of those in time."""

    seq: int
    item_id: str
    value: Mapping[str, Any]
    at: datetime
    made_at: datetime | None = None
    language: str | None = None

    @property
    def is_answer(self) -> bool:
        """Say whether it holds anything; an empty one takes an earlier answer back."""
        return any(self.value.values())


Responses = Mapping[str, ResponseRow]


@dataclass(frozen=True, slots=True)
class StoredRow:
    """What was stored of one send, in time or late."""

    item_id: str
    value: Mapping[str, Any]
    at: datetime
    is_late: bool


@dataclass(frozen=True, slots=True)
class Marked:
    """The points of one question of a paper, 0 to 1, and the response that earned them."""

    item_id: str
    points: Fraction
    response_seq: int | None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a paper is answered; `unanswered` and `optional` are places on it, in order.

    Without an answer the former get no points. The latter lose none by it: they are surveys, or
    an assessor marks them. `needed` counts the questions, answered or not, that are none of these.
    """

    answered: int
    total: int
    unanswered: tuple[int, ...]
    optional: tuple[int, ...]
    needed: int


@dataclass(frozen=True, slots=True)
class ObjectiveResult:
    """What a paper shows of one objective: the points reached, and those there are."""

    text: str
    points: Fraction
    total: int


def list_places(paper: Iterable[PaperRow], responses: Responses) -> tuple[PlaceRow, ...]:
    """Return the way through a paper."""
    return tuple(
        PlaceRow(row.position, row.item_id, is_answered(row.item_id, responses), row.is_flagged)
        for row in paper
    )


def progress(paper: Sequence[PlaceRow], questions: Mapping[str, Question]) -> Progress:
    """Return how many questions of a paper have an answer, and which have none."""
    empty = [row.position for row in paper if not row.is_answered]
    needed = {row.position for row in paper if _needs_answer(questions[row.item_id].type)}
    unanswered = tuple(position for position in empty if position in needed)
    optional = tuple(position for position in empty if position not in needed)
    return Progress(len(paper) - len(empty), len(paper), unanswered, optional, len(needed))


@cache
def _needs_answer(type_name: str) -> bool:
    """Say whether an answer decides on the points of a question of a type."""
    kind = get_type(type_name)
    return kind.marked_by != "nobody" and not (isinstance(kind, RubricType) and not kind.has_answer)


def check_repeat(stored: StoredRow, item_id: str, value: Mapping[str, Any]) -> None:
    """See that what comes again under one client-made id is the same answer to the same question.

    Raises `AnswerAlreadySent`: to store it would break the id's promise, to drop it in silence
    would lose an answer.
    """
    if (stored.item_id, stored.value) != (item_id, value):
        raise AnswerAlreadySent


def is_answered(item_id: str, responses: Responses) -> bool:
    """Say whether a question has an answer that is not empty."""
    response = responses.get(item_id)
    return response is not None and response.is_answer


def mark_paper(
    paper: Iterable[PaperRow],
    questions: Mapping[str, Question],
    responses: Responses,
    language: str,
) -> tuple[Marked, ...]:
    """Return a mark for every question that rules can mark; 0 where there is no answer.

    `language` is the paper's.
    """
    return tuple(
        _mark(row, questions[row.item_id], responses.get(row.item_id), language)
        for row in paper
        if _is_for_rules(questions[row.item_id], responses.get(row.item_id))
    )


def _is_for_rules(question: Question, response: ResponseRow | None) -> bool:
    return has_points([question]) and not awaits_people(question, response)


def has_points(questions: Iterable[Question]) -> bool:
    """Say whether anything is marked among questions; a survey has no points."""
    return any(get_type(question.type).marked_by != "nobody" for question in questions)


def awaits_people(question: Question, response: ResponseRow | None) -> bool:
    """Say whether people have to mark a question; where an answer is empty there is nothing to."""
    kind = get_type(question.type)
    return isinstance(kind, RubricType) and kind.awaits_people(
        dict(response.value) if response else None
    )


def is_for_people(
    paper: Iterable[PaperRow], questions: Mapping[str, Question], responses: Responses
) -> bool:
    """Say whether there is anything on a paper that people have to mark."""
    return any(awaits_people(questions[row.item_id], responses.get(row.item_id)) for row in paper)


def _mark(row: PaperRow, question: Question, response: ResponseRow | None, language: str) -> Marked:
    value = dict(response.value) if response else None
    # In which language it was answered decides, should that have changed on the way.
    read_in = (response.language if response else None) or language
    points = get_type(question.type).score(question, row.presented, value, read_in)
    return Marked(question.id, points, response.seq if response else None)


def sum_points(
    shares: Mapping[str, Fraction], questions: Mapping[str, Question]
) -> tuple[Fraction, int]:
    """Return the points reached and those there are: each question's share times its weight."""
    reached = sum((share * questions[name].weight for name, share in shares.items()), Fraction(0))
    return reached, sum(questions[name].weight for name in shares)


def grade(reached: Fraction, total: int) -> Decimal:
    """Return the share of all points in percent with two decimals.

    What is finer is cut off, so that nobody passes by rounding; an empty paper is worth 0.
    """
    if not total:
        return Decimal(0)
    hundredths = reached * HUNDRED * HUNDRED / total
    return Decimal(hundredths.numerator // hundredths.denominator) / HUNDRED


def is_passed(percent: Decimal, pass_mark: int | None) -> bool | None:
    """Say whether the pass mark, in percent, is reached; nothing where there is none."""
    return None if pass_mark is None else percent >= pass_mark


def sum_by_objective(
    marks: Mapping[str, Fraction],
    questions: Mapping[str, Question],
    objectives: Sequence[tuple[str, str]],
) -> tuple[ObjectiveResult, ...]:
    """Return the points by objective, given as (id, text), in their order.

    Left out are objectives that the paper has no question for, and questions without objective.
    """
    results = []
    for objective, text in objectives:
        mine = {
            name: share for name, share in marks.items() if questions[name].objective == objective
        }
        if mine:
            results.append(ObjectiveResult(text, *sum_points(mine, questions)))
    return tuple(results)
