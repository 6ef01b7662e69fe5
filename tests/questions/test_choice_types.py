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
    ChoiceNotOnPaper,
    OneChoiceNeeded,
    Presented,
    ResponseInvalid,
    Score,
    Verdict,
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
    return kind.score(question, {"choices": list(chosen)}, "en").points


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
    assert MULTIPLE.score(question, None, "en").points == 0


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
    chosen = chance.sample(presented.choices, chance.randint(0, len(presented.choices)))
    mixed = chance.sample(chosen, len(chosen))
    accepted = MULTIPLE.accept(question, presented, chosen)
    assert accepted == MULTIPLE.accept(question, presented, [*mixed, *mixed])
    assert points(question, chosen) == points(question, mixed)


def test_unticking_everything_takes_an_answer_back() -> None:
    question = multiple(1, 1)
    assert MULTIPLE.accept(question, MULTIPLE.present(question, None), []) == {"choices": []}


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
    assert TRUE_FALSE.present(question, random.Random(1)) == Presented("radio", ("true", "false"))
    assert {name: str(text) for name, text in TRUE_FALSE.labels(question).items()} == {
        "true": "True",
        "false": "False",
    }


# --- All three ------------------------------------------------------------------------------

QUESTIONS = [single(), multiple(2, 2), statement(), statement(correct=False)]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.type)
def test_the_key_is_accepted_and_gets_the_point(question: Any) -> None:
    kind = get_type(question.type)
    key = kind.key(question, "ar")
    assert kind.accept(question, kind.present(question, random.Random(7)), key["choices"]) == key
    score = kind.score(question, key, "ar")
    assert score.points == 1
    assert score.is_correct
    assert all(verdict.is_chosen == verdict.is_key for verdict in score.verdicts)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.type)
def test_a_choice_that_is_not_on_the_paper_is_refused(question: Any) -> None:
    kind = get_type(question.type)
    presented = kind.present(question, None)
    for raw in (["elsewhere"], [presented.choices[0], "elsewhere"], [""]):
        with pytest.raises(ChoiceNotOnPaper):
            kind.accept(question, presented, raw)
    with pytest.raises(ChoiceNotOnPaper):
        kind.accept(question, Presented("radio", ()), [presented.choices[0]])


@pytest.mark.parametrize("question", [single(), statement()], ids=lambda question: question.type)
def test_one_choice_is_one_choice(question: Any) -> None:
    kind = get_type(question.type)
    presented = kind.present(question, None)
    for raw in ([], list(presented.choices[:2])):
        with pytest.raises(OneChoiceNeeded) as caught:
            kind.accept(question, presented, raw)
        assert str(caught.value.text) == "Please choose one answer."
        assert isinstance(caught.value, ResponseInvalid)
        assert caught.value.status == 422


def test_each_choice_gets_its_verdict() -> None:
    score = SINGLE.score(single(2), {"choices": ["c1"]}, "en")
    assert score == Score(
        Fraction(0),
        (
            Verdict("c0", is_chosen=False, is_key=True),
            Verdict("c1", is_chosen=True, is_key=False),
            Verdict("c2", is_chosen=False, is_key=False),
        ),
    )
    assert score.verdict_of("c1").is_chosen
    with pytest.raises(KeyError):
        score.verdict_of("c9")


def test_a_choice_that_a_later_version_dropped_counts_for_nothing() -> None:
    assert points(multiple(1, 1), ["c0", "gone"]) == 1
    assert points(single(), ["gone"]) == 0


@given(st.randoms(use_true_random=False))
def test_a_paper_mixes_the_choices_and_loses_none(chance: random.Random) -> None:
    question = single(5)
    presented = SINGLE.present(question, chance)
    assert sorted(presented.choices) == sorted(choice.id for choice in question.choices)
    assert presented.control == "radio"


def test_choices_stay_in_order_without_chance_or_when_the_question_says_so() -> None:
    names = tuple(f"c{n}" for n in range(9))
    assert SINGLE.present(single(8), None).choices == names
    assert SINGLE.present(single(8, shuffle=False), random.Random(3)).choices == names
    assert SINGLE.present(single(8), random.Random(3)).choices != names
    assert MULTIPLE.present(multiple(2, 2), None).control == "checkbox"
