"""Single, multiple, true or false: what is presented, accepted, and what an answer is worth."""

import itertools
import random
from collections.abc import Iterator
from fractions import Fraction
from math import sqrt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.questions.choices import ChoiceQuestion
from lms.questions.rules import (
    Asked,
    ChoiceNotOnPaper,
    OneChoiceNeeded,
    Presented,
    ResponseInvalid,
)
from lms.questions.types import get_type

MULTIPLE, SINGLE, TRUE_FALSE = get_type("multiple"), get_type("single"), get_type("true_false")


def written(kind: str, right: int, wrong: int, **more: object) -> dict[str, object]:
    choices = [
        {"id": f"c{n}", "text": f"Choice {n}", "correct": n < right} for n in range(right + wrong)
    ]
    return {"id": "q", "type": kind, "text": "Which?", "choices": choices, **more}


def multiple(right: int, wrong: int) -> Any:
    return MULTIPLE.parse(written("multiple", right, wrong))


def single(wrong: int = 3, **more: object) -> Any:
    return SINGLE.parse(written("single", 1, wrong, **more))


def statement(correct: bool = True) -> Any:
    return TRUE_FALSE.parse(
        {"id": "q", "type": "true_false", "text": "It binds.", "correct": correct}
    )


def ids(question: ChoiceQuestion, is_key: bool) -> list[str]:
    return [choice.id for choice in question.choices if choice.correct is is_key]


def points(question: Any, chosen: Iterator[str] | list[str] | tuple[str, ...]) -> Fraction:
    kind = get_type(question.type)
    return kind.score(question, Presented(), {"choices": list(chosen)}, "en")


def verdicts(question: Any, chosen: list[str], language: str = "en") -> dict[str, str]:
    """Return what a review says of each choice, by its words."""
    kind, texts = get_type(question.type), dict(get_type(question.type).texts(question))
    presented = kind.present(question, None)
    (field,) = kind.review(Asked(question, presented, texts, language, {"choices": chosen}))
    return {option.text: option.verdict for option in field.options}


def subsets(question: ChoiceQuestion) -> list[tuple[str, ...]]:
    names = [choice.id for choice in question.choices]
    return [s for size in range(len(names) + 1) for s in itertools.combinations(names, size)]


counts = st.integers(1, 4)
multiples = st.builds(multiple, counts, counts)


# --- Multiple -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("chosen", "worth"),
    [
        ((), Fraction(0)),
        (("c0",), Fraction(1, 3)),
        (("c0", "c1", "c2"), Fraction(1)),
        (("c0", "c1", "c3"), Fraction(1, 6)),
        (("c0", "c3"), Fraction(0)),
        (("c0", "c1", "c2", "c3"), Fraction(1, 2)),
        (("c0", "c1", "c2", "c3", "c4"), Fraction(0)),
        (("c3", "c4"), Fraction(0)),
    ],
)
def test_multiple_gives_the_share_of_right_less_the_share_of_wrong(
    chosen: tuple[str, ...], worth: Fraction
) -> None:
    assert points(multiple(3, 2), chosen) == worth


@given(multiples)
def test_multiple_is_between_nothing_and_all_and_only_the_key_gets_all(question: Any) -> None:
    key = set(ids(question, is_key=True))
    for chosen in subsets(question):
        worth = points(question, chosen)
        assert isinstance(worth, Fraction)
        assert 0 <= worth <= 1
        assert (worth == 1) == (set(chosen) == key)


@given(multiples)
def test_one_more_right_choice_never_costs_and_one_more_wrong_choice_never_pays(
    question: Any,
) -> None:
    for chosen in subsets(question):
        worth = points(question, chosen)
        for name in ids(question, is_key=True):
            assert points(question, {*chosen, name}) >= worth
        for name in ids(question, is_key=False):
            assert points(question, {*chosen, name}) <= worth


@given(multiples)
def test_choosing_everything_or_nothing_is_worth_nothing(question: Any) -> None:
    assert points(question, [choice.id for choice in question.choices]) == 0
    assert points(question, []) == 0
    assert MULTIPLE.score(question, Presented(), None, "en") == 0


@given(multiples)
def test_a_blind_guess_is_worth_no_more_than_the_floor_at_nothing_explains(question: Any) -> None:
    """Without the floor a coin for each choice gives 0 on average; the floor adds half of the
    mean distance from 0, which is at most half of the standard deviation."""
    right, wrong = (ids(question, is_key=key) for key in (True, False))
    guesses = subsets(question)
    bare = [
        Fraction(len({*right} & {*guess}), len(right))
        - Fraction(len({*wrong} & {*guess}), len(wrong))
        for guess in guesses
    ]
    assert sum(bare) == 0
    mean = sum(points(question, guess) for guess in guesses) / len(guesses)
    assert mean <= sqrt(1 / len(right) + 1 / len(wrong)) / 4
    assert mean < Fraction(1, 2)


@given(multiples, st.randoms(use_true_random=False))
def test_the_order_of_an_answer_does_not_matter(question: Any, chance: random.Random) -> None:
    presented = MULTIPLE.present(question, chance)
    places = [str(place) for place in range(1, len(presented.choices) + 1)]
    chosen = chance.sample(places, chance.randint(0, len(places)))
    mixed = chance.sample(chosen, len(chosen))
    accepted = MULTIPLE.accept(question, presented, {"": chosen})
    assert accepted == MULTIPLE.accept(question, presented, {"": [*mixed, *mixed]})
    assert sorted(MULTIPLE.send(question, presented, accepted)[""]) == sorted(chosen)


