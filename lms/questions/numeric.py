"""Numeric: one number, the same on every paper, right within a tolerance."""

from fractions import Fraction
from typing import Literal

from typing_extensions import override

from lms.questions.quantities import Number, QuantityQuestion, QuantityType
from lms.questions.rules import Presented


class NumericQuestion(QuantityQuestion):
    """A question with the number that answers it."""

    type: Literal["numeric"]
    answer: Number


class Numeric(QuantityType[NumericQuestion]):
    """A field for a number."""

    name = "numeric"
    model = NumericQuestion

    @override
    def right(self, question: NumericQuestion, presented: Presented) -> Fraction:
        """Return the number that the author wrote."""
        return Fraction(question.answer)
