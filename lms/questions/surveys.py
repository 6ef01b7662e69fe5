"""What survey questions do alike: nothing is right or wrong, and nobody marks them.

They have no share in the points of a paper.
"""

from fractions import Fraction
from typing import TypeVar

from typing_extensions import override

from lms.questions.rules import Asked, Presented, Question, QuestionType, Response
from lms.questions.showing import Shown

Q = TypeVar("Q", bound=Question)


class SurveyType(QuestionType[Q]):
    """A question that is asked to hear what somebody thinks."""

    marked_by = "nobody"

    @override
    def score(
        self, question: Q, presented: Presented, response: Response | None, language: str
    ) -> Fraction:
        """Return 0: an opinion is worth no points."""
        return Fraction(0)

    @override
    def key(self, question: Q, presented: Presented, language: str) -> Response:
        """Return an empty answer: there is no key."""
        return {}

    @override
    def review(self, asked: Asked[Q]) -> tuple[Shown, ...]:
        """Return the fields as they were filled in."""
        return self.fields(asked)
