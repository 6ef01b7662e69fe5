"""When a message that may wait goes out: by the wall clock, whatever is done to the clock."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.notifications.rules.timing import (
    DIGEST_AT,
    Preference,
    find_due,
    has_sound_quiet_hours,
    is_quiet,
)

ZONES = ("UTC", "Africa/Dakar", "Europe/Vienna", "America/St_Johns", "Australia/Lord_Howe",
         "Asia/Kathmandu", "Pacific/Apia", "Africa/Casablanca", "no such zone")  # fmt: skip
instants = st.integers(
    int(datetime(2009, 1, 1, tzinfo=UTC).timestamp()),
    int(datetime(2031, 1, 1, tzinfo=UTC).timestamp()),
).map(lambda second: datetime.fromtimestamp(second, UTC))
times = st.times().map(lambda t: t.replace(second=0, microsecond=0))
quiet = st.tuples(times, times).filter(lambda pair: pair[0] != pair[1])


@given(instants, st.sampled_from(ZONES), st.sampled_from(("now", "day", "week")), quiet)
def test_nothing_goes_out_in_quiet_hours_or_waits_for_ever(now, zone, pace, hours):
    chosen = Preference(quiet_from=hours[0], quiet_to=hours[1])
    due = find_due(now, zone, pace, chosen)
    assert due >= now
    assert not is_quiet(due, zone, chosen)
    # The end of the quiet hours, an hour that the clock jumps over, and a day that it leaves out.
    longest = {"now": 0, "day": 2, "week": 8}[pace]
    assert due - now <= timedelta(days=longest + 2, hours=2)


@given(instants, st.sampled_from(ZONES[:-1]))
def test_a_digest_is_for_the_next_morning_and_strictly_later(now, zone):
    due = find_due(now, zone, "day", Preference())
    assert due > now
    assert due.astimezone(ZoneInfo(zone)).time() == DIGEST_AT
    # Told at any time of the period between, it is for the same instant: one digest a period.
    assert find_due(now + (due - now) / 2, zone, "day", Preference()) == due
    weekly = find_due(now, zone, "week", Preference())
    assert weekly.astimezone(ZoneInfo(zone)).weekday() == 0
    assert weekly >= due


@given(instants, st.sampled_from(ZONES))
def test_who_wants_it_at_once_gets_it_at_once(now, zone):
    assert find_due(now, zone, "now", Preference()) == now


@pytest.mark.parametrize(("now", "due"), [
    # The clock of Vienna goes from 02:00 to 03:00 on 29 March: 02:30 is when it would have been.
    ("2026-03-29T00:30+00:00", "2026-03-29T01:30+00:00"),
    # And back from 03:00 to 02:00 on 25 October: the first 02:30 ends the night ...
    ("2026-10-24T23:30+00:00", "2026-10-25T00:30+00:00"),
    # ... and who is told in the second 02:10, at night again, waits for the second.
    ("2026-10-25T01:10+00:00", "2026-10-25T01:30+00:00"),
])  # fmt: skip
def test_quiet_hours_end_by_the_clock_that_is_put_forward_and_back(now, due):
    chosen = Preference(quiet_from=time(22), quiet_to=time(2, 30))
    told = datetime.fromisoformat(now)
    assert find_due(told, "Europe/Vienna", "now", chosen) == datetime.fromisoformat(due)


@pytest.mark.parametrize(("start", "end", "is_sound"), [
    (None, None, True), (time(22), time(6), True), (time(22), None, False),
    (None, time(6), False), (time(6), time(6), False),
])  # fmt: skip
def test_quiet_hours_have_two_different_ends(start, end, is_sound):
    assert has_sound_quiet_hours(Preference(quiet_from=start, quiet_to=end)) is is_sound
