"""True or false: a statement, and two choices whose words are the interface's own.

A question with written choices is `single.py`.
"""

import random
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import ClassVar, Literal

from typing_extensions import override

from lms.kit.i18n import Text
from lms.questions.choices import chosen
from lms.questions.rules import (
    ChoiceNotOnPaper,
    OneChoiceNeeded,
    Presented,
    Question,
    QuestionType,
    Response,
    Score,
    Verdict,
)

TRUE, FALSE = "true", "false"


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
    words: ClassVar[Mapping[str, Text]] = {TRUE: Text("True"), FALSE: Text("False")}

    @override
    def present(self, question: TrueFalseQuestion, shuffle: random.Random | None) -> Presented:
        """Return true and false in this order: a mixed one would only trip the reader."""
        return Presented("radio", (TRUE, FALSE))

    @override
    def accept(
        self, question: TrueFalseQuestion, presented: Presented, raw: Sequence[str]
    ) -> Response:
        """Return the one choice made."""
        picked = set(raw)
        if not picked <= set(presented.choices):
            raise ChoiceNotOnPaper
        if len(picked) != 1:
            raise OneChoiceNeeded
        return {"choices": sorted(picked)}

    @override
    def score(self, question: TrueFalseQuestion, response: Response | None, language: str) -> Score:
        """Return 1 for the right word alone, else 0."""
        picked, right = chosen(response), question.right_choice
        verdicts = tuple(
            Verdict(choice, choice in picked, choice == right) for choice in (TRUE, FALSE)
        )
        return Score(Fraction(picked == {right}), verdicts)

    @override
    def key(self, question: TrueFalseQuestion, language: str) -> Response:
        """Return the right word."""
        return {"choices": [question.right_choice]}

    @override
    def labels(self, question: TrueFalseQuestion) -> Mapping[str, Text]:
        """Return the two words, which the interface translates."""
        return self.words
