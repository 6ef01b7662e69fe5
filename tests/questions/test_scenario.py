"""Scenario: decided scene by scene, each decision final; the way is worth its share of the best."""

import copy
import random
from fractions import Fraction
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from lms.questions.parts import PartAnsweredTwice, PartNotOnPaper
from lms.questions.rules import ChoiceNotOnPaper, Presented
from lms.questions.scenario import DecisionFinal
from lms.questions.types import get_type
from tests.questions import parts
from tests.questions.bank import SCENARIO

KIND = get_type("scenario")
(DATA,) = yaml.safe_load(SCENARIO)
P = Presented()
WAYS: dict[tuple[str, ...], Fraction] = {
    (): Fraction(0),
    ("call:report",): Fraction(1),
    ("call:wait",): Fraction(0),
    ("call:wait", "second:report"): Fraction(1, 2),
    ("call:wait", "second:take"): Fraction(0),
}


def scenario() -> Any:
    return KIND.parse(DATA)


@pytest.mark.parametrize("way", WAYS)
def test_a_way_is_sent_and_accepted_as_the_same_and_has_its_worth(way: tuple[str, ...]) -> None:
    response = {"path": list(way)}
    raw = KIND.send(scenario(), P, response)
    assert KIND.accept(scenario(), P, dict(reversed(raw.items()))) == response
    assert KIND.score(scenario(), P, response, "en") == WAYS[way]
    assert KIND.is_complete(scenario(), response) == (way[-1:] not in ((), ("call:wait",)))


def test_the_key_is_the_best_way() -> None:
    key = KIND.key(scenario(), P, "ar")
    assert key == {"path": ["call:report"]}
    assert KIND.score(scenario(), P, key, "ar") == 1
    assert KIND.score(scenario(), P, None, "en") == 0


@st.composite
def trees(draw: st.DrawFn) -> dict[str, Any]:
    """A scenario whose options lead to any later scene, without what nothing reaches."""
    count = draw(st.integers(2, 6))
    scenes = []
    for place in range(count):
        last = place == count - 1
        size = 0 if last else draw(st.sampled_from([0, 2, 3])) if place else 2
        scenes.append({
            "id": f"s{place}", "text": f"Scene {place}",
            "options": [
                {"id": f"o{number}", "text": f"Option {number}",
                 "to": f"s{draw(st.integers(place + 1, count - 1))}",
                 "points": draw(st.integers(0, 3)) + (place == 0)}
                for number in range(size)
            ],
        })  # fmt: skip
    reached = {"s0"}
    for scene in scenes:
        if scene["id"] in reached:
            reached.update(option["to"] for option in scene["options"])
    return {**DATA, "start": "s0", "scenes": [one for one in scenes if one["id"] in reached]}


@given(trees(), st.randoms(use_true_random=False))
def test_no_way_is_worth_more_than_the_key(data: dict[str, Any], chance: random.Random) -> None:
    question: Any = KIND.parse(data)
    raw: dict[str, list[str]] = {}
    response: Any = {"path": []}
    while not KIND.is_complete(question, response):
        here = KIND.fields(parts.ask(question, P, response))[-1]
        raw[here.name] = [chance.choice([option.value for option in here.options])]
        new = KIND.accept(question, P, raw)
        KIND.check_follows(response, new)
        response = new
    assert KIND.send(question, P, response) == raw
    assert 0 <= KIND.score(question, P, response, "en") <= 1
    key = KIND.key(question, P, "en")
    assert KIND.score(question, P, key, "en") == 1
    assert {field.key for field in parts.review(question, P, key)} == {""}


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        ({"2": ["1"]}, PartNotOnPaper),
        ({"1": ["2"], "3": ["1"]}, PartNotOnPaper),
        ({"1": ["1"], "2": ["1"]}, PartNotOnPaper),
        ({"0": ["1"]}, PartNotOnPaper),
        ({"1": ["report"]}, ChoiceNotOnPaper),
        ({"1": ["3"]}, ChoiceNotOnPaper),
        ({"1": ["1", "2"]}, PartAnsweredTwice),
    ],
)
def test_forged_ways_are_refused(raw: Any, problem: Any) -> None:
    with pytest.raises(problem):
        KIND.accept(scenario(), P, raw)


