"""Until when an award is valid, when it is reminded, what stands for a programme, what renews."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.programmes.rules.completion import Facts, reckon_parts
from lms.programmes.rules.definition import Recertification, read_definition
from lms.programmes.rules.renewal import (
    LATEST,
    REMINDERS,
    choose_holdings,
    choose_renewed,
    find_reminder,
    find_terms,
    is_done,
    list_asked,
)
from lms.programmes.rules.rows import AwardRow, ProgrammeVersionRow
from lms.programmes.rules.validity import find_window, move, renew, tell_validity
from tests import cast
from tests.programmes import factories

days = st.dates(date(2000, 1, 1), date(2100, 12, 31))
months = st.integers(1, 240)
windows = st.builds(
    lambda end, opens, grace: find_window(
        end, Recertification(parts=("plan",), opens_months_before=opens, grace_months=grace)
    ),
    days,
    st.integers(1, 24),
    st.integers(0, 24),
)
AGAIN = Recertification(parts=("plan",), opens_months_before=6, grace_months=3)


def award(name, kind="achievement", until=None, awarded=0):
    given_at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=awarded)
    return AwardRow(name, "p", "v", None, kind, {}, 60, given_at, until, None)


@pytest.mark.parametrize(
    ("first", "span", "last"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2028, 2, 29), 48, date(2032, 2, 29)),
        (date(2026, 5, 31), -3, date(2026, 2, 28)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
    ],
)
def test_months_are_of_the_calendar(first, span, last):
    assert move(first, span) == last


@given(day=days, span=st.integers(-240, 240), more=st.integers(1, 240))
def test_more_months_are_later_and_never_skip_a_month(day, span, more):
    moved = move(day, span)
    assert move(day, span + more) > moved
    assert (moved.year - day.year) * 12 + moved.month - day.month == span
    assert moved.day <= day.day
    assert move(moved, -span) <= day


@given(window=windows, today=days)
def test_an_award_is_valid_until_its_last_day_and_renewed_in_its_window(window, today):
    told = tell_validity(window, today)
    assert (told in {"valid", "due"}) == (today <= window.ends_on)
    assert (told in {"due", "grace"}) == window.is_open(today)
    assert window.opens_on < window.ends_on <= window.closes_on


@given(end=days, today=days)
def test_without_recertification_nothing_opens(end, today):
    window = find_window(end, None)
    assert not window.is_open(today)
    assert tell_validity(window, today) == ("valid" if today <= end else "expired")


def test_an_award_for_good_stays_valid():
    assert tell_validity(None, date(2100, 1, 1)) == "lasting"


@given(end=days, today=days, span=months)
def test_who_renews_early_loses_nothing_and_nobody_gains_days(end, today, span):
    renewed = renew(end, today, span)
    assert renewed > max(end, today)
    assert renewed == move(end if today <= end else today, span)


@given(end=days, awarded=st.integers(1, 1500), today=st.integers(-200, 100))
def test_of_the_reminders_that_are_due_the_newest_is_meant(end, awarded, today):
    awarded_on, day = end - timedelta(days=awarded), end + timedelta(days=today)
    found = find_reminder(awarded_on, end, day)
    passed = [one for one in REMINDERS if end - timedelta(days=one) <= day]
    fresh = [one for one in passed if one < awarded]
    if today > LATEST or not fresh:
        assert found is None
    else:
        assert found == fresh[-1]


@given(end=days, awarded=st.integers(100, 1500), gap=st.integers(1, 40), shift=st.integers(0, 40))
def test_each_reminder_falls_due_once_however_often_one_looks(end, awarded, gap, shift):
    told = []
    for day in range(-120 + shift, 60, gap):
        found = find_reminder(end - timedelta(days=awarded), end, end + timedelta(days=day))
        if found is not None and found not in told:
            told.append(found)
    assert told == sorted(told, reverse=True)
    if gap == 1 and shift <= 30:
        assert told == list(REMINDERS)


def test_of_both_kinds_the_longer_stands_for_the_programme():
    achieved = award("a", until=date(2029, 5, 1))
    taken_part = award("b", "participation", date(2029, 3, 1))
    (held,) = choose_holdings([("one", taken_part), ("one", achieved)])
    assert (held.lead, held.beside) == (achieved, taken_part)
    same = award("c", "participation", date(2029, 5, 1))
    (held,) = choose_holdings([("one", same), ("one", achieved)])
    assert held.lead == achieved
    for_good = award("d", "participation")
    (held,) = choose_holdings([("one", for_good), ("one", achieved)])
    assert held.lead == for_good


def test_what_was_renewed_is_past():
    former = award("a", until=date(2026, 5, 1))
    new = award("b", until=date(2029, 5, 1), awarded=30)
    assert [one.lead for one in choose_holdings([("one", new), ("one", former)])] == [new]
    held = choose_holdings([("one", new), ("two", former)])
    assert {one.lead.id for one in held} == {"a", "b"}


@given(
    awards=st.lists(
        st.tuples(
            st.sampled_from(["one", "two"]),
            st.builds(
                award,
                st.uuids().map(str),
                st.sampled_from(["participation", "achievement"]),
                st.none() | days,
                st.integers(0, 2000),
            ),
        ),
        unique_by=lambda pair: pair[1].id,
    )
)
def test_holdings_do_not_depend_on_the_order_of_awards(awards):
    found = choose_holdings(awards)
    turned = choose_holdings(reversed(awards))
    assert {(one.lead.id, one.beside and one.beside.id) for one in found} == {
        (one.lead.id, one.beside and one.beside.id) for one in turned
    }
    assert len(found) == len({programme for programme, _ in awards})


def test_participation_is_renewed_with_achievement_but_not_a_lapsed_achievement():
    today = date(2029, 5, 1)
    achieved = award("a", until=date(2029, 5, 1))
    taken_part = award("b", "participation", date(2029, 3, 1))
    (held,) = choose_holdings([("one", achieved), ("one", taken_part)])
    assert choose_renewed(held, "a", AGAIN, today) == (achieved, taken_part)
    assert choose_renewed(held, "b", AGAIN, today) == (taken_part,)
    lapsed = award("c", until=date(2028, 5, 1))
    (held,) = choose_holdings([("one", lapsed), ("one", taken_part)])
    assert choose_renewed(held, "b", AGAIN, today) == (taken_part,)
    just_over = award("d", until=date(2029, 2, 10))
    (held,) = choose_holdings([("one", just_over), ("one", taken_part)])
    assert choose_renewed(held, "b", AGAIN, today) == (taken_part, just_over)


def version(number, again):
    draft = factories.DEFINITION | {"recertification": again}
    definition = read_definition(draft)
    return ProgrammeVersionRow(str(number), "one", number, definition, "", None, cast.NOW)


def test_the_own_version_says_when_and_the_newest_says_what():
    early = version(1, {"parts": ["plan"], "opens_months_before": 6, "grace_months": 3})
    late = version(2, {"parts": ["presence"], "opens_months_before": 1})
    never = version(3, None)
    one = award("a", until=date(2029, 5, 1))
    terms = find_terms(one, early, late, is_archived=False)
    assert terms.window.opens_on == date(2028, 11, 1)
    assert terms.window.closes_on == date(2029, 8, 1)
    assert terms.version == late
    # What was promised holds where the newest says nothing; what is new is for all.
    assert find_terms(one, early, never, is_archived=False).version == early
    assert find_terms(one, never, late, is_archived=False).version == late
    assert find_terms(one, never, never, is_archived=False).version is None
    archived = find_terms(one, early, late, is_archived=True)
    assert (archived.version, archived.window.opens_on) == (None, None)
    assert find_terms(award("b"), early, late, is_archived=False).window is None


def test_what_is_asked_again_is_met_by_fresh_facts_alone():
    definition = version(1, {"parts": ["plan"]}).definition
    assert list_asked(definition) == ["plan"]
    (open_one,) = reckon_parts(definition, ["plan"], Facts())
    assert not is_done([open_one])
    done = reckon_parts(definition, ["plan"], Facts(grades={"plan": 70}))
    assert is_done(done)
    assert not is_done([])
