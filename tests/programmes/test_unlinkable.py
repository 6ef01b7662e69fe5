"""Small groups stay out of what is told, and cannot be reckoned from it."""

from fractions import Fraction
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from lms.programmes.rules.unlinkable import FEWEST, choose_shown, is_safe

EVERYBODY = [f"p{number}" for number in range(11)]
groups_of_people = st.lists(
    st.frozensets(st.sampled_from(EVERYBODY)), max_size=5
).map(lambda some: dict(enumerate(some)))  # fmt: skip


def people(first: int, last: int) -> frozenset[str]:
    return frozenset(EVERYBODY[first:last])


def rank(lines):
    """Return the rank of a matrix by exact fractions, independently of the code under test."""
    rows, found = [[Fraction(value) for value in line] for line in lines], 0
    for column in range(len(EVERYBODY)):
        lead = next((row for row in rows[found:] if row[column]), None)
        if lead is None:
            continue
        rows.remove(lead)
        rows.insert(found, lead)
        for place in range(found + 1, len(rows)):
            factor = rows[place][column] / lead[column]
            rows[place] = [a - factor * b for a, b in zip(rows[place], lead, strict=True)]
        found += 1
    return found


def can_be_reckoned(told):
    """Say whether the sum over some fewer than five people follows from the sums that are told."""
    lines = [[int(one in group) for one in EVERYBODY] for group in told]
    known = rank(lines)
    return any(
        rank([*lines, [int(one in some) for one in EVERYBODY]]) == known
        for count in range(1, FEWEST)
        for some in combinations(EVERYBODY, count)
    )


@given(groups_of_people)
def test_nobody_is_found_by_sums_and_differences_of_what_is_shown(groups):
    everybody = frozenset(EVERYBODY)
    shown = choose_shown(everybody, groups)
    assert not can_be_reckoned([everybody, *(groups[name] for name in shown)])
    assert all(len(groups[name]) >= FEWEST for name in shown)


@given(groups_of_people)
def test_what_is_found_safe_agrees_with_trying_all_few(groups):
    told = [frozenset(EVERYBODY), *groups.values()]
    if is_safe(told):
        assert not can_be_reckoned(told)
    if can_be_reckoned(told):
        assert not is_safe(told)


def test_the_only_small_group_takes_another_with_it():
    # Of eleven, six and five are shown; of eleven, seven and four neither: the four would follow.
    assert choose_shown(frozenset(EVERYBODY), {"a": people(0, 6), "b": people(6, 11)}) == {"a", "b"}
    assert choose_shown(frozenset(EVERYBODY), {"a": people(0, 7), "b": people(7, 11)}) == set()


def test_two_small_groups_of_enough_people_together_hide_each_other():
    groups = {"a": people(0, 5), "b": people(5, 8), "c": people(8, 11)}
    assert choose_shown(frozenset(EVERYBODY), groups) == {"a"}


def test_groups_of_different_kinds_that_differ_by_one_person_are_not_both_shown():
    groups = {("state", "SN"): people(0, 5), ("group", "A"): people(0, 6)}
    assert choose_shown(frozenset(EVERYBODY), groups) == {("group", "A")}


def test_too_few_people_show_nothing():
    assert choose_shown(people(0, 4), {"a": people(0, 4)}) == set()
    assert choose_shown(people(0, 5), {"a": people(0, 5)}) == {"a"}


def test_many_groups_of_three_hundred_people():
    many = [f"p{number}" for number in range(300)]
    groups = {
        (kind, value): frozenset(many[place] for place in range(300) if place * step % of == value)
        for kind, step, of in [
            ("state", 7, 12),
            ("sex", 11, 2),
            ("language", 13, 3),
            ("group", 17, 9),
        ]
        for value in range(of)
    }
    shown = choose_shown(frozenset(many), groups)
    assert ("sex", 0) in shown
    assert is_safe([frozenset(many), *(groups[name] for name in shown)])
