"""Single choice: exactly one choice is right, and only that one gets the point.

Several right choices are `multiple.py`; a mere statement is `true_false.py`.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Literal

from pydantic import field_validator
from typing_extensions import override

from lms.kit.i18n import Text
from lms.questions.advice import Problem, refuse
from lms.questions.choices import Choice, ChoiceQuestion, ChoiceType, check_choices, pick
from lms.questions.rules import OneChoiceNeeded, Presented, Raw, Response


class SingleQuestion(ChoiceQuestion):
    """A question with one right choice."""

    type: Literal["single"]

    @field_validator("choices")
    @classmethod
    def _check(cls, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
        refuse(cls.__name__, [*check_choices(choices), *_check_key(choices)])
        return choices


def _check_key(choices: Sequence[Choice]) -> Iterator[Problem]:
    right = [index for index, choice in enumerate(choices) if choice.correct]
    if not right:
        yield Problem((), "no_key", Text("Mark the right choice with “correct: yes”."))
    for index in right[1:]:
        text = Text(
            "Another choice is already marked as right, and this type has only one right choice. "
            "Remove one mark, or write “type: multiple”."
        )
        yield Problem((index, "correct"), "several_keys", text)


class Single(ChoiceType[SingleQuestion]):
    """One of several: radio buttons, all or nothing."""

    name = "single"
    model = SingleQuestion
    control = "radio"

    @override
    def accept(self, question: SingleQuestion, presented: Presented, raw: Raw) -> Response:
        """Return the one choice made."""
        picked = pick(presented, question, raw)
        if len(picked) != 1:
            raise OneChoiceNeeded
        return {"choices": picked}

    @override
    def points(self, choices: Sequence[tuple[bool, bool]]) -> Fraction:
        """Return 1 for the right choice alone, else 0: a blind guess among n is worth 1/n."""
        return Fraction(all(is_chosen == is_key for is_chosen, is_key in choices))
