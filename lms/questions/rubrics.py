"""Rubrics: criteria, each with levels worth points; by them people mark what rules cannot.

What is answered, each type says in its own file; who marks, and which mark counts, is the business
of `lms.assessment`.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import Annotated, ClassVar, TypeVar

from pydantic import Field, field_validator
from typing_extensions import override

from lms.kit.i18n import N_, Text
from lms.questions.advice import Problem, refuse
from lms.questions.rules import (
    Presented,
    Prose,
    Question,
    QuestionType,
    Response,
    ResponseInvalid,
    Slug,
    Strict,
)

FEWEST_LEVELS = 2

# The level chosen for each criterion, by their ids.
Chosen = Mapping[str, str]


class Level(Strict):
    """How well a criterion can be met, and what that is worth."""

    id: Slug
    text: Prose
    points: Annotated[int, Field(ge=0, le=1000, strict=True)]


class Criterion(Strict):
    """One thing that is looked at."""

    id: Slug
    text: Prose
    levels: tuple[Level, ...]

    @property
    def most(self) -> int:
        """Return the points of its best level."""
        return max(level.points for level in self.levels)

    @field_validator("levels")
    @classmethod
    def _check(cls, levels: tuple[Level, ...]) -> tuple[Level, ...]:
        refuse(cls.__name__, _check_levels(levels))
        return levels


class Rubric(Strict):
    """What an answer is marked by."""

    criteria: tuple[Criterion, ...]

    @property
    def most(self) -> int:
        """Return the points of an answer that is at its best in everything."""
        return sum(criterion.most for criterion in self.criteria)

    @field_validator("criteria")
    @classmethod
    def _check(cls, criteria: tuple[Criterion, ...]) -> tuple[Criterion, ...]:
        if not criteria:
            text = Text("Write at least one criterion.")
            refuse(cls.__name__, [Problem((), "no_criterion", text)])
        refuse(cls.__name__, _check_ids(criteria))
        return criteria


def _check_ids(parts: Sequence[Criterion | Level]) -> Iterator[Problem]:
    ids: set[str] = set()
    for index, part in enumerate(parts):
        if part.id in ids:
            text = Text("The id “%(id)s” is used twice. Give each its own.", id=part.id)
            yield Problem((index, "id"), "id_twice", text)
        ids.add(part.id)


def _check_levels(levels: Sequence[Level]) -> Iterator[Problem]:
    if len(levels) < FEWEST_LEVELS:
        yield Problem((), "too_few_levels", Text("Write at least two levels."))
    yield from _check_ids(levels)
    points: set[int] = set()
    for index, level in enumerate(levels):
        if level.points in points:
            text = Text("Another level is worth the same. Give each level its own points.")
            yield Problem((index, "points"), "points_twice", text)
        points.add(level.points)


class RubricIncomplete(ResponseInvalid):
    """A criterion has no level yet."""

    message = N_("Please choose a level for every criterion.")


class LevelUnknown(ResponseInvalid):
    """A level was sent that the rubric does not have."""

    message = N_("This mark names a level that the rubric does not have.")


def share(rubric: Rubric, chosen: Chosen) -> Fraction:
    """Return the points of the levels chosen as a share of the most that there are, 0 to 1.

    Raises `RubricIncomplete` or `LevelUnknown`.
    """
    check_levels(rubric, chosen)
    if chosen.keys() != {criterion.id for criterion in rubric.criteria}:
        raise RubricIncomplete
    return Fraction(points(rubric, chosen), rubric.most)


def points(rubric: Rubric, chosen: Chosen) -> int:
    """Return the points of the levels chosen."""
    return sum(
        level.points
        for criterion in rubric.criteria
        for level in criterion.levels
        if chosen.get(criterion.id) == level.id
    )


def check_levels(rubric: Rubric, chosen: Chosen) -> None:
    """Raise `LevelUnknown` where something is chosen that the rubric does not have."""
    levels = {
        criterion.id: {level.id for level in criterion.levels} for criterion in rubric.criteria
    }
    if not all(level in levels.get(criterion, ()) for criterion, level in chosen.items()):
        raise LevelUnknown


class RubricQuestion(Question):
    """A question that people mark."""

    rubric: Rubric


R = TypeVar("R", bound=RubricQuestion)
RUBRIC_PARTS: Mapping[str, type[Strict]] = MappingProxyType(
    {"rubric": Rubric, "rubric.criteria": Criterion, "rubric.criteria.levels": Level}
)


class RubricType(QuestionType[R]):
    """What questions marked by people do alike: there is no rule that scores, and no key."""

    marked_by = "people"
    parts: ClassVar[Mapping[str, type[Strict]]] = RUBRIC_PARTS
    # Whether there is an answer on the paper; where there is none, something else is marked.
    has_answer: ClassVar[bool] = True

    def awaits_people(self, response: Response | None) -> bool:
        """Say whether there is something to mark; an answer that is empty is worth nothing."""
        return not self.has_answer or any((response or {}).values())

    @override
    def score(
        self, question: R, presented: Presented, response: Response | None, language: str
    ) -> Fraction:
        """Return 0 for no answer; raise LookupError for any other, which only people can mark."""
        if self.awaits_people(response):
            raise LookupError(question.id)
        return Fraction(0)

    @override
    def key(self, question: R, presented: Presented, language: str) -> Response:
        """Return an empty answer: what is best cannot be written down beforehand."""
        return {}

    @override
    def _iter_part_texts(self, question: R) -> Iterator[tuple[str, str]]:
        for criterion in question.rubric.criteria:
            at = f"rubric.criteria.{criterion.id}"
            yield f"{at}.text", criterion.text
            for level in criterion.levels:
                yield f"{at}.levels.{level.id}.text", level.text
