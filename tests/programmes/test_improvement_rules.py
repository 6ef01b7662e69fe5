"""Improvement actions as plain values: when one is late, what is mailed, what has changed."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.programmes.rules.improvements import (
    SOON,
    ActionPlan,
    ActionRow,
    DueInPast,
    OwnerNotClear,
    check_plan,
    find_stage,
    find_standing,
    list_changes,
    order,
)

TODAY = date(2026, 11, 27)
PLAN = ActionPlan("Few exercises.", "Add exercises.", "1" * 26, "", TODAY)
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
statuses = st.sampled_from(["open", "done", "dropped"])
plans = st.builds(
    ActionPlan, st.text(max_size=9), st.text(max_size=9), st.none() | st.just("1" * 26),
    st.text(max_size=9), days,
)  # fmt: skip


def row_of(plan=PLAN, status="open"):
    at = datetime(2026, 11, 1, tzinfo=UTC)
    return ActionRow(
        "2" * 26, "3" * 26, plan.finding, plan.measure, plan.owner_id, plan.owner_name,
        plan.due_on, status, "", None, at, None if status == "open" else at, 1,
    )  # fmt: skip


@given(days, days, statuses)
def test_only_what_is_open_and_past_its_day_is_late_and_told_so(due, today, status):
    row = row_of(replace(PLAN, due_on=due), status)
    is_late = status == "open" and today > due
    assert find_standing(row, today) == ("late" if is_late else status)
    stage = find_stage(row, today)
    assert (stage == "late") == is_late
    assert (stage == "soon") == (status == "open" and due - SOON <= today <= due)


@given(st.lists(st.tuples(days, statuses)))
def test_what_is_open_comes_first_and_the_first_due_first(pairs):
    rows = sorted((row_of(replace(PLAN, due_on=day), status) for day, status in pairs), key=order)
    keys = [(row.status != "open", row.due_on) for row in rows]
    assert keys == sorted(keys)


@given(plans, plans)
def test_changes_say_what_stood_there_before_and_nothing_else(former, plan):
    changes = list_changes(former, plan)
    assert list_changes(plan, plan) == {}
    for name in ("finding", "measure", "owner_id", "owner_name", "due_on"):
        is_changed = getattr(former, name) != getattr(plan, name)
        assert (name in changes) == is_changed
        if is_changed:
            before = getattr(former, name)
            assert changes[name] == (before.isoformat() if name == "due_on" else before)


@pytest.mark.parametrize(("owner_id", "owner_name"), [(None, ""), ("1" * 26, "The office")])
def test_there_is_one_owner(owner_id, owner_name):
    with pytest.raises(OwnerNotClear):
        check_plan(replace(PLAN, owner_id=owner_id, owner_name=owner_name), None, TODAY)


def test_a_day_that_has_passed_may_stay_and_not_be_chosen():
    check_plan(PLAN, None, TODAY)
    late = replace(PLAN, due_on=TODAY - timedelta(days=1))
    check_plan(late, late, TODAY)
    for former in (None, PLAN):
        with pytest.raises(DueInPast):
            check_plan(late, former, TODAY)
