"""Ordering: things to bring into the right order, such as the steps of a procedure.

On the paper they are always mixed; the right order is the one in which the author wrote them.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from typing import ClassVar, Literal

from pydantic import field_validator
from typing_extensions import override

from lms.kit.i18n import N_
from lms.questions.advice import refuse
from lms.questions.parts import Part, check_parts, choice_at, read_values
from lms.questions.rules import (
    Asked,
    Presented,
    Question,
    QuestionType,
    Raw,
    Response,
    ResponseInvalid,
)
from lms.questions.showing import Option, Shown, verdict_on_part

FEWEST_ITEMS, MOST_ITEMS = 3, 12


class EachPlaceOnce(ResponseInvalid):
    """An order lacks a place, or gives one twice."""

    message = N_("Please give each place exactly once.")


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


class Ordering(QuestionType[OrderingQuestion]):
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
    def fields(self, asked: Asked[OrderingQuestion]) -> tuple[Shown, ...]:
        """Return for each item, as the paper has them, a field with all places."""
        places, ids = _places(asked.response), asked.presented.choices
        return tuple(
            Shown(
                "select",
                str(number),
                asked.texts[f"items.{name}.text"],
                tuple(_offer_places(len(ids), places.get(name))),
            )
            for number, name in enumerate(ids, start=1)
        )

    @override
    def review(self, asked: Asked[OrderingQuestion]) -> tuple[Shown, ...]:
        """Return the fields in the right order, each with its right place."""
        by_item = dict(zip(asked.presented.choices, self.fields(asked), strict=True))
        places = _places(asked.response)
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
    def accept(self, question: OrderingQuestion, presented: Presented, raw: Raw) -> Response:
        """Return the whole order; no place at all takes an earlier answer back."""
        ids = presented.choices
        values = read_values(raw, len(ids))
        numbers = [str(place) for place in range(1, len(ids) + 1)]
        chosen = {choice_at(numbers, value): ids[place - 1] for place, value in values.items()}
        if len(chosen) != len(values) or len(values) not in {0, len(ids)}:
            raise EachPlaceOnce
        return {"order": [chosen[number] for number in numbers if number in chosen]}

    @override
    def send(self, question: OrderingQuestion, presented: Presented, response: Response) -> Raw:
        """Return the place of each item."""
        places = _places(response)
        return {
            str(number): [str(places[name])]
            for number, name in enumerate(presented.choices, start=1)
            if name in places
        }

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
        right, places = _ids(question), _places(response)
        if question.scoring == "all":
            return Fraction(sorted(places, key=lambda name: places[name]) == right)
        pairs = list(combinations(right, 2))
        return Fraction(sum(_stands_first(places, *pair) for pair in pairs), len(pairs))

    @override
    def key(self, question: OrderingQuestion, presented: Presented, language: str) -> Response:
        """Return the order as written."""
        return {"order": _ids(question)}

    @override
    def _iter_part_texts(self, question: OrderingQuestion) -> Iterator[tuple[str, str]]:
        for item in question.items:
            yield f"items.{item.id}.text", item.text


def _ids(question: OrderingQuestion) -> list[str]:
    return [item.id for item in question.items]


def _places(response: Response | None) -> Mapping[str, int]:
    """Return the place from 1 of each item in an answer."""
    order: Sequence[str] = (response or {}).get("order", ())
    return {name: place for place, name in enumerate(order, start=1)}


def _offer_places(count: int, picked: int | None) -> Iterator[Option]:
    for place in range(1, count + 1):
        yield Option(str(place), str(place), place == picked)


def _stands_first(places: Mapping[str, int], one: str, other: str) -> bool:
    return one in places and other in places and places[one] < places[other]
