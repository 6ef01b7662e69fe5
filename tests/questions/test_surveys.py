"""Scale, rank and comment: kept as they were given; nothing is right, and nobody marks it."""

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.questions.parts import PartAnsweredTwice, PartNotOnPaper
from lms.questions.placing import EachPlaceOnce
from lms.questions.rules import (
    ChoiceNotOnPaper,
    OneChoiceNeeded,
    OneTextNeeded,
    Presented,
    TextTooLong,
)
from lms.questions.types import get_type
from tests.questions import parts

CHANCE = st.randoms(use_true_random=False)
STEPS = [{"id": "no", "text": "Not at all"}, {"id": "so", "text": "So so"},
         {"id": "very", "text": "Very"}]  # fmt: skip
ITEMS = [
    {"id": "law", "text": "Law"},
    {"id": "cases", "text": "Cases"},
    {"id": "law-2", "text": "X"},
]


def written(kind: str, **more: object) -> dict[str, Any]:
    own: dict[str, Any] = {"scale": {"steps": STEPS}, "rank": {"items": ITEMS}}
    return {"id": "q", "type": kind, "text": "What do you think?", **own.get(kind, {}), **more}


def survey(kind: str) -> Any:
    return get_type(kind).parse(written(kind))


ANSWERS: Any = st.one_of(
    st.tuples(
        st.just("scale"), st.sampled_from(["no", "so", "very"]).map(lambda s: {"steps": [s]})
    ),
    st.tuples(
        st.just("rank"),
        st.permutations(["law", "cases", "law-2"]).map(lambda order: {"order": list(order)}),
    ),
    st.tuples(st.just("comment"), st.just({"text": "It was\nuseful."})),
)


@given(ANSWERS, CHANCE)
def test_any_answer_is_sent_and_accepted_as_the_same(answer: Any, chance: random.Random) -> None:
    name, response = answer
    kind, question = get_type(name), survey(name)
    presented = kind.present(question, chance)
    parts.check_answer(question, presented, response)
    assert kind.score(question, presented, response, "en") == 0
    shown = parts.review(question, presented, response)
    assert {(field.verdict, field.key) for field in shown} == {("", "")}
    assert {option.verdict for field in shown for option in field.options} <= {""}


@pytest.mark.parametrize("name", ["scale", "rank", "comment"])
def test_nobody_marks_it_and_there_is_no_key(name: str) -> None:
    kind, question = get_type(name), survey(name)
    presented = kind.present(question, None)
    assert kind.marked_by == "nobody"
    assert kind.key(question, presented, "en") == {}
    assert kind.score(question, presented, None, "en") == 0
    assert kind.send(question, presented, {}) in ({}, {"": [""]})
    parts.check_secrecy(question, presented)


def test_the_steps_of_a_scale_stand_as_written() -> None:
    for seed in range(9):
        presented = get_type("scale").present(survey("scale"), random.Random(seed))
        assert presented.choices == ("no", "so", "very")


def test_what_is_ranked_is_mixed_and_reviewed_in_the_order_given() -> None:
    kind, question = get_type("rank"), survey("rank")
    orders = {kind.present(question, random.Random(seed)).choices for seed in range(40)}
    assert len(orders) == 6
    presented = Presented(("cases", "law-2", "law"))
    shown = parts.review(question, presented, {"order": ["law", "cases", "law-2"]})
    assert [field.label for field in shown] == ["Law", "Cases", "X"]
    assert [field.name for field in shown] == ["3", "1", "2"]


@pytest.mark.parametrize(
    ("name", "raw", "problem"),
    [
        ("scale", {}, OneChoiceNeeded),
        ("scale", {"": ["1", "2"]}, OneChoiceNeeded),
        ("scale", {"": ["4"]}, ChoiceNotOnPaper),
        ("scale", {"": ["very"]}, ChoiceNotOnPaper),
        ("rank", {"1": ["1"]}, EachPlaceOnce),
        ("rank", {"1": ["1"], "2": ["1"], "3": ["2"]}, EachPlaceOnce),
        ("rank", {"1": ["1"], "2": ["2"], "3": ["4"]}, ChoiceNotOnPaper),
        ("rank", {"4": ["1"]}, PartNotOnPaper),
        ("rank", {"1": ["1", "2"]}, PartAnsweredTwice),
        ("comment", {}, OneTextNeeded),
        ("comment", {"": ["a", "b"]}, OneTextNeeded),
        ("comment", {"": ["x" * 5001]}, TextTooLong),
    ],
)
def test_what_does_not_fit_is_refused(name: str, raw: Any, problem: Any) -> None:
    kind, question = get_type(name), survey(name)
    with pytest.raises(problem):
        kind.accept(question, kind.present(question, None), raw)


def test_an_answer_can_be_taken_back() -> None:
    assert get_type("rank").accept(survey("rank"), Presented(("law",)), {"1": [""]}) == {
        "order": []
    }
    assert get_type("comment").accept(survey("comment"), Presented(), {"": [" \r\n "]}) == {
        "text": ""
    }


@pytest.mark.parametrize(
    ("data", "place", "advice"),
    [
        (written("scale", steps=STEPS[:1]), ("steps",), "at least 2 of them"),
        (written("scale", steps=[{"id": f"s{n}", "text": str(n)} for n in range(12)]), ("steps",),
         "at most 11 of them"),
        (written("scale", steps=[*STEPS, STEPS[0]]), ("steps", 3, "id"), "“no” is used twice"),
        (written("rank", items=ITEMS[:1]), ("items",), "at least 2 of them"),
        (written("rank", items=[*ITEMS, {"id": "y", "text": "LAW"}]), ("items", 3, "text"),
         "Another one says the same."),
        (written("rank", scoring="all"), ("scoring",), "Remove it, or use one of"),
        (written("comment", choices=[]), ("choices",), "Remove it, or use one of"),
    ],
)  # fmt: skip
def test_a_problem_says_what_to_do(data: Any, place: Any, advice: str) -> None:
    assert advice in parts.problems(data)[place]


def test_the_texts_are_those_for_people() -> None:
    names = [name for name, _ in get_type("scale").texts(survey("scale"))]
    assert names == ["text", "steps.no.text", "steps.so.text", "steps.very.text"]
    assert [name for name, _ in get_type("rank").texts(survey("rank"))][1:] == [
        "items.law.text", "items.cases.text", "items.law-2.text",
    ]  # fmt: skip
