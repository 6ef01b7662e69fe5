"""An observation: an oral or practical task, seen by an assessor who fills in the rubric.

The paper says what will happen; there is nothing to answer on it but that this was read.
"""

from typing import Literal

from typing_extensions import override

from lms.questions.rubrics import RubricQuestion, RubricType
from lms.questions.rules import Asked, ChoiceNotOnPaper, Presented, Raw, Response
from lms.questions.showing import Option, Shown

READ = "1"


class ObservationQuestion(RubricQuestion):
    """A task to be done before an assessor."""

    type: Literal["observation"]


class Observation(RubricType[ObservationQuestion]):
    """A box to tick: I have read what will happen."""

    name = "observation"
    model = ObservationQuestion
    has_answer = False

    @override
    def fields(self, asked: Asked[ObservationQuestion]) -> tuple[Shown, ...]:
        """Return one box."""
        is_read = bool((asked.response or {}).get("is_read"))
        return (Shown("notice", options=(Option(READ, "", is_read),)),)

    @override
    def accept(self, question: ObservationQuestion, presented: Presented, raw: Raw) -> Response:
        """Return whether the box is ticked."""
        values = list(raw.get("", ()))
        if values not in ([], [READ]):
            raise ChoiceNotOnPaper
        return {"is_read": bool(values)}

    @override
    def send(self, question: ObservationQuestion, presented: Presented, response: Response) -> Raw:
        """Return the tick."""
        return {"": [READ]} if response.get("is_read") else {}

    @override
    def review(self, asked: Asked[ObservationQuestion]) -> tuple[Shown, ...]:
        """Return the box; what was seen, the mark says."""
        return self.fields(asked)
