"""Ordering: things to bring into the right order, such as the steps of a procedure.

On the paper they are always mixed; the right order is the one in which the author wrote them.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from typing import ClassVar, Literal

from pydantic import field_validator
from typing_extensions import override

from lms.questions.advice import refuse
from lms.questions.parts import Part, check_parts
from lms.questions.placing import FEWEST_ITEMS, MOST_ITEMS, PlacingType, places_of
from lms.questions.rules import Asked, Presented, Question, Response
from lms.questions.showing import Shown, verdict_on_part


class OrderingQuestion(Question):
    """Items in their right order; with `scoring: all` nothing but that order is worth anything."""

    type: Literal["ordering"]
    items: tuple[Part, ...]
    scoring: Literal["pairs", "all"] = "pairs"

    @field_validator("items")
    @classmethod
    def _check(cls, items: tuple[Part, ...]) -> tuple[Part, ...]:
        refuse(cls.__name__, check_parts(items, FEWEST_ITEMS, MOST_ITEMS))
        return items


class Ordering(PlacingType[OrderingQuestion]):
    """A place to choose for each item."""

    name = "ordering"
    model = OrderingQuestion
    parts: ClassVar = {"items": Part}

    @override
    def present(self, question: OrderingQuestion, chance: random.Random | None) -> Presented:
        """Return the items' ids mixed, never in the right order; reversed without chance."""
        right = _ids(question)
        order = list(reversed(right))
        if chance is not None:
            chance.shuffle(order)
            while order == right:
                chance.shuffle(order)
        return Presented(tuple(order))

    @override
    def items(self, question: OrderingQuestion) -> Sequence[Part]:
        """Return the items in their right order."""
        return question.items

    @override
    def review(self, asked: Asked[OrderingQuestion]) -> tuple[Shown, ...]:
        """Return the fields in the right order, each with its right place."""
        by_item = dict(zip(asked.presented.choices, self.fields(asked), strict=True))
        places = places_of(asked.response)
        return tuple(
            replace(
                by_item[name],
                key=str(place),
                verdict=verdict_on_part(
                    is_answered=name in places, is_right=places.get(name) == place
                ),
            )
            for place, name in enumerate(_ids(asked.question), start=1)
        )

    @override
    def score(
        self,
        question: OrderingQuestion,
        presented: Presented,
        response: Response | None,
        language: str,
    ) -> Fraction:
        """Return the share of pairs of items of which the earlier stands first.

        The right order is worth 1 and its reverse 0 (Kendall's tau, brought to 0 to 1); with
        `scoring: all` the right order is worth 1 and any other 0.
        """
        right, places = _ids(question), places_of(response)
        if question.scoring == "all":
            return Fraction(sorted(places, key=lambda name: places[name]) == right)
        pairs = list(combinations(right, 2))
        return Fraction(sum(_stands_first(places, *pair) for pair in pairs), len(pairs))

    @override
    def key(self, question: OrderingQuestion, presented: Presented, language: str) -> Response:
        """Return the order as written."""
        return {"order": _ids(question)}


def _ids(question: OrderingQuestion) -> list[str]:
    return [item.id for item in question.items]


def _stands_first(places: Mapping[str, int], one: str, other: str) -> bool:
    return one in places and other in places and places[one] < places[other]
