"""Quotas that cannot be met are told before they are kept, with the smallest change."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from lms.programmes.allocation import sentences
from lms.programmes.allocation.checking import MOST_KINDS, check_quotas
from lms.programmes.allocation.values import Nominee, Quota
from tests.programmes.allocations import cases

WOMEN, MEN = Quota("Women", {"sex": ("female",)}, 6), Quota("Men", {"sex": ("male",)}, 6)
KENYA = Quota("Kenya", {"state": ("KE",)}, 6)


def problems(*asked):
    return [(one.quota, one.text.msgid, dict(one.text.params)) for one in check_quotas(*asked)]


def test_quotas_that_overlap_may_ask_for_more_than_there_are_places():
    assert check_quotas(10, [WOMEN, KENYA]) == ()


def test_quotas_apart_may_not_and_the_least_change_is_told_either_way():
    assert problems(10, [WOMEN, MEN]) == [
        ("Men", sentences.LOWER_TO, {"quota": "Men", "low": 6, "possible": 4}),
        (None, sentences.RAISE_PLACES, {"places": 10, "enough": 12}),
    ]


def test_a_minimum_above_the_maximum_names_both_changes():
    asked = replace(WOMEN, maximum=5)
    expected = {"quota": "Women", "low": 6, "high": 5}
    assert problems(10, [asked]) == [("Women", sentences.LOW_ABOVE_HIGH, expected)]
    assert "Lower the minimum to 5 or raise the maximum to 6" in str(
        check_quotas(10, [asked])[0].text
    )


def test_a_minimum_above_the_places_is_told():
    expected = {"quota": "Women", "low": 6, "places": 5}
    assert problems(5, [WOMEN]) == [("Women", sentences.LOW_ABOVE_PLACES, expected)]


def test_parts_of_a_quota_may_not_ask_for_more_than_it_admits():
    small = Quota("Small islands", {"state": ("FJ", "WS")}, 0, 6)
    parts = [Quota(state, {"state": (state,)}, 4) for state in ("FJ", "WS")]
    assert problems(20, [small, *parts]) == [
        ("FJ", sentences.LOWER_TO, {"quota": "FJ", "low": 4, "possible": 2})
    ]


def test_who_is_nominated_counts_where_it_is_known():
    few = [Nominee(f"n{number}", Decimal(5), None, {"sex": "female"}) for number in range(3)]
    expected = {"quota": "Women", "low": 6, "count": 3}
    assert problems(10, [WOMEN], few) == [("Women", sentences.LOW_ABOVE_NOMINATED, expected)]
    assert check_quotas(10, [WOMEN]) == ()


@settings(max_examples=25)
@given(cases(with_held=False))
def test_what_is_told_is_the_same_as_what_the_allocation_finds(case):
    found = check_quotas(case.places, case.quotas, case.nominees)
    assert bool(found) == bool(case.allocate().unmet)


@settings(max_examples=25)
@given(cases(with_held=False))
def test_the_change_that_is_told_makes_it_possible_and_no_smaller_one_of_it_does(case):
    found = check_quotas(case.places, case.quotas, case.nominees)
    lowered = {one.quota: one.text.params["possible"] for one in found
               if one.text.msgid == sentences.LOWER_TO}  # fmt: skip
    changed = [replace(one, minimum=lowered.get(one.name, one.minimum)) for one in case.quotas]
    if lowered:
        assert not check_quotas(case.places, changed, case.nominees)
    for name, possible in lowered.items():
        less = [replace(one, minimum=possible + 1) if one.name == name else one for one in changed]
        assert check_quotas(case.places, less, case.nominees)
    for one in found:
        if one.quota is None:
            enough = one.text.params["enough"]
            assert not check_quotas(enough, case.quotas, case.nominees)
            assert check_quotas(enough - 1, case.quotas, case.nominees)


@settings(max_examples=25)
@given(cases(with_held=False))
def test_without_nominations_nothing_is_told_that_the_right_people_could_meet(case):
    if not check_quotas(case.places, case.quotas, case.nominees):
        assert not check_quotas(case.places, case.quotas)


@settings(max_examples=15)
@given(cases(with_held=False), st.randoms(use_true_random=False))
def test_the_order_of_the_quotas_makes_no_difference(case, random):
    shuffled = random.sample(case.quotas, len(case.quotas))
    told = check_quotas(case.places, shuffled)
    assert sorted(told, key=repr) == sorted(check_quotas(case.places, case.quotas), key=repr)


def test_too_many_kinds_are_looked_at_each_quota_by_itself():
    fields = range(MOST_KINDS.bit_length() + 1)
    quotas = [Quota(f"q{field}", {str(field): (1,)}, 1, 3) for field in fields]
    assert check_quotas(5, quotas) == ()
    assert check_quotas(5, [*quotas, replace(WOMEN, maximum=1)])
