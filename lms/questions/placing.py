"""What questions share in which each item gets a place: ordering, and the ranking of a survey."""

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from typing_extensions import override

from lms.kit.i18n import N_
from lms.questions.parts import Part, choice_at, read_values
from lms.questions.rules import (
    Asked,
    Presented,
    Question,
    QuestionType,
    Raw,
    Response,
    ResponseInvalid,
)
from lms.questions.showing import Option, Shown

FEWEST_ITEMS, MOST_ITEMS = 3, 12


class EachPlaceOnce(ResponseInvalid):
    """An order lacks a place, or gives one twice."""

    message = N_("Please give each place exactly once.")


Q = TypeVar("Q", bound=Question)


class PlacingType(QuestionType[Q]):
    """A place to choose for each item; an answer is the whole order."""

    @abstractmethod
    def items(self, question: Q) -> Sequence[Part]:
        """Return the items as the author wrote them."""

    @override
    def fields(self, asked: Asked[Q]) -> tuple[Shown, ...]:
        """Return for each item, as the paper has them, a field with all places."""
        places, ids = places_of(asked.response), asked.presented.choices
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
    def accept(self, question: Q, presented: Presented, raw: Raw) -> Response:
        """Return the whole order; no place at all takes an earlier answer back."""
        ids = presented.choices
        values = read_values(raw, len(ids))
        numbers = [str(place) for place in range(1, len(ids) + 1)]
        chosen = {choice_at(numbers, value): ids[place - 1] for place, value in values.items()}
        if len(chosen) != len(values) or len(values) not in {0, len(ids)}:
            raise EachPlaceOnce
        return {"order": [chosen[number] for number in numbers if number in chosen]}

    @override
    def send(self, question: Q, presented: Presented, response: Response) -> Raw:
        """Return the place of each item."""
        places = places_of(response)
        return {
            str(number): [str(places[name])]
            for number, name in enumerate(presented.choices, start=1)
            if name in places
        }

    @override
    def _iter_part_texts(self, question: Q) -> Iterator[tuple[str, str]]:
        for item in self.items(question):
            yield f"items.{item.id}.text", item.text


def places_of(response: Response | None) -> Mapping[str, int]:
    """Return the place from 1 of each item in an answer."""
    order: Sequence[str] = (response or {}).get("order", ())
    return {name: place for place, name in enumerate(order, start=1)}


def _offer_places(count: int, picked: int | None) -> Iterator[Option]:
    for place in range(1, count + 1):
        yield Option(str(place), str(place), place == picked)
