"""Ordering: always mixed, accepted whole, worth the share of pairs that stand rightly."""

import itertools
import random
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.questions.placing import EachPlaceOnce
from lms.questions.rules import Presented
from lms.questions.types import get_type
from tests.questions import parts

KIND = get_type("ordering")
CHANCE = st.randoms(use_true_random=False)


def written(count: int, **more: object) -> dict[str, Any]:
    items = [{"id": f"i{n}", "text": f"Step {n}"} for n in range(count)]
    return {"id": "q", "type": "ordering", "text": "In which order?", "items": items, **more}


def ordering(count: int = 4, **more: object) -> Any:
    return KIND.parse(written(count, **more))


def points(question: Any, order: Any) -> Fraction:
    return KIND.score(question, Presented(), {"order": list(order)}, "en")


QUESTIONS = st.builds(ordering, st.integers(3, 12), scoring=st.sampled_from(["pairs", "all"]))


@given(QUESTIONS, CHANCE)
def test_the_key_is_an_answer_and_gets_all(question: Any, chance: random.Random) -> None:
    parts.check_key(question, chance)


@given(QUESTIONS, CHANCE)
def test_any_order_is_sent_and_accepted_as_the_same(question: Any, chance: random.Random) -> None:
    presented = KIND.present(question, chance)
    order = chance.sample(presented.choices, len(presented.choices))
    parts.check_answer(question, presented, {"order": order})


@given(QUESTIONS, st.one_of(st.none(), CHANCE))
def test_a_paper_never_has_the_right_order(question: Any, chance: random.Random | None) -> None:
    order = KIND.present(question, chance).choices
    right = tuple(item.id for item in question.items)
    assert sorted(order) == sorted(right)
    assert order != right


@given(st.integers(3, 7))
def test_the_reverse_is_worth_nothing_and_a_blind_guess_half(count: int) -> None:
    question = ordering(count)
    right = [item.id for item in question.items]
    assert points(question, right) == 1
    assert points(question, reversed(right)) == 0
    if count < 6:
        every = [points(question, order) for order in itertools.permutations(right)]
        assert sum(every) / len(every) == Fraction(1, 2)
        assert every.count(Fraction(1)) == 1


@given(QUESTIONS, CHANCE)
def test_two_neighbours_that_change_places_cost_one_pair(
    question: Any, chance: random.Random
) -> None:
    order = [item.id for item in question.items]
    at = chance.randrange(len(order) - 1)
    order[at], order[at + 1] = order[at + 1], order[at]
    pairs = len(order) * (len(order) - 1) // 2
    worth = Fraction(pairs - 1, pairs) if question.scoring == "pairs" else 0
    assert points(question, order) == worth


def test_no_answer_and_forged_ones() -> None:
    parts.check_nothing(ordering())
    parts.check_forged(ordering())
    parts.check_secrecy(ordering(), KIND.present(ordering(), random.Random(1)))


@pytest.mark.parametrize(
    "raw",
    [
        {"1": ["1"]},
        {"1": ["1"], "2": ["2"], "3": ["3"]},
        {"1": ["1"], "2": ["2"], "3": ["3"], "4": ["3"]},
        {"1": ["1"], "2": ["1"], "3": ["1"], "4": ["1"]},
        {"1": ["1"], "2": ["2"], "3": ["3"], "4": [""]},
    ],
)
def test_an_order_gives_each_place_once(raw: dict[str, list[str]]) -> None:
    presented = KIND.present(ordering(), None)
    with pytest.raises(EachPlaceOnce, match="each place exactly once"):
        KIND.accept(ordering(), presented, raw)


def test_an_item_that_a_later_version_dropped_counts_for_nothing() -> None:
    assert points(ordering(3), ["gone", "i0", "i1", "i2"]) == 1
    assert points(ordering(3), ["i0", "i1"]) == Fraction(1, 3)


def test_a_review_stands_in_the_right_order_and_says_where_each_item_was_put() -> None:
    question = ordering(3)
    presented = KIND.present(question, None)
    shown = parts.review(question, presented, {"order": ["i1", "i0", "i2"]})
    assert [field.label for field in shown] == ["Step 0", "Step 1", "Step 2"]
    assert [field.verdict for field in shown] == ["wrong", "wrong", "right"]
    assert [field.key for field in shown] == ["1", "2", "3"]
    chosen = [[option.text for option in field.options if option.is_chosen] for field in shown]
    assert chosen == [["2"], ["1"], ["3"]]


@pytest.mark.parametrize(
    ("data", "place", "advice"),
    [
        (written(2), ("items",), "Write at least 3 of them."),
        (written(13), ("items",), "Write at most 12 of them."),
        (written(3, scoring="some"), ("scoring",), "Use one of: pairs, all."),
        (written(3, shuffle=False), ("shuffle",), "Remove it, or use one of"),
    ],
)
def test_mistakes_have_their_place_and_advice(
    data: dict[str, Any], place: tuple[str | int, ...], advice: str
) -> None:
    assert advice in parts.problems(data)[place]
