"""Until when something is due for whom, and what of it is late."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.programmes.rules.completion import Standing
from lms.programmes.rules.deadlines import (
    DeadlineRow,
    ExtensionRow,
    find_dues,
    find_late,
    find_next,
)
from lms.programmes.rules.definition import AttendancePart
from tests import cast

DAY = timedelta(days=1)
ZONE = "Africa/Dakar"
PARTS = ("first", "second", "third")


def at(days):
    return cast.NOW + days * DAY


def deadline(days, part="first", group=None):
    return DeadlineRow(f"{part}{group}", part, group, at(days))


def extension(days, part="first"):
    return ExtensionRow("p", part, at(days), "Ill", None, cast.NOW)


def standing(part, status="open"):
    return Standing(AttendancePart(id=part, type="attendance", sessions=1), status)


days = st.integers(-50, 50)


def test_a_groups_time_comes_before_the_cohorts():
    rows = [deadline(5, group="a"), deadline(3), deadline(9, group="b")]
    assert find_dues(rows, [], "a")["first"].due_at == at(5)
    assert find_dues(rows, [], None)["first"].due_at == at(3)


def test_the_newest_extension_holds():
    dues = find_dues([deadline(3)], [extension(9), extension(7)], None)
    assert dues["first"].due_at == at(7)
    assert dues["first"].extension is not None


def test_without_a_deadline_there_is_nothing_to_extend():
    assert find_dues([], [extension(9)], None) == {}


@given(days, days)
def test_an_extension_never_takes_time_away(limit, more):
    due = find_dues([deadline(limit)], [extension(more)], None)["first"]
    assert due.due_at == at(max(limit, more))


def test_late_is_what_is_due_and_not_met_and_does_not_wait_for_others():
    rows = [deadline(-3), deadline(-1, "second"), deadline(1, "third")]
    dues = find_dues(rows, [], None)
    standings = [standing(part) for part in PARTS]
    late = find_late(standings, dues, set(), cast.NOW, ZONE)
    assert [(one.due.part_id, one.days) for one in late] == [("first", 3), ("second", 1)]
    assert find_late(standings, dues, {"first"}, cast.NOW, ZONE) == late[1:]
    done = [standing("first", "met"), *standings[1:]]
    assert find_late(done, dues, set(), cast.NOW, ZONE) == late[1:]
    coming = find_next(standings, dues, cast.NOW)
    assert coming is not None
    assert coming.part_id == "third"
    assert find_next(done[:2], dues, cast.NOW) is None


@pytest.mark.parametrize(
    ("zone", "hours", "late"),
    [
        # It is 09:00 by universal time; in Dakar too, in Auckland 22:00, in Honolulu 23:00 of
        # the day before.
        ("Africa/Dakar", 9, 0),
        ("Africa/Dakar", 10, 1),
        ("Pacific/Auckland", 22, 0),
        ("Pacific/Auckland", 23, 1),
        ("Pacific/Honolulu", 23, 0),
        ("Pacific/Honolulu", 24, 1),
    ],
)
def test_days_are_those_of_the_cohorts_calendar(zone, hours, late):
    due_at = cast.NOW - timedelta(hours=hours)
    dues = find_dues([DeadlineRow("d", "first", None, due_at)], [], None)
    [found] = find_late([standing("first")], dues, set(), cast.NOW, zone)
    assert found.days == late


@given(st.dictionaries(st.sampled_from(PARTS), days), days, st.sampled_from(PARTS))
def test_more_time_never_makes_more_late(limits, more, part):
    rows = [deadline(limit, name) for name, limit in limits.items()]
    standings = [standing(name) for name in PARTS]
    before = find_late(standings, find_dues(rows, [], None), set(), cast.NOW, ZONE)
    after = find_late(
        standings, find_dues(rows, [extension(more, part)], None), set(), cast.NOW, ZONE
    )
    assert {one.due.part_id for one in after} <= {one.due.part_id for one in before}