def test_unticking_everything_takes_an_answer_back() -> None:
    question = multiple(1, 1)
    presented = MULTIPLE.present(question, None)
    for raw in ({}, {"": []}):
        assert MULTIPLE.accept(question, presented, raw) == {"choices": []}


# --- Single, true or false ------------------------------------------------------------------


@given(st.integers(1, 6))
def test_single_gives_all_or_nothing_and_a_blind_guess_one_in_n(wrong: int) -> None:
    question = single(wrong)
    names = [choice.id for choice in question.choices]
    worths = [points(question, [name]) for name in names]
    assert sorted(worths) == [0] * wrong + [1]
    assert sum(worths) / len(worths) == Fraction(1, len(names))
    assert points(question, names) == points(question, []) == 0


@pytest.mark.parametrize("correct", [True, False])
def test_a_statement_is_true_or_false(correct: bool) -> None:
    question = statement(correct)
    assert points(question, ["true"]) == int(correct)
    assert points(question, ["false"]) == int(not correct)
    assert points(question, ["true", "false"]) == points(question, []) == 0
    presented = TRUE_FALSE.present(question, random.Random(1))
    assert presented == Presented(("true", "false"))
    (field,) = TRUE_FALSE.fields(Asked(question, presented, {"text": ""}, "ar"))
    assert [option.value for option in field.options] == ["1", "2"]
    assert [option.text for option in field.options] == ["صواب", "خطأ"]


# --- All three ------------------------------------------------------------------------------

QUESTIONS = [single(), multiple(2, 2), statement(), statement(correct=False)]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.type)
def test_the_key_is_accepted_and_gets_the_point(question: Any) -> None:
    kind = get_type(question.type)
    presented = kind.present(question, random.Random(7))
    key = kind.key(question, presented, "ar")
    assert kind.accept(question, presented, kind.send(question, presented, key)) == key
    assert kind.score(question, presented, key, "ar") == 1
    assert set(verdicts(question, key["choices"]).values()) <= {"right", ""}


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.type)
def test_a_choice_that_is_not_on_the_paper_is_refused(question: Any) -> None:
    kind = get_type(question.type)
    presented = kind.present(question, None)
    for raw in (["0"], ["1", "9"], [""], [presented.choices[0]], ["1 "], ["-1"]):
        with pytest.raises(ChoiceNotOnPaper):
            kind.accept(question, presented, {"": raw})
    with pytest.raises(ChoiceNotOnPaper):
        kind.accept(question, Presented(), {"": ["1"]})


@pytest.mark.parametrize("question", [single(), statement()], ids=lambda question: question.type)
def test_one_choice_is_one_choice(question: Any) -> None:
    kind = get_type(question.type)
    presented = kind.present(question, None)
    for raw in ([], ["1", "2"]):
        with pytest.raises(OneChoiceNeeded) as caught:
            kind.accept(question, presented, {"": raw})
        assert str(caught.value.text) == "Please choose one answer."
        assert isinstance(caught.value, ResponseInvalid)
        assert caught.value.status == 422


def test_each_choice_gets_its_verdict() -> None:
    assert verdicts(single(2), ["c1"]) == {
        "Choice 0": "missed", "Choice 1": "wrong", "Choice 2": "",
    }  # fmt: skip
    assert verdicts(single(2), ["c0"]) == {
        "Choice 0": "right", "Choice 1": "", "Choice 2": "",
    }  # fmt: skip


def test_what_is_shown_while_an_attempt_is_open_says_nothing_of_the_key() -> None:
    for question in QUESTIONS:
        kind, texts = get_type(question.type), dict(get_type(question.type).texts(question))
        presented = kind.present(question, None)
        (field,) = kind.fields(Asked(question, presented, texts, "en"))
        said = {(option.verdict, option.feedback, option.is_chosen) for option in field.options}
        assert said == {("", "", False)}
        assert (field.verdict, field.key, field.feedback) == ("", "", "")


def test_a_choice_that_a_later_version_dropped_counts_for_nothing() -> None:
    assert points(multiple(1, 1), ["c0", "gone"]) == 1
    assert points(single(), ["gone"]) == 0


@given(st.randoms(use_true_random=False))
def test_a_paper_mixes_the_choices_and_loses_none(chance: random.Random) -> None:
    question = single(5)
    presented = SINGLE.present(question, chance)
    assert sorted(presented.choices) == sorted(choice.id for choice in question.choices)


def test_choices_stay_in_order_without_chance_or_when_the_question_says_so() -> None:
    names = tuple(f"c{n}" for n in range(9))
    assert SINGLE.present(single(8), None).choices == names
    assert SINGLE.present(single(8, shuffle=False), random.Random(3)).choices == names
    assert SINGLE.present(single(8), random.Random(3)).choices != names


def test_one_choice_is_a_radio_button_and_several_are_check_boxes() -> None:
    for question, control in ((single(), "radio"), (multiple(2, 2), "checkbox")):
        kind, texts = get_type(question.type), dict(get_type(question.type).texts(question))
        asked = Asked(question, kind.present(question, None), texts, "en")
        assert [field.control for field in kind.fields(asked)] == [control]
