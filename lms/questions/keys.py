"""The key of a question, told apart from the rest: what a regrade puts right.

Of types that are not here everybody is credited, or the question is left out.
"""

from collections.abc import Mapping
from functools import singledispatch
from typing import Any

from pydantic import ValidationError

from lms.kit.errors import Invalid
from lms.kit.i18n import N_, Text
from lms.questions.choices import ChoiceQuestion
from lms.questions.formula import FormulaQuestion, drawn
from lms.questions.gap_text import GapTextQuestion
from lms.questions.matching import MatchingQuestion
from lms.questions.matrix import MatrixQuestion
from lms.questions.numeric import NumericQuestion
from lms.questions.ordering import OrderingQuestion
from lms.questions.placing import EachPlaceOnce
from lms.questions.quantities import QuantityQuestion
from lms.questions.rules import Presented, Question
from lms.questions.scenario import ScenarioQuestion
from lms.questions.short_text import ShortTextQuestion
from lms.questions.true_false import TrueFalseQuestion
from lms.questions.types import parse_question

Key = Mapping[str, Any]
_POINTS = N_("Write whole points from 0 to 1000, and more than 0 for at least one option.")


class KeyImpossible(Invalid):
    """A key does not fit its question: none or too many right choices, or no accepted answer."""

    message = N_("This key does not fit the question. Mark what is right, as its type wants it.")

    def __init__(self, why: Text | None = None) -> None:
        super().__init__()
        self.text = why or self.text


@singledispatch
def find_key(question: Question) -> Key | None:  # noqa: ARG001 - each type has its own below
    """Return a question's key as plain JSON, or nothing where its type has none of its own."""
    return None


@find_key.register
def _(question: ChoiceQuestion) -> Key:
    return {"choices": [choice.id for choice in question.choices if choice.correct]}


@find_key.register
def _(question: TrueFalseQuestion) -> Key:
    return {"correct": question.correct}


@find_key.register
def _(question: ShortTextQuestion) -> Key:
    return {"accept": {name: list(words) for name, words in question.accept.items()}}


@find_key.register
def _(question: MatchingQuestion) -> Key:
    return {"pairs": {prompt.id: prompt.match for prompt in question.prompts}}


@find_key.register
def _(question: MatrixQuestion) -> Key:
    return {"pairs": {row.id: row.correct for row in question.rows}}


@find_key.register
def _(question: OrderingQuestion) -> Key:
    return {"order": [item.id for item in question.items]}


@find_key.register
def _(question: GapTextQuestion) -> Key:
    """Return of each gap what it accepts in each language, or the id of its right choice."""
    return {
        "gaps": {
            gap.id: gap.right_choice
            if gap.accept is None
            else {name: list(words) for name, words in gap.accept.items()}
            for gap in question.gaps
        }
    }


@find_key.register(NumericQuestion)
@find_key.register(FormulaQuestion)
def _(question: NumericQuestion | FormulaQuestion) -> Key:
    unit = question.unit.model_dump(mode="json") if question.unit else None
    return {"answer": question.answer, "tolerance": question.tolerance, "unit": unit}


@find_key.register
def _(question: ScenarioQuestion) -> Key:
    return {
        "points": {
            scene.id: {option.id: option.points for option in scene.options}
            for scene in question.scenes
            if scene.options
        }
    }


def with_key(question: Question, key: Key) -> Question:
    """Return the question with another key; raise `KeyImpossible`."""
    data = question.model_dump(mode="json", exclude_none=True)
    try:
        return parse_question({**data, **_changes(question, key, data)})
    except ValidationError as error:
        raise KeyImpossible(_why(question, error)) from None


def _why(question: Question, error: ValidationError) -> Text | None:
    """Return what is wrong with a key, where that says more than that it does not fit."""
    if isinstance(question, QuantityQuestion):
        advice: Text = error.errors()[0]["ctx"]["advice"]
        return advice
    return Text(_POINTS) if isinstance(question, ScenarioQuestion) else None


Data = dict[str, Any]


@singledispatch
def _changes(question: Question, key: Key, data: Data) -> Key:  # noqa: ARG001 - as those below
    """Return the fields of a question's data that a key changes: those that it names itself."""
    return key


@_changes.register
def _(_question: ChoiceQuestion, key: Key, data: Data) -> Key:
    right = set(key["choices"])
    return {"choices": [{**each, "correct": each["id"] in right} for each in data["choices"]]}


@_changes.register
def _(question: MatchingQuestion, key: Key, data: Data) -> Key:
    pairs = key["pairs"]
    matched = [{**each, "match": pairs.get(each["id"], "")} for each in data["prompts"]]
    # Whether a target may serve twice is a check on authors; here that it does was decided.
    is_reused = question.reuse or len(set(pairs.values())) < len(pairs)
    return {"prompts": matched, "reuse": is_reused}


@_changes.register
def _(_question: MatrixQuestion, key: Key, data: Data) -> Key:
    return {
        "rows": [{**each, "correct": key["pairs"].get(each["id"], "")} for each in data["rows"]]
    }


@_changes.register
def _(_question: OrderingQuestion, key: Key, data: Data) -> Key:
    items = {each["id"]: each for each in data["items"]}
    if sorted(key["order"]) != sorted(items):
        raise KeyImpossible(EachPlaceOnce().text)
    return {"items": [items[name] for name in key["order"]]}


@_changes.register
def _(_question: GapTextQuestion, key: Key, data: Data) -> Key:
    return {"gaps": [_gap(each, key["gaps"].get(each["id"])) for each in data["gaps"]]}


def _gap(gap: Data, right: object) -> Data:
    if "accept" in gap:
        return {**gap, "accept": right}
    choices = [{**each, "correct": each["id"] == right} for each in gap["choices"]]
    return {**gap, "choices": choices}


@_changes.register
def _(_question: ScenarioQuestion, key: Key, data: Data) -> Key:
    return {"scenes": [_scene(each, key["points"]) for each in data["scenes"]]}


def _scene(scene: Data, points: Key) -> Data:
    here = points.get(scene["id"], {})
    options = [{**each, "points": here.get(each["id"])} for each in scene.get("options", ())]
    return {**scene, "options": options}


def fits_paper(question: Question, presented: Presented) -> bool:
    """Say whether a question with another key still has an answer on a paper that was made before.

    A formula may have none with the numbers that were drawn for another one.
    """
    if not isinstance(question, FormulaQuestion):
        return True
    return question.work_out(drawn(presented)) is not None
