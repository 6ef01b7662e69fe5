"""Whose results make a pair of pre-test and examination, and what is kept of the figures."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.programmes.rules.gains import GainFigures, Sat, keep, pair_up, read_gain
from lms.programmes.rules.unlinkable import FEWEST

START = datetime(2026, 9, 1, tzinfo=UTC)
sats = st.builds(
    Sat,
    st.sampled_from("abc"),
    st.sampled_from(["pre", "post", "other"]),
    st.integers(0, 20).map(lambda days: START + timedelta(days=days)),
    st.integers(0, 100).map(float),
)
points = st.floats(0, 100)


def sat(person, activity, day, reached):
    return Sat(person, activity, START + timedelta(days=day), reached)


@given(st.lists(sats))
def test_each_makes_one_pair_of_first_attempts_in_their_order(rows):
    rows.sort(key=lambda row: row.started_at)
    pairs = pair_up(rows, "pre", "post")
    expected = []
    for person in dict.fromkeys(row.person_id for row in rows if row.activity_id == "post"):
        own = [row for row in rows if row.person_id == person]
        before = [row for row in own if row.activity_id == "pre"]
        after = [row for row in own if row.activity_id == "post"]
        if before and after and before[0].started_at < after[0].started_at:
            expected.append((before[0].points, after[0].points))
    assert sorted(pairs) == sorted(expected)


def test_a_second_attempt_and_a_pretest_taken_afterwards_count_for_nothing():
    rows = [
        sat("a", "pre", 1, 40.0), sat("a", "pre", 2, 90.0), sat("a", "post", 9, 60.0),
        sat("a", "post", 10, 99.0), sat("b", "post", 3, 80.0), sat("b", "pre", 4, 10.0),
        sat("c", "post", 9, 50.0),
    ]  # fmt: skip
    assert pair_up(rows, "pre", "post") == [(40.0, 60.0)]


@given(st.integers(0, 20), points, points)
def test_of_few_people_nothing_is_kept_but_how_many(people, before, after):
    gain = GainFigures(people, before, after, after - before, -1.0, 1.0, 0.5)
    kept = read_gain(keep(gain))
    assert kept.people == people
    assert kept.is_told == (people >= FEWEST)
    assert kept == (gain if people >= FEWEST else GainFigures(people))


@pytest.mark.parametrize("gain", [GainFigures(0), GainFigures(7)])
def test_without_figures_there_is_nothing_to_tell(gain):
    assert not read_gain(keep(gain)).is_told
