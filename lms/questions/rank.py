"""Rank: things to bring into an order of one's own, such as by importance; none is right."""

import random
from collections.abc import Sequence
from typing import ClassVar, Literal

from pydantic import field_validator
from typing_extensions import override

from lms.questions.advice import refuse
from lms.questions.parts import Part, check_parts
from lms.questions.placing import MOST_ITEMS, PlacingType, places_of
from lms.questions.rules import Asked, Presented, Question
from lms.questions.showing import Shown
from lms.questions.surveys import SurveyType

FEWEST_RANKED = 2


class RankQuestion(Question):
    """A question with the items to be ranked."""

    type: Literal["rank"]
    items: tuple[Part, ...]

    @field_validator("items")
    @classmethod
    def _check(cls, items: tuple[Part, ...]) -> tuple[Part, ...]:
        refuse(cls.__name__, check_parts(items, FEWEST_RANKED, MOST_ITEMS))
        return items


class Rank(SurveyType[RankQuestion], PlacingType[RankQuestion]):
    """A place to choose for each item."""

    name = "rank"
    model = RankQuestion
    parts: ClassVar = {"items": Part}

    @override
    def items(self, question: RankQuestion) -> Sequence[Part]:
        """Return the items as the author wrote them."""
        return question.items

    @override
    def present(self, question: RankQuestion, chance: random.Random | None) -> Presented:
        """Return the items mixed: what stands first is named first more often than it should be."""
        order = [item.id for item in question.items]
        if chance is not None:
            chance.shuffle(order)
        return Presented(tuple(order))

    @override
    def review(self, asked: Asked[RankQuestion]) -> tuple[Shown, ...]:
        """Return the items in the order that was given."""
        fields = dict(zip(asked.presented.choices, self.fields(asked), strict=True))
        places = places_of(asked.response)
        ranked = sorted(fields, key=lambda name: places.get(name, 0))
        return tuple(fields[name] for name in ranked)
