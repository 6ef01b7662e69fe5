"""The allocation against trying every choice: limits, the largest total, fairness, sameness."""

from dataclasses import replace
from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.programmes.allocation import sentences, solver
from lms.programmes.allocation.allocate import allocate
from lms.programmes.allocation.values import (
    HeldUnknown,
    NominationTwice,
    Nominee,
    Quota,
    QuotaTwice,
    ScoresTooLarge,
    TooHard,
)
from tests.programmes.allocations import Case, cases, every_choice, is_allowed, worth


def nominee(name, score, rank=1, **fields):
    return Nominee(name, Decimal(score), rank, fields)


@settings(max_examples=60)
@given(cases())
def test_nobody_does_better_than_the_allocation_within_the_limits(case):
    found = case.allocate()
    allowed = list(every_choice(case))
    assert bool(found.unmet) == (not allowed)
    if allowed:
        assert is_allowed(case, found.admitted)
        assert worth(case, found.admitted) == max(worth(case, one) for one in allowed)


@settings(max_examples=20)
@given(cases())
def test_each_is_in_exactly_one_list_with_a_reason_and_the_held_are_in(case):
    found = case.allocate()
    listed = [*found.admitted, *found.waiting, *found.out]
    assert sorted(listed) == sorted(one.id for one in case.nominees)
    assert case.held <= set(found.admitted)
    assert set(found.why) == set(listed)
    assert all(found.why.values())


@settings(max_examples=20)
@given(cases())
def test_nobody_better_is_out_with_equal_fields(case):
    found = case.allocate()
    last = max((one.rank for one in case.nominees if one.rank), default=0) + 1
    inside = [one for one in case.pick(found.admitted) if one.id not in case.held]
    outside = case.pick([*found.waiting, *found.out])
    for one in inside:
        for other in outside:
            if one.fields == other.fields:
                assert (other.score, -(other.rank or last)) <= (one.score, -(one.rank or last))


@settings(max_examples=20)
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_makes_no_difference(case, random):
    shuffled = replace(
        case,
        quotas=tuple(random.sample(case.quotas, len(case.quotas))),
        nominees=tuple(random.sample(case.nominees, len(case.nominees))),
    )
    assert shuffled.allocate() == case.allocate() == case.allocate()


@settings(max_examples=30)
@given(cases(most=6))
def test_unmet_names_a_smallest_set_of_quotas_the_first_by_name(case):
    found = case.allocate()
    names = sorted(one.name for one in case.quotas if one.minimum)
    possible = next(
        dropped
        for count in range(len(names) + 1)
        for dropped in combinations(names, count)
        if next(every_choice(case.without_minima(dropped)), None) is not None
    )
    assert found.unmet == possible
    if possible:
        assert set(found.admitted) == case.held


@settings(max_examples=30)
@given(cases(most=6))
def test_out_is_who_is_in_under_no_choice_that_keeps_to_the_limits(case):
    found = case.allocate()
    free = replace(case.without_minima(found.unmet), held=frozenset())
    possible = frozenset().union(*every_choice(free))
    assert possible.isdisjoint(found.out)
    if not case.held:
        assert set(found.waiting) <= possible


def test_a_minimum_brings_in_somebody_of_a_lower_score():
    men = [nominee(f"m{number}", 90 - number, sex="male") for number in range(4)]
    women = [nominee(f"w{number}", 50 - number, sex="female") for number in range(3)]
    found = allocate(4, [Quota("Women", {"sex": ("female",)}, 2)], men + women)
    assert found.admitted == ("m0", "m1", "w0", "w1")
    assert (found.waiting, found.out) == (("m2", "m3", "w2"), ())


def test_equal_scores_are_decided_by_rank_and_then_by_id():
    nominees = [nominee("c", 70, 2), nominee("b", 70, 1), nominee("a", 70, None),
                nominee("d", 70, 2)]  # fmt: skip
    assert allocate(2, [], nominees).admitted == ("b", "c")
    assert allocate(3, [], nominees).admitted == ("b", "c", "d")


def test_a_field_is_compared_as_json_does():
    quota = Quota("Least developed", {"ldc": (True,), "state": ("KE", "UG")}, 0, 0)
    nominees = [
        nominee("yes", 5, ldc=True, state="UG"),
        nominee("one", 5, ldc=1, state="UG"),
        nominee("missing", 5, state="KE"),
        nominee("several", 5, ldc=(False, True), state="KE"),
        nominee("elsewhere", 5, ldc=True, state="TZ"),
    ]
    assert set(allocate(5, [quota], nominees).out) == {"yes", "several"}
    assert Quota("", {"grade": (4,)}).counts(nominee("x", 1, grade=Decimal("4.0")))


