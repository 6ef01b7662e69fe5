"""Multiple choice: some choices are right and some wrong; partial credit that punishes guessing.

One right choice is `single.py`.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Literal

from pydantic import field_validator
from typing_extensions import override

from lms.kit.i18n import Text
from lms.questions.advice import Problem, refuse
from lms.questions.choices import Choice, ChoiceQuestion, ChoiceType, check_choices, pick
from lms.questions.rules import Presented, Raw, Response


class MultipleQuestion(ChoiceQuestion):
    """A question with at least one right and one wrong choice."""

    type: Literal["multiple"]

    @field_validator("choices")
    @classmethod
    def _check(cls, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
        refuse(cls.__name__, [*check_choices(choices), *_check_key(choices)])
        return choices


def _check_key(choices: Sequence[Choice]) -> Iterator[Problem]:
    if not any(choice.correct for choice in choices):
        text = Text("Mark every right choice with “correct: yes”; at least one must be right.")
        yield Problem((), "no_key", text)
    elif all(choice.correct for choice in choices):
        text = Text(
            "All choices are marked as right. Add a wrong one; "
            "otherwise choosing everything would be the answer."
        )
        yield Problem((), "all_right", text)


class Multiple(ChoiceType[MultipleQuestion]):
    """Any of several: check boxes."""

    name = "multiple"
    model = MultipleQuestion
    control = "checkbox"

    @override
    def accept(self, question: MultipleQuestion, presented: Presented, raw: Raw) -> Response:
        """Return the choices made; none at all takes an earlier answer back."""
        return {"choices": pick(presented, question, raw)}

    @override
    def points(self, choices: Sequence[tuple[bool, bool]]) -> Fraction:
        """Return the share of right choices made less the share of wrong ones, at least 0.

        Nothing and everything are both worth 0, and before the floor at 0 so is, on average,
        any blind guess: each right and each wrong choice then weighs the same.
        """
        right = [is_chosen for is_chosen, is_key in choices if is_key]
        wrong = [is_chosen for is_chosen, is_key in choices if not is_key]
        return max(Fraction(0), Fraction(sum(right), len(right)) - Fraction(sum(wrong), len(wrong)))