@pytest.mark.parametrize(
    ("before", "new", "is_final"),
    [
        (None, [], False),
        ([], ["call:wait"], False),
        (["call:wait"], ["call:wait"], False),
        (["call:wait"], ["call:wait", "second:take"], False),
        (["call:wait"], [], True),
        (["call:wait"], ["call:report"], True),
        (["call:wait", "second:take"], ["call:wait", "second:report"], True),
    ],
)
def test_a_decision_is_final(before: Any, new: Any, is_final: bool) -> None:
    old = None if before is None else {"path": before}
    if is_final:
        with pytest.raises(DecisionFinal, match="stays as it is"):
            KIND.check_follows(old, {"path": new})
    else:
        KIND.check_follows(old, {"path": new})


def test_only_what_is_met_is_told() -> None:
    question = scenario()
    first = KIND.fields(parts.ask(question, P))
    assert [(field.control, field.name) for field in first] == [("decision", "1")]
    parts.check_secrecy(question, P)
    later = KIND.fields(parts.ask(question, P, {"path": ["call:report"]}))
    assert [(field.control, field.name) for field in later] == [("decided", "1"), ("decision", "2")]
    assert later[0].options[0].feedback == "The law asks it."
    assert later[1].options == ()
    shown = parts.review(question, P, {"path": ["call:wait", "second:report"]})
    assert [field.key for field in shown] == ["You report it.", "", ""]


def change(**changes: Any) -> dict[str, Any]:
    return {**copy.deepcopy(DATA), **changes}


def led(scene: int, option: int, to: str) -> dict[str, Any]:
    data = change()
    data["scenes"][scene]["options"][option]["to"] = to
    return data


@pytest.mark.parametrize(
    ("data", "place", "advice"),
    [
        (change(start="nowhere"), ("start",), "There is no scene “nowhere”."),
        (led(0, 1, "gone"), ("scenes", 0, "options", 1, "to"), "There is no scene “gone”."),
        (led(1, 0, "call"), ("scenes", 1, "options", 0, "to"), "leads back"),
        (led(1, 1, "second"), ("scenes", 1, "options", 1, "to"), "leads back"),
        (led(1, 1, "desk"), ("scenes", 3), "No way leads to this scene."),
        (change(start="desk", scenes=[DATA["scenes"][2]]), ("scenes", 0), "nothing to decide"),
        (change(scenes=[*DATA["scenes"], DATA["scenes"][3]]), ("scenes", 4, "id"), "used twice"),
        (change(scenes=[{**DATA["scenes"][0], "options": DATA["scenes"][0]["options"][:1]}]),
         ("scenes", 0, "options"), "at least 2 of them"),
        (change(start=None), ("start",), "Write a text here."),
    ],
)  # fmt: skip
def test_a_problem_says_what_to_do(data: Any, place: Any, advice: str) -> None:
    assert advice in parts.problems(data)[place]


def test_a_scenario_without_points_or_with_too_many_scenes_is_refused() -> None:
    data = change()
    for scene in data["scenes"]:
        for option in scene.get("options", ()):
            option.pop("points", None)
    assert "No way earns a point." in parts.problems(data)["scenes",]
    many = [{"id": f"s{n}", "text": f"Scene {n}"} for n in range(60)]
    assert "at most 50" in parts.problems(change(scenes=[*DATA["scenes"], *many]))["scenes",]


def test_the_texts_are_those_for_people() -> None:
    names = [name for name, _ in KIND.texts(scenario())]
    assert names[:5] == [
        "text", "scenes.call.text", "scenes.call.options.report.text",
        "scenes.call.options.report.feedback", "scenes.call.options.wait.text",
    ]  # fmt: skip
