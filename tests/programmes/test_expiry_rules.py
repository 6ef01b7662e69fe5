"""How many awards end when: counted by month, few hidden so that they cannot be reckoned either."""

from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.programmes.rules.expiry import (
    OTHERS,
    EndingRow,
    Wish,
    choose_cells,
    count_cells,
    group_cells,
    hide_few,
    read_wish,
)
from lms.programmes.rules.unlinkable import FEWEST

TODAY = date(2026, 11, 27)
counts = st.dictionaries(st.sampled_from("abcdefg"), st.integers(1, 12), min_size=1)


def row(state, count=1, ends_on=TODAY, programme="one", *, is_own=False):
    return [EndingRow("a", "p", programme, state, ends_on, is_own) for _ in range(count)]


@given(counts=counts)
def test_no_sum_or_difference_of_what_is_told_is_of_few(counts):
    told = dict(hide_few(counts))
    if sum(counts.values()) < FEWEST:
        assert told == {OTHERS: None}
        return
    assert sum(told.values()) == sum(counts.values())
    assert all(count >= FEWEST for count in told.values())
    assert all(count == counts[place] for place, count in told.items() if place != OTHERS)
    total = sum(told.values())
    for size in range(1, len(told)):
        for some in combinations(told.values(), size):
            assert total - sum(some) >= FEWEST


def test_the_smallest_that_could_be_told_hides_what_is_too_few():
    assert hide_few({"a": 9, "b": 6, "c": 2}) == [("a", 9), (OTHERS, 8)]
    assert hide_few({"a": 9, "b": 6}) == [("a", 9), ("b", 6)]
    assert hide_few({"a": 3, "b": 2}) == [(OTHERS, 5)]
    assert hide_few({"a": 4}) == [(OTHERS, None)]


def test_the_own_place_is_told_to_the_last_one():
    cells = count_cells(row("sn", is_own=True) + row("fj", 2) + row("fj", 1, date(2027, 1, 31)))
    assert [(one.month, one.place, one.count) for one in cells] == [
        (date(2026, 11, 1), "others", None),
        (date(2026, 11, 1), "sn", 1),
        (date(2027, 1, 1), "others", None),
    ]


@given(
    rows=st.lists(
        st.builds(
            lambda state, month, programme, own: row(
                state, 1, date(2027, month, 3), programme, is_own=own
            )[0],
            st.sampled_from("abc"),
            st.integers(1, 3),
            st.sampled_from(["one", "two"]),
            st.booleans(),
        )
    )
)
def test_every_award_is_told_of_once_or_hidden(rows):
    cells = count_cells(rows)
    own = [one for one in cells if one.is_own]
    assert sum(one.count for one in own) == sum(one.is_own for one in rows)
    told = sum(one.count or 0 for one in cells if not one.is_own)
    assert told <= sum(not one.is_own for one in rows)
    groups = group_cells(cells, "programme")
    assert sorted(map(repr, cells)) == sorted(repr(one) for _, found in groups for one in found)


def test_a_choice_of_a_state_tells_no_more_than_the_whole():
    cells = count_cells(row("fj", 3) + row("ke", 4))
    wish = Wish(TODAY, 12, "month", state="fj")
    assert choose_cells(cells, wish, ["one"]) == []
    assert choose_cells(cells, Wish(TODAY, 12, "month"), ["two"]) == []
    assert choose_cells(cells, Wish(TODAY, 12, "month"), ["one"]) == cells


@pytest.mark.parametrize(
    "sent",
    [{}, {"first": "2026-13", "months": "7", "by": "name"}, {"first": "٢٠٢٦-٠١"}, {"first": "x"}],
)
def test_what_is_no_month_is_the_present_one(sent):
    wish = read_wish(sent, TODAY)
    assert (wish.first, wish.months, wish.by) == (date(2026, 11, 1), 12, "month")


def test_an_address_says_which_months():
    wish = read_wish({"first": "2027-12", "months": "3", "by": "state"}, TODAY)
    assert (wish.first, wish.last, wish.last_day) == (
        date(2027, 12, 1), date(2028, 3, 1), date(2028, 2, 29),
    )  # fmt: skip
    assert wish.by == "state"