def test_a_limit_that_the_held_exceed_lets_in_nobody_else_and_puts_out_nobody():
    nominees = [nominee(name, score, state="KE") for name, score in (("a", 9), ("b", 1), ("c", 2))]
    case = Case(2, (Quota("Kenya", {"state": ("KE",)}, 0, 1),), tuple(nominees),
                frozenset({"b", "c"}))  # fmt: skip
    found = case.allocate()
    assert (found.admitted, found.waiting, found.out) == (("c", "b"), ("a",), ())


def test_a_freed_place_goes_to_the_same_person_that_a_new_reckoning_with_all_held_names():
    nominees = [nominee(f"n{number}", 90 - number, state="KU"[number % 2]) for number in range(8)]
    case = Case(4, (Quota("K", {"state": ("K",)}, 0, 2),), tuple(nominees))
    inside = case.allocate().admitted
    after = replace(case.without("n0"), held=frozenset(inside) - {"n0"}).allocate()
    assert set(after.admitted) - set(inside) == {"n4"}


def test_without_places_or_people_there_is_nothing_to_do():
    assert allocate(0, [], [nominee("a", 5)]).out == ("a",)
    assert allocate(3, [], []).admitted == ()
    assert allocate(3, [Quota("Women", {"sex": ("female",)}, 1)], []).unmet == ("Women",)


@pytest.mark.parametrize("digits", [6, 9, 12])
def test_scores_of_many_digits_are_told_apart_exactly(digits):
    unit = Decimal(1).scaleb(-digits)
    nominees = [
        nominee(f"n{one}", 50 + unit * one, 1, state="KU"[one % 2], sex="fm"[one % 3 % 2])
        for one in range(20)
    ]
    quotas = (Quota("K", {"state": ("K",)}, 0, 2), Quota("f", {"sex": ("f",)}, 3, 4))
    case = Case(5, quotas, tuple(nominees))
    small = Case(5, quotas, tuple(
        replace(one, score=(one.score - 50) / unit) for one in nominees
    ))  # fmt: skip
    assert sorted(case.allocate().admitted) == sorted(small.allocate().admitted)


@pytest.mark.parametrize(
    "scores", [("1e20",), ("0.00000000000000001",), ("1e15", "0.01"), ("9" * 30,), ("1e-999999",)]
)
def test_scores_that_cannot_be_added_exactly_are_refused(scores):
    with pytest.raises(ScoresTooLarge):
        allocate(1, [], [nominee(f"n{number}", score) for number, score in enumerate(scores)])


def test_ids_and_names_stand_once_and_the_held_are_nominated():
    one = nominee("a", 5)
    with pytest.raises(NominationTwice, match="“a”"):
        allocate(1, [], [one, one])
    with pytest.raises(QuotaTwice, match="“W”"):
        allocate(1, [Quota("W", {}), Quota("W", {})], [one])
    with pytest.raises(HeldUnknown, match="“b”"):
        allocate(1, [], [one], {"b"})


def test_a_solver_that_does_not_end_is_told_and_gives_nothing(monkeypatch):
    monkeypatch.setattr(solver, "SECONDS", 0)
    people = [nominee(f"n{number}", number % 7, number % 5, s=number % 9, t=number % 4)
              for number in range(400)]  # fmt: skip
    quotas = [Quota(f"{field}{value}", {field: (value,)}, 3, 17)
              for field, most in (("s", 9), ("t", 4)) for value in range(most)]  # fmt: skip
    with pytest.raises(TooHard, match="0 seconds"):
        allocate(60, quotas, people)


def test_where_the_prices_leave_a_gap_it_is_searched_through():
    """Three quotas in a ring: half a place each would be best, and there are no half places."""
    ring = [Quota(name, {name: (True,)}, 0, 1) for name in ("a", "b", "c")]
    nominees = [
        nominee("ab", 10, a=True, b=True), nominee("bc", 10, b=True, c=True),
        nominee("ca", 10, c=True, a=True), nominee("a", 4, a=True), nominee("c", 7, 3, c=True),
        nominee("c2", 7, 2, c=True),
    ]  # fmt: skip
    assert set(allocate(6, ring, nominees).admitted) == {"ab", "c2"}


def test_who_is_possible_is_proved_and_not_only_looked_for():
    nominees = [nominee(f"m{number}", 9, sex="male") for number in range(3)] + [
        nominee(f"w{number}", 1, sex="female") for number in range(3)
    ]
    found = allocate(3, [Quota("Women", {"sex": ("female",)}, 3)], nominees)
    assert found.out == ("m0", "m1", "m2")
    assert [text.msgid for text in found.why["m0"]] == [sentences.MINIMA_TAKE_ALL]
