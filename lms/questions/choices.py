"""What questions with written choices share: the choices, their checks, an answer among them.

How many may be right, and what an answer is worth, each type says in its own file.
"""

import random
from abc import abstractmethod
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import ClassVar, TypeVar

from typing_extensions import override

from lms.kit.i18n import Text
from lms.questions.advice import Problem
from lms.questions.rules import (
    ChoiceNotOnPaper,
    Control,
    Presented,
    Prose,
    Question,
    QuestionType,
    Response,
    Score,
    Slug,
    Source,
    Strict,
    Verdict,
)

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


def pick(presented: Presented, question: ChoiceQuestion, raw: Sequence[str]) -> list[str]:
    """Return the chosen ids in the question's own order, each once."""
    if not set(raw) <= set(presented.choices):
        raise ChoiceNotOnPaper
    return [choice.id for choice in question.choices if choice.id in raw]


def chosen(response: Response | None) -> frozenset[str]:
    """Return the ids that an answer holds; none for no answer."""
    return frozenset((response or {}).get("choices", ()))


def judge(question: ChoiceQuestion, picked: frozenset[str]) -> tuple[Verdict, ...]:
    """Return what is to be said of each choice, in the question's own order."""
    return tuple(
        Verdict(choice.id, choice.id in picked, choice.correct) for choice in question.choices
    )


class ChoiceType(QuestionType[C]):
    """What single and multiple choice do alike."""

    control: Control
    parts: ClassVar = {"choices": Choice}

    @override
    def present(self, question: C, shuffle: random.Random | None) -> Presented:
        """Return the choices' ids, mixed if the question lets them be."""
        order = [choice.id for choice in question.choices]
        if shuffle is not None and question.shuffle:
            shuffle.shuffle(order)
        return Presented(self.control, tuple(order))

    @override
    def score(self, question: C, response: Response | None, language: str) -> Score:
        """Return the points and a verdict on each choice; a choice is right in any language."""
        verdicts = judge(question, chosen(response))
        return Score(self.points(verdicts), verdicts)

    @abstractmethod
    def points(self, verdicts: Sequence[Verdict]) -> Fraction:
        """Return what the choices made are worth, 0 to 1."""

    @override
    def key(self, question: C, language: str) -> Response:
        """Return all right choices."""
        return {"choices": [choice.id for choice in question.choices if choice.correct]}

    @override
    def _iter_choice_texts(self, question: C) -> Iterator[tuple[str, str]]:
        for choice in question.choices:
            yield f"choices.{choice.id}.text", choice.text
            if choice.feedback:
                yield f"choices.{choice.id}.feedback", choice.feedback
