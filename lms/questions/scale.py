"""Scale: how much somebody agrees, or how well something went; the steps stand as written."""

import random
from collections.abc import Iterator, Sequence
from typing import ClassVar, Literal

from pydantic import field_validator
from typing_extensions import override

from lms.questions.advice import refuse
from lms.questions.parts import FEWEST_PARTS, Part, check_parts, choice_at
from lms.questions.rules import Asked, OneChoiceNeeded, Presented, Question, Raw, Response
from lms.questions.showing import Shown, offer
from lms.questions.surveys import SurveyType

MOST_STEPS = 11


class ScaleQuestion(Question):
    """A question with the steps of its scale, from one end to the other."""

    type: Literal["scale"]
    steps: tuple[Part, ...]

    @field_validator("steps")
    @classmethod
    def _check(cls, steps: tuple[Part, ...]) -> tuple[Part, ...]:
        refuse(cls.__name__, check_parts(steps, FEWEST_PARTS, MOST_STEPS))
        return steps


class Scale(SurveyType[ScaleQuestion]):
    """A radio button for each step."""

    name = "scale"
    model = ScaleQuestion
    parts: ClassVar = {"steps": Part}

    @override
    def present(self, question: ScaleQuestion, chance: random.Random | None) -> Presented:
        """Return the steps in their order: mixed, they would be no scale."""
        return Presented(tuple(step.id for step in question.steps))

    @override
    def fields(self, asked: Asked[ScaleQuestion]) -> tuple[Shown, ...]:
        """Return one field with all steps."""
        ids = asked.presented.choices
        words = {name: asked.texts[f"steps.{name}.text"] for name in ids}
        return (Shown("radio", options=tuple(offer(ids, words, _steps(asked.response)))),)

    @override
    def accept(self, question: ScaleQuestion, presented: Presented, raw: Raw) -> Response:
        """Return the step that was chosen."""
        values = raw.get("", ())
        if len(values) != 1:
            raise OneChoiceNeeded
        return {"steps": [choice_at(presented.choices, values[0])]}

    @override
    def send(self, question: ScaleQuestion, presented: Presented, response: Response) -> Raw:
        """Return the place of the step."""
        chosen = _steps(response)
        places = enumerate(presented.choices, start=1)
        values = [str(place) for place, name in places if name in chosen]
        return {"": values} if values else {}

    @override
    def _iter_part_texts(self, question: ScaleQuestion) -> Iterator[tuple[str, str]]:
        for step in question.steps:
            yield f"steps.{step.id}.text", step.text


def _steps(response: Response | None) -> Sequence[str]:
    steps: Sequence[str] = (response or {}).get("steps", ())
    return steps
