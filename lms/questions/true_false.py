"""True or false: a statement, and two choices whose words are the interface's own.

A question with written choices is `single.py`.
"""

import random
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Literal

from typing_extensions import override

from lms.kit.i18n import Text
from lms.questions.choices import chosen, ids_to_places, places_to_ids
from lms.questions.rules import (
    Asked,
    OneChoiceNeeded,
    Presented,
    Question,
    QuestionType,
    Raw,
    Response,
)
from lms.questions.showing import Shown, judge, offer

TRUE, FALSE = "true", "false"
WORDS: Mapping[str, Text] = {TRUE: Text("True"), FALSE: Text("False")}


class TrueFalseQuestion(Question):
    """A statement that is true (`correct: yes`) or false (`correct: no`)."""

    type: Literal["true_false"]
    correct: bool

    @property
    def right_choice(self) -> str:
        """Return the id of the choice that gets the point."""
        return TRUE if self.correct else FALSE


class TrueFalse(QuestionType[TrueFalseQuestion]):
    """Two radio buttons, always in the same order; all or nothing."""

    name = "true_false"
    model = TrueFalseQuestion

    @override
    def present(self, question: TrueFalseQuestion, chance: random.Random | None) -> Presented:
        """Return true and false in this order: a mixed one would only trip the reader."""
        return Presented((TRUE, FALSE))

    @override
    def fields(self, asked: Asked[TrueFalseQuestion]) -> tuple[Shown, ...]:
        """Return the two words in the paper's language."""
        words = {name: text.in_language(asked.language) for name, text in WORDS.items()}
        options = offer(asked.presented.choices, words, chosen(asked.response))
        return (Shown("radio", options=tuple(options)),)

    @override
    def accept(self, question: TrueFalseQuestion, presented: Presented, raw: Raw) -> Response:
        """Return the one choice made."""
        picked = places_to_ids(presented, raw.get("", ()))
        if len(picked) != 1:
            raise OneChoiceNeeded
        return {"choices": sorted(picked)}

    @override
    def send(self, question: TrueFalseQuestion, presented: Presented, response: Response) -> Raw:
        """Return the place of the word."""
        return ids_to_places(presented, response)

    @override
    def score(
        self,
        question: TrueFalseQuestion,
        presented: Presented,
        response: Response | None,
        language: str,
    ) -> Fraction:
        """Return 1 for the right word alone, else 0."""
        return Fraction(chosen(response) == {question.right_choice})

    @override
    def key(self, question: TrueFalseQuestion, presented: Presented, language: str) -> Response:
        """Return the right word."""
        return {"choices": [question.right_choice]}

    @override
    def review(self, asked: Asked[TrueFalseQuestion]) -> tuple[Shown, ...]:
        """Return the two words, each with its verdict."""
        (shown,), key = self.fields(asked), {asked.question.right_choice}
        options = judge(shown.options, asked.presented.choices, key)
        return (replace(shown, options=tuple(options)),)
