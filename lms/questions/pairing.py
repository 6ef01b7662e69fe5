"""What questions share in which each part gets one of the same choices: matching, and the matrix.

The parts stand on the paper as the author wrote them; how the choices stand, each type says.
"""

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import ClassVar, TypeVar

from typing_extensions import override

from lms.kit.i18n import Text
from lms.questions.advice import Problem
from lms.questions.parts import Part, choice_at, read_values
from lms.questions.rules import Asked, Presented, Question, QuestionType, Raw, Response
from lms.questions.showing import Control, Shown, judge, offer, verdict_on_part

Q = TypeVar("Q", bound=Question)


def check_key(keys: Sequence[str], field: str, choices: Sequence[str]) -> Iterator[Problem]:
    """Yield each part whose right choice, written under `field`, is none of the choices."""
    for index, key in enumerate(keys):
        if key not in choices:
            text = Text(
                "There is no “%(key)s”. Write one of these ids: %(ids)s.",
                key=key,
                ids=", ".join(choices),
            )
            yield Problem((index, field), "no_such_choice", text)


class PairingType(QuestionType[Q]):
    """Each part gets one choice; a question is worth the share of its parts that got theirs."""

    control: Control
    # Where the parts and the choices stand in a question, and the pairs in an answer.
    of_parts: ClassVar[str]
    of_choices: ClassVar[str]
    of_pairs: ClassVar[str]

    def pieces(self, question: Q) -> Sequence[Part]:
        """Return the parts."""
        found: Sequence[Part] = getattr(question, self.of_parts)
        return found

    def choices(self, question: Q) -> Sequence[Part]:
        """Return the choices."""
        found: Sequence[Part] = getattr(question, self.of_choices)
        return found

    @abstractmethod
    def keys(self, question: Q) -> Mapping[str, str]:
        """Return the right choice of each part, by id."""

    @override
    def fields(self, asked: Asked[Q]) -> tuple[Shown, ...]:
        """Return a field for each part, with all choices."""
        return tuple(self._fields(asked))

    def _fields(self, asked: Asked[Q]) -> Iterator[Shown]:
        ids, pairs = asked.presented.choices, self._pairs(asked.response)
        words = {name: asked.texts[f"{self.of_choices}.{name}.text"] for name in ids}
        for place, part in enumerate(self.pieces(asked.question), start=1):
            label = asked.texts[f"{self.of_parts}.{part.id}.text"]
            picked = {pairs.get(part.id, "")}
            yield Shown(self.control, str(place), label, tuple(offer(ids, words, picked)))

    @override
    def review(self, asked: Asked[Q]) -> tuple[Shown, ...]:
        """Return the fields, each with what would have been right."""
        ids, keys = asked.presented.choices, self.keys(asked.question)
        pairs = self._pairs(asked.response)
        shown = []
        for part, field in zip(self.pieces(asked.question), self.fields(asked), strict=True):
            key = keys[part.id]
            is_right = pairs.get(part.id) == key
            shown.append(
                replace(
                    field,
                    options=tuple(judge(field.options, ids, {key})),
                    verdict=verdict_on_part(is_answered=part.id in pairs, is_right=is_right),
                    key=asked.texts[f"{self.of_choices}.{key}.text"],
                )
            )
        return tuple(shown)

    @override
    def accept(self, question: Q, presented: Presented, raw: Raw) -> Response:
        """Return the choice of each part that has one; none at all takes an answer back."""
        pieces = self.pieces(question)
        values = read_values(raw, len(pieces))
        pairs = {
            part.id: choice_at(presented.choices, values[place])
            for place, part in enumerate(pieces, start=1)
            if place in values
        }
        return {self.of_pairs: pairs}

    @override
    def send(self, question: Q, presented: Presented, response: Response) -> Raw:
        """Return the place of each part's choice."""
        pairs = self._pairs(response)
        places = {name: str(place) for place, name in enumerate(presented.choices, start=1)}
        return {
            str(place): [places[pairs[part.id]]]
            for place, part in enumerate(self.pieces(question), start=1)
            if pairs.get(part.id) in places
        }

    @override
    def score(
        self, question: Q, presented: Presented, response: Response | None, language: str
    ) -> Fraction:
        """Return the share of parts that have their right choice."""
        pairs, keys = self._pairs(response), self.keys(question)
        return Fraction(sum(pairs.get(name) == key for name, key in keys.items()), len(keys))

    @override
    def key(self, question: Q, presented: Presented, language: str) -> Response:
        """Return the right choice of each part."""
        return {self.of_pairs: dict(self.keys(question))}

    @override
    def _iter_part_texts(self, question: Q) -> Iterator[tuple[str, str]]:
        for part in self.pieces(question):
            yield f"{self.of_parts}.{part.id}.text", part.text
        for choice in self.choices(question):
            yield f"{self.of_choices}.{choice.id}.text", choice.text

    def _pairs(self, response: Response | None) -> Mapping[str, str]:
        found: Mapping[str, str] = (response or {}).get(self.of_pairs, {})
        return found
