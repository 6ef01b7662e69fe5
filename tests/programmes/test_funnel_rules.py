"""The numbers of a funnel: right where they are told, and few people never follow from them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.programmes.rules.funnel import count, list_rows, list_split
from lms.programmes.rules.unlinkable import FEWEST, is_safe

STEPS = ("nominated", "accepted", "began", "completed")
STATES = ("state:a", "state:b", "state:c")


@st.composite
def cohorts(draw):
    """Return people with a State and a sex, and who has come how far; nobody skips a step here."""
    people = [str(number) for number in range(draw(st.integers(0, 40)))]
    groups = {name: set() for name in (*STATES, "sex:female", "sex:male")}
    far = {}
    for one in people:
        groups[draw(st.sampled_from(STATES))].add(one)
        sex = draw(st.sampled_from(["female", "male", ""]))
        if sex:
            groups[f"sex:{sex}"].add(one)
        far[one] = draw(st.integers(0, len(STEPS) - 1))
    reached = {step: frozenset(one for one in people if far[one] >= place)
               for place, step in enumerate(STEPS)}  # fmt: skip
    return reached, {name: frozenset(of) for name, of in groups.items() if of}


@given(cohorts())
def test_what_is_told_is_right_and_all_together_is_always_told(cohort):
    reached, groups = cohort
    funnel = count(reached, groups)
    assert funnel.totals == {step: len(people) for step, people in reached.items()}
    for name, line in funnel.groups.items():
        assert list(line) == list(STEPS)
        for step, value in line.items():
            assert value is None or value == len(reached[step] & groups[name])
    assert len(funnel.groups) + sum(funnel.hidden.values()) == len(groups)


@given(cohorts())
def test_no_few_follow_within_a_step_nor_within_a_group(cohort):
    reached, groups = cohort
    funnel = count(reached, groups)
    for step, people in reached.items():
        told = [people & groups[name] for name, line in funnel.groups.items()
                if line[step] is not None]  # fmt: skip
        assert all(len(group) >= FEWEST for group in told)
        assert not told or is_safe([people, *told])
    for line in funnel.groups.values():
        values = [value for value in line.values() if value is not None]
        assert all(one == other or abs(one - other) >= FEWEST
                   for one in values for other in values)  # fmt: skip


def people(count, start=0):
    return frozenset(str(number) for number in range(start, start + count))


def test_a_large_group_is_told_beside_another_and_a_small_one_is_not():
    reached = {"nominated": people(23), "accepted": people(16)}
    groups = {"state:a": people(10), "state:b": people(10, 10), "state:c": people(3, 20)}
    funnel = count(reached, groups)
    # With A and B both told of the nominated the three of C would follow.
    assert funnel.groups == {
        "state:a": {"nominated": 10, "accepted": 10},
        "state:b": {"nominated": None, "accepted": 6},
    }
    assert funnel.hidden == {"state": 1}
    assert list_split(funnel, "state") == list(funnel.groups.items())
    assert list_split(funnel, "sex") == []


@pytest.mark.parametrize(("left", "told"), [(10, 10), (9, None), (6, None), (5, 5), (4, None)])
def test_a_group_that_has_lost_few_is_not_told_again(left, told):
    reached = {"nominated": people(20), "accepted": people(left) | people(10, 10)}
    funnel = count(reached, {"state:a": people(10), "state:b": people(10, 10)})
    assert funnel.groups["state:a"]["accepted"] == told


def test_the_table_for_programs_has_an_empty_cell_for_what_is_not_told():
    reached = {"nominated": people(20), "accepted": people(8) | people(10, 10)}
    funnel = count(reached, {"state:a": people(10), "state:b": people(10, 10)})
    assert list_rows(funnel, {"state:a": "Fiji", "state:b": "Ghana"}) == [
        ("all", "", "nominated", "20"),
        ("all", "", "accepted", "18"),
        ("state", "Fiji", "nominated", "10"),
        ("state", "Fiji", "accepted", ""),
        ("state", "Ghana", "nominated", "10"),
        ("state", "Ghana", "accepted", "10"),
    ]
