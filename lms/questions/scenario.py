"""Scenario: a case told scene by scene; each decision is final and leads to the next scene.

A scene without options ends it. That a decision stays what it was is seen to by the service, which
compares an answer with the one before (`builds_on_before`, `check_continues`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator
from typing_extensions import override

from lms.kit.i18n import N_, Text
from lms.questions.advice import Problem, refuse
from lms.questions.parts import Part, PartNotOnPaper, check_ids, check_parts, choice_at, read_values
from lms.questions.rules import (
    Asked,
    Presented,
    Prose,
    Question,
    QuestionType,
    Raw,
    Response,
    ResponseInvalid,
    Slug,
    Strict,
)
from lms.questions.showing import Option, Shown

MOST_SCENES = 50


class DecisionFinal(ResponseInvalid):
    """A decision that was made would be another, or be taken back."""

    message = N_(
        "A decision stays as it is. Here you have decided before, perhaps in another tab or on "
        "another device: what is shown now counts."
    )


class Choice(Part):
    """A thing to do in a scene: where it leads, what it is worth, what is said of it."""

    to: Slug
    points: Annotated[int, Field(ge=0, le=1000, strict=True)] = 0
    feedback: Prose | None = None


class Scene(Strict):
    """What is met at one point; without options the scenario ends here."""

    id: Slug
    text: Prose
    options: tuple[Choice, ...] = ()

    @model_validator(mode="after")
    def _check(self) -> Self:
        problems = check_parts(self.options) if self.options else ()
        refuse(type(self).__name__, [_within(("options",), each) for each in problems])
        return self


def _within(place: tuple[str | int, ...], problem: Problem) -> Problem:
    return problem._replace(place=(*place, *problem.place))


class ScenarioQuestion(Question):
    """A question whose scenes are walked from `start`."""

    type: Literal["scenario"]
    start: Slug
    scenes: tuple[Scene, ...]

    @model_validator(mode="after")
    def _check(self) -> Self:
        ids = [_within(("scenes",), each) for each in check_ids([one.id for one in self.scenes])]
        refuse(type(self).__name__, ids or [*_check_targets(self)] or [*_check_ways(self)])
        return self

    def scene(self, name: str) -> Scene:
        """Return a scene by its id."""
        return next(scene for scene in self.scenes if scene.id == name)


def _check_targets(question: ScenarioQuestion) -> Iterator[Problem]:
    ids = [scene.id for scene in question.scenes]
    text = Text("Write at most %(count)s of them.", count=MOST_SCENES)
    if len(ids) > MOST_SCENES:
        yield Problem(("scenes",), "too_many_parts", text)
    if question.start not in ids:
        yield Problem(("start",), "no_such_scene", _no_scene(question.start, ids))
    for place, scene in enumerate(question.scenes):
        for number, option in enumerate(scene.options):
            if option.to not in ids:
                at = ("scenes", place, "options", number, "to")
                yield Problem(at, "no_such_scene", _no_scene(option.to, ids))


def _no_scene(name: str, ids: Sequence[str]) -> Text:
    return Text(
        "There is no scene “%(name)s”. Write one of these ids: %(ids)s.",
        name=name,
        ids=", ".join(ids),
    )


def _check_ways(question: ScenarioQuestion) -> Iterator[Problem]:
    """Yield a way that leads back, scenes that are never reached, and that nothing is decided."""
    places = {scene.id: place for place, scene in enumerate(question.scenes)}
    reached: list[str] = []
    loop = _find_loop(question, question.start, (), reached)
    if loop is not None:
        scene, number = loop
        text = Text("This leads back to a scene before it: no way would end. Lead it elsewhere.")
        yield Problem(("scenes", places[scene], "options", number, "to"), "leads_back", text)
        return
    for name, place in places.items():
        if name not in reached:
            text = Text("No way leads to this scene. Lead an option to it, or remove it.")
            yield Problem(("scenes", place), "scene_not_reached", text)
    if not question.scene(question.start).options:
        text = Text("In its first scene there is nothing to decide. Write its options.")
        yield Problem(("scenes", places[question.start]), "nothing_to_decide", text)
    elif not most_points(question, question.start):
        text = Text("No way earns a point. Write “points” at the options that are right.")
        yield Problem(("scenes",), "no_key", text)


def _find_loop(
    question: ScenarioQuestion, name: str, behind: tuple[str, ...], reached: list[str]
) -> tuple[str, int] | None:
    """Return the option, by scene and number, that leads back; `reached` takes what was seen."""
    if name in reached:
        return None
    for number, option in enumerate(question.scene(name).options):
        if option.to in (*behind, name):
            return name, number
        loop = _find_loop(question, option.to, (*behind, name), reached)
        if loop is not None:
            return loop
    reached.append(name)
    return None


def most_points(question: ScenarioQuestion, name: str) -> int:
    """Return the most points that can still be earned from a scene on."""
    best: dict[str, int] = {}

    def most(at: str) -> int:
        if at not in best:
            options = question.scene(at).options
            best[at] = max((one.points + most(one.to) for one in options), default=0)
        return best[at]

    return most(name)


class Scenario(QuestionType[ScenarioQuestion]):
    """The scenes so far, and the options of the one at hand."""

    name = "scenario"
    model = ScenarioQuestion
    parts: ClassVar = {"scenes": Scene, "scenes.options": Choice}
    builds_on_before = True

    @override
    def fields(self, asked: Asked[ScenarioQuestion]) -> tuple[Shown, ...]:
        """Return what was decided, and the scene at hand; its end has no options."""
        walked, here = _walk(asked.question, _path(asked.response))
        shown = [
            Shown(
                "decided",
                str(place),
                asked.texts[f"scenes.{scene.id}.text"],
                (_option(asked, scene, number, is_chosen=True),),
            )
            for place, (scene, number) in enumerate(walked, start=1)
        ]
        options = tuple(_option(asked, here, number) for number in range(len(here.options)))
        label = asked.texts[f"scenes.{here.id}.text"]
        return (*shown, Shown("decision", str(len(walked) + 1), label, options))

    @override
    def accept(self, question: ScenarioQuestion, presented: Presented, raw: Raw) -> Response:
        """Return the decisions in their order; a gap between them is refused."""
        values = read_values(raw, len(question.scenes))
        here, path = question.scene(question.start), []
        for place in range(1, len(values) + 1):
            if place not in values or not here.options:
                raise PartNotOnPaper
            name = choice_at([option.id for option in here.options], values[place])
            path.append(f"{here.id}:{name}")
            here = question.scene(next(one.to for one in here.options if one.id == name))
        return {"path": path}

    @override
    def check_follows(self, before: Response | None, new: Response) -> None:
        """See that an answer goes on from the one before; raise `DecisionFinal`."""
        made = _path(before)
        if list(_path(new)[: len(made)]) != list(made):
            raise DecisionFinal

    @override
    def is_complete(self, question: ScenarioQuestion, response: Response) -> bool:
        """Say whether the case has ended."""
        _, here = _walk(question, _path(response))
        return not here.options

    @override
    def send(self, question: ScenarioQuestion, presented: Presented, response: Response) -> Raw:
        """Return the place of each decision among the options of its scene."""
        walked, _ = _walk(question, _path(response))
        return {str(place): [str(number + 1)] for place, (_, number) in enumerate(walked, start=1)}

    @override
    def score(
        self,
        question: ScenarioQuestion,
        presented: Presented,
        response: Response | None,
        language: str,
    ) -> Fraction:
        """Return the points of the way as a share of the most; unfinished, the points so far."""
        walked, _ = _walk(question, _path(response))
        points = sum(scene.options[number].points for scene, number in walked)
        return Fraction(points, most_points(question, question.start))

    @override
    def key(self, question: ScenarioQuestion, presented: Presented, language: str) -> Response:
        """Return the best way, the first of equals."""
        path, here = [], question.scene(question.start)
        while here.options:
            best = _best(question, here)
            path.append(f"{here.id}:{best.id}")
            here = question.scene(best.to)
        return {"path": path}

    @override
    def review(self, asked: Asked[ScenarioQuestion]) -> tuple[Shown, ...]:
        """Return the way as it was walked, with what is said and what was better."""
        walked, _ = _walk(asked.question, _path(asked.response))
        fields = self.fields(asked)
        keys = [_better(asked, scene, number) for scene, number in walked]
        judged = [replace(field, key=key) for field, key in zip(fields, keys, strict=False)]
        return (*judged, *fields[len(keys) :])

    @override
    def _iter_part_texts(self, question: ScenarioQuestion) -> Iterator[tuple[str, str]]:
        for scene in question.scenes:
            at = f"scenes.{scene.id}"
            yield f"{at}.text", scene.text
            for option in scene.options:
                yield f"{at}.options.{option.id}.text", option.text
                if option.feedback:
                    yield f"{at}.options.{option.id}.feedback", option.feedback


def _path(response: Response | None) -> Sequence[str]:
    path: Sequence[str] = (response or {}).get("path", ())
    return path


def _walk(question: ScenarioQuestion, path: Sequence[str]) -> tuple[list[tuple[Scene, int]], Scene]:
    """Return the scenes decided, each with the option's number from 0, and the scene at hand."""
    walked: list[tuple[Scene, int]] = []
    here = question.scene(question.start)
    for step in path:
        name, _, chosen = step.partition(":")
        numbers = [n for n, one in enumerate(here.options) if (here.id, one.id) == (name, chosen)]
        if not numbers:
            break
        walked.append((here, numbers[0]))
        here = question.scene(here.options[numbers[0]].to)
    return walked, here


def _best(question: ScenarioQuestion, scene: Scene) -> Choice:
    return max(scene.options, key=lambda one: _worth(question, one))


def _worth(question: ScenarioQuestion, option: Choice) -> int:
    return option.points + most_points(question, option.to)


def _better(asked: Asked[ScenarioQuestion], scene: Scene, number: int) -> str:
    """Return what would have gained more than a decision; empty where nothing would."""
    question = asked.question
    best = _best(question, scene)
    if _worth(question, best) == _worth(question, scene.options[number]):
        return ""
    return asked.texts[f"scenes.{scene.id}.options.{best.id}.text"]


def _option(
    asked: Asked[ScenarioQuestion], scene: Scene, number: int, *, is_chosen: bool = False
) -> Option:
    at = f"scenes.{scene.id}.options.{scene.options[number].id}"
    # What a decision brings is told once it is made, and not before.
    feedback = asked.texts.get(f"{at}.feedback", "") if is_chosen else ""
    return Option(str(number + 1), asked.texts[f"{at}.text"], is_chosen, "", feedback)
