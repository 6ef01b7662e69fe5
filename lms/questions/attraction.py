"""What answers say of what attracts: the parts of a question, and what an answer takes in each.

How often it was taken, and by whom, is counted in `lms.assessment.analysis`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import singledispatch
from typing import TypeAlias

from lms.questions.choices import ChoiceQuestion, chosen
from lms.questions.gap_text import Gap, GapTextQuestion
from lms.questions.matching import MatchingQuestion
from lms.questions.matrix import MatrixQuestion
from lms.questions.normalise import normalise
from lms.questions.numbers import comparable_unit, plain_number, read_quantity
from lms.questions.numeric import NumericQuestion
from lms.questions.ordering import OrderingQuestion
from lms.questions.placing import places_of
from lms.questions.quantities import fits_unit
from lms.questions.rules import Question, Response
from lms.questions.scenario import ScenarioQuestion, Scene, most_points
from lms.questions.short_text import Accepted, ShortTextQuestion, is_accepted
from lms.questions.true_false import FALSE, TRUE, TrueFalseQuestion

# A part of a question and what was taken there, both by id.
Token: TypeAlias = tuple[str, str]
# The part of a question that has no parts.
WHOLE = ""
# In a part to type into: whatever is accepted.
RIGHT = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a question with its choices and those that are right, in the author's order.

    What can be taken where one types (`is_typed`) is not known beforehand. A part that not
    everybody comes to (`is_met`) is counted among those who did.
    """

    id: str
    choices: tuple[str, ...]
    keys: frozenset[str]
    is_typed: bool = False
    is_met: bool = False


def _typed(name: str) -> Part:
    return Part(name, (), frozenset({RIGHT}), is_typed=True)


@singledispatch
def list_parts(question: Question) -> tuple[Part, ...]:  # noqa: ARG001 - each type has its own below
    """Return the parts of a question; none where nothing can be counted."""
    return ()


@singledispatch
def read_taken(question: Question, response: Response, language: str) -> Iterator[Token]:  # noqa: ARG001 - as above
    """Yield what an answer in `language` takes, part by part."""
    yield from ()


@list_parts.register
def _(question: ChoiceQuestion) -> tuple[Part, ...]:
    right = frozenset(choice.id for choice in question.choices if choice.correct)
    return (Part(WHOLE, tuple(choice.id for choice in question.choices), right),)


@list_parts.register
def _(question: TrueFalseQuestion) -> tuple[Part, ...]:
    return (Part(WHOLE, (TRUE, FALSE), frozenset({question.right_choice})),)


@read_taken.register(ChoiceQuestion)
@read_taken.register(TrueFalseQuestion)
def _(_question: Question, response: Response, _language: str) -> Iterator[Token]:
    for name in sorted(chosen(response)):
        yield WHOLE, name


@list_parts.register
def _(question: MatchingQuestion) -> tuple[Part, ...]:
    targets = tuple(target.id for target in question.targets)
    return tuple(Part(prompt.id, targets, frozenset({prompt.match})) for prompt in question.prompts)


@read_taken.register
def _(_question: MatchingQuestion, response: Response, _language: str) -> Iterator[Token]:
    yield from response.get("pairs", {}).items()


@list_parts.register
def _(question: MatrixQuestion) -> tuple[Part, ...]:
    columns = tuple(column.id for column in question.columns)
    return tuple(Part(row.id, columns, frozenset({row.correct})) for row in question.rows)


@read_taken.register
def _(_question: MatrixQuestion, response: Response, _language: str) -> Iterator[Token]:
    yield from response.get("rows", {}).items()


@list_parts.register
def _(question: OrderingQuestion) -> tuple[Part, ...]:
    places = tuple(str(place) for place in range(1, len(question.items) + 1))
    return tuple(
        Part(item.id, places, frozenset({place}))
        for place, item in zip(places, question.items, strict=True)
    )


@read_taken.register
def _(_question: OrderingQuestion, response: Response, _language: str) -> Iterator[Token]:
    for name, place in places_of(response).items():
        yield name, str(place)


@list_parts.register
def _(question: GapTextQuestion) -> tuple[Part, ...]:
    return tuple(map(_part_of_gap, question.gaps))


def _part_of_gap(gap: Gap) -> Part:
    if gap.accept is not None:
        return _typed(gap.id)
    return Part(gap.id, tuple(one.id for one in gap.choices), frozenset({gap.right_choice}))


@read_taken.register
def _(question: GapTextQuestion, response: Response, language: str) -> Iterator[Token]:
    said: Mapping[str, str] = response.get("gaps", {})
    for gap in question.gaps:
        text = said.get(gap.id, "")
        found = text if gap.accept is None else _spelt(text, gap.accept, language)
        if text and found is not None:
            yield gap.id, found


@list_parts.register(ShortTextQuestion)
@list_parts.register(NumericQuestion)
def _(_question: Question) -> tuple[Part, ...]:
    return (_typed(WHOLE),)


@read_taken.register
def _(question: ShortTextQuestion, response: Response, language: str) -> Iterator[Token]:
    found = _spelt(str(response.get("text", "")), question.accept, language)
    if found is not None:
        yield WHOLE, found


def _spelt(text: str, accept: Accepted, language: str) -> str | None:
    """Return how a wrong text is spelt, `RIGHT` for one that is accepted, nothing for nothing."""
    plain = normalise(text, language)
    if not plain:
        return None
    return RIGHT if is_accepted(text, accept, language) else plain


@read_taken.register
def _(question: NumericQuestion, response: Response, language: str) -> Iterator[Token]:
    found = read_quantity(str(response.get("text", "")), language)
    if found is None:
        return
    is_right = question.is_right(found.value, Fraction(question.answer))
    if is_right and fits_unit(question.unit, found.unit):
        yield WHOLE, RIGHT
    else:
        # Where the number is right, its unit is what went wrong.
        unit = comparable_unit(found.unit) if is_right else ""
        yield WHOLE, f"{plain_number(found.value)} {unit}".strip()


@list_parts.register
def _(question: ScenarioQuestion) -> tuple[Part, ...]:
    return tuple(_part_of_scene(question, scene) for scene in question.scenes if scene.options)


def _part_of_scene(question: ScenarioQuestion, scene: Scene) -> Part:
    """Return a scene; right is each decision from which the most can be earned."""
    worth = {one.id: one.points + most_points(question, one.to) for one in scene.options}
    best = max(worth.values())
    right = frozenset(name for name, points in worth.items() if points == best)
    return Part(scene.id, tuple(worth), right, is_met=True)


@read_taken.register
def _(_question: ScenarioQuestion, response: Response, _language: str) -> Iterator[Token]:
    for step in response.get("path", ()):
        scene, _, option = step.partition(":")
        yield scene, option
