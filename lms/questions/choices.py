"""What questions with written choices share: the choices, their checks, an answer among them.

How many may be right, and what an answer is worth, each type says in its own file.
"""

import random
from abc import abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import ClassVar, TypeVar

from typing_extensions import override

from lms.kit.i18n import Text
from lms.questions.advice import Problem
from lms.questions.rules import (
    Asked,
    ChoiceNotOnPaper,
    Presented,
    Prose,
    Question,
    QuestionType,
    Raw,
    Response,
    Slug,
    Source,
    Strict,
)
from lms.questions.showing import Control, Shown, judge, offer

FEWEST_CHOICES = 2


class Choice(Strict):
    """One choice: its words, whether it is right, and what is said to those who chose it."""

    id: Slug
    text: Prose
    correct: bool = False
    feedback: Prose | None = None
    source: Source | None = None


class ChoiceQuestion(Question):
    """A question whose answer is among written choices; mixed on each paper unless told not to."""

    choices: tuple[Choice, ...]
    shuffle: bool = True


C = TypeVar("C", bound=ChoiceQuestion)


def check_choices(choices: Sequence[Choice]) -> Iterator[Problem]:
    """Yield what is wrong with the choices whatever the type: too few, or two that are alike."""
    if len(choices) < FEWEST_CHOICES:
        yield Problem((), "too_few_choices", Text("Write at least two choices."))
    ids: set[str] = set()
    words: set[str] = set()
    for index, choice in enumerate(choices):
        if choice.id in ids:
            text = Text("The id “%(id)s” is used twice. Give each choice its own.", id=choice.id)
            yield Problem((index, "id"), "choice_id_twice", text)
        said = " ".join(choice.text.casefold().split())
        if said in words:
            text = Text("Another choice says the same. Change one of them, or remove it.")
            yield Problem((index, "text"), "choice_text_twice", text)
        ids.add(choice.id)
        words.add(said)


def places_to_ids(presented: Presented, places: Sequence[str]) -> set[str]:
    """Return what stands at the places that a form sent.

    Raises `ChoiceNotOnPaper` where a place is none.
    """
    at = {str(place): choice for place, choice in enumerate(presented.choices, start=1)}
    if not at.keys() >= set(places):
        raise ChoiceNotOnPaper
    return {at[place] for place in places}


def ids_to_places(presented: Presented, response: Response) -> Raw:
    """Return what a form sends for the chosen ids."""
    picked = chosen(response)
    places = enumerate(presented.choices, start=1)
    return {"": [str(place) for place, choice in places if choice in picked]}


def pick(presented: Presented, question: ChoiceQuestion, raw: Raw) -> list[str]:
    """Return the chosen ids in the question's own order, each once."""
    picked = places_to_ids(presented, raw.get("", ()))
    return [choice.id for choice in question.choices if choice.id in picked]


def chosen(response: Response | None) -> frozenset[str]:
    """Return the ids that an answer holds; none for no answer."""
    return frozenset((response or {}).get("choices", ()))


class ChoiceType(QuestionType[C]):
    """What single and multiple choice do alike."""

    control: Control
    parts: ClassVar = {"choices": Choice}

    @override
    def present(self, question: C, chance: random.Random | None) -> Presented:
        """Return the choices' ids, mixed if the question lets them be."""
        order = [choice.id for choice in question.choices]
        if chance is not None and question.shuffle:
            chance.shuffle(order)
        return Presented(tuple(order))

    @override
    def fields(self, asked: Asked[C]) -> tuple[Shown, ...]:
        """Return all choices as one field."""
        ids = asked.presented.choices
        words = {name: asked.texts[f"choices.{name}.text"] for name in ids}
        return (Shown(self.control, options=tuple(offer(ids, words, chosen(asked.response)))),)

    @override
    def review(self, asked: Asked[C]) -> tuple[Shown, ...]:
        """Return the choices, each with its verdict and with what is said of it."""
        (shown,), ids = self.fields(asked), asked.presented.choices
        key = {choice.id for choice in asked.question.choices if choice.correct}
        options = tuple(
            replace(option, feedback=asked.texts.get(f"choices.{name}.feedback", ""))
            for option, name in zip(judge(shown.options, ids, key), ids, strict=True)
        )
        return (replace(shown, options=options),)

    @override
    def send(self, question: C, presented: Presented, response: Response) -> Raw:
        """Return the places of the chosen."""
        return ids_to_places(presented, response)

    @override
    def score(
        self, question: C, presented: Presented, response: Response | None, language: str
    ) -> Fraction:
        """Return the points of the choices made; a choice is right in any language."""
        picked = chosen(response)
        return self.points([(item.id in picked, item.correct) for item in question.choices])

    @abstractmethod
    def points(self, choices: Sequence[tuple[bool, bool]]) -> Fraction:
        """Return what the choices are worth, 0 to 1; of each is given: is it chosen, is it key."""

    @override
    def key(self, question: C, presented: Presented, language: str) -> Response:
        """Return all right choices."""
        return {"choices": [choice.id for choice in question.choices if choice.correct]}

    @override
    def _iter_part_texts(self, question: C) -> Iterator[tuple[str, str]]:
        for choice in question.choices:
            yield f"choices.{choice.id}.text", choice.text
            if choice.feedback:
                yield f"choices.{choice.id}.feedback", choice.feedback
