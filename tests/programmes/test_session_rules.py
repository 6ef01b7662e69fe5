"""Pure rules of sessions: clocks on walls, codes on screens, what counts as attended, clashes."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from lms.programmes.rules.calendars import Entry, Mailboxes, uid_of, write_calendar
from lms.programmes.rules.deadlines import OwnDeadline
from lms.programmes.rules.entries import describe_deadline
from lms.programmes.rules.presence import (
    ATTENDED,
    PRESENCE_NAMES,
    Attended,
    NotedMeanwhile,
    PresenceByMinutes,
    count_attended,
    find_changes,
)
from lms.programmes.rules.rotating_code import DIGITS, STEP, changes_at, is_code, make_code
from lms.programmes.rules.sessions import (
    LinkNotValid,
    PlaceMissing,
    SessionEndsEarly,
    SessionRow,
    SessionTooLong,
    check_place,
    find_clashes,
    find_overfull,
    find_times,
    on_the_wall,
    read_instant,
    which_of_two,
)
from lms.programmes.rules.wall_clock import TimeSkipped, TimeTwice
from lms.programmes.rules.zones import describe_zone
from tests.programmes.session_plans import SESSION, wall

ZONES = sorted(name for name in available_timezones() if "/" in name and "Etc" not in name)
INSTANTS = st.datetimes(wall("2000-01-01 00:00"), wall("2036-01-01 00:00")).map(
    lambda moment: moment.replace(microsecond=0, tzinfo=UTC)
)
NOW = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
KEY = b"a key of this site"


def row(key="a", hours=0, length=2, **changes):
    starts = NOW + timedelta(hours=hours)
    base = SessionRow(
        id=key, cohort_id="c", title="t", mode="online", starts_at=starts,
        ends_at=starts + timedelta(hours=length), time_zone="UTC", place="", link="",
        language="en", interpreters=(), capacity=None, sequence=0, changed_at=NOW,
        cancelled_at=None,
    )  # fmt: skip
    return replace(base, **changes)


@given(INSTANTS, st.sampled_from(ZONES))
def test_an_instant_comes_back_from_the_wall(instant, zone):
    wall, which = on_the_wall(instant, zone), which_of_two(instant, zone)
    assert read_instant(wall, zone, which) == instant


def test_times_that_are_not_or_come_twice_are_asked_about():
    zone = "Europe/Paris"
    with pytest.raises(TimeSkipped):
        read_instant(wall("2027-03-28 02:30"), zone, "first")
    twice = wall("2027-10-31 02:30")
    with pytest.raises(TimeTwice):
        read_instant(twice, zone)
    first, second = read_instant(twice, zone, "first"), read_instant(twice, zone, "second")
    assert second - first == timedelta(hours=1)


@given(
    st.sampled_from(ZONES),
    st.datetimes(wall("2026-01-01 00:00"), wall("2028-01-01 00:00")),
    st.integers(0, 51),
)
def test_a_weekly_session_keeps_the_time_on_the_wall(zone, starts, week):
    starts = starts.replace(second=0, microsecond=0)
    plan = replace(SESSION, starts=starts, ends=starts + timedelta(hours=5), time_zone=zone)
    try:
        begins, ends = find_times(plan, week)
    except (TimeSkipped, TimeTwice):
        return
    assert on_the_wall(begins, zone) == starts + timedelta(weeks=week)
    assert on_the_wall(ends, zone) == starts + timedelta(weeks=week, hours=5)


def test_a_session_moved_across_the_change_of_the_clocks_keeps_its_hour():
    before = replace(SESSION, starts=wall("2027-03-26 10:00"), ends=wall("2027-03-26 12:00"),
                     time_zone="Europe/Paris")  # fmt: skip
    moved = replace(before, starts=wall("2027-03-29 10:00"), ends=wall("2027-03-29 12:00"))
    assert find_times(before)[0].hour == 9
    assert find_times(moved)[0].hour == 8


def test_what_a_session_may_not_be():
    with pytest.raises(SessionEndsEarly):
        find_times(replace(SESSION, ends=SESSION.starts))
    with pytest.raises(SessionTooLong):
        find_times(replace(SESSION, ends=SESSION.starts + timedelta(hours=25)))
    with pytest.raises(PlaceMissing):
        check_place(replace(SESSION, place=""))
    for link in ("http://meet.example.org", "javascript:alert(1)", "https://", "meet.example.org"):
        with pytest.raises(LinkNotValid):
            check_place(replace(SESSION, link=link))
    check_place(replace(SESSION, mode="online", place="", link=""))


@given(INSTANTS, st.integers(0, 400))
def test_a_code_works_in_its_window_and_the_next(now, seconds):
    later = now + timedelta(seconds=seconds)
    windows = int(later.timestamp()) // STEP - int(now.timestamp()) // STEP
    code = make_code(KEY, "session", now)
    assert len(code) == DIGITS
    assert code.isdecimal()
    if windows <= 1:
        assert is_code(KEY, "session", code, later)
    elif code not in {make_code(KEY, "session", later - timedelta(seconds=s)) for s in (0, STEP)}:
        assert not is_code(KEY, "session", code, later)


def test_a_code_is_of_one_session_one_site_and_any_digits():
    code = make_code(KEY, "session", NOW)
    assert not is_code(KEY, "another", code, NOW)
    assert not is_code(b"another", "session", code, NOW)
    arabic = code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert is_code(KEY, "session", f" {arabic[:3]} {arabic[3:]} ", NOW)
    assert not is_code(KEY, "session", "", NOW)
    assert not is_code(KEY, "session", "é" * 6, NOW)
    assert NOW < changes_at(NOW) <= NOW + timedelta(seconds=STEP)


STATUSES = st.sampled_from(sorted(PRESENCE_NAMES))


@given(st.dictionaries(st.sampled_from("abcde"), STATUSES), st.integers(-3, 12))
def test_attendance_counts_what_was_held(marks, hours):
    rows = [row(key, hours=2 * place) for place, key in enumerate("abcde")]
    now = NOW + timedelta(hours=hours)
    got = count_attended(rows, marks, None, now)
    assert got.present == sum(status in ATTENDED for status in marks.values())
    assert got.present <= got.held
    assert got.held + got.coming == len(rows)


@given(st.dictionaries(st.sampled_from("abcde"), STATUSES), st.sampled_from("abcde"))
def test_being_there_once_more_never_takes_away(marks, key):
    rows = [row(one, hours=place) for place, one in enumerate("abcde")]
    before = count_attended(rows, marks, None, NOW)
    after = count_attended(rows, {**marks, key: "present"}, None, NOW)
    assert after.present >= before.present


def test_what_was_cancelled_or_is_for_others_is_not_held():
    rows = [row("a", -5), row("b", -5, cancelled_at=NOW), row("c", -5, group_ids=("g",))]
    assert count_attended(rows, {"a": "late"}, None, NOW) == Attended(1, 1, 0)
    assert count_attended(rows, {"a": "excused"}, "g", NOW) == Attended(0, 2, 0)


NOTED = st.dictionaries(st.sampled_from("ab"), STATUSES)


@given(NOTED, NOTED, NOTED)
def test_a_list_changes_what_its_sender_changed_alone(shown, chosen, noted):
    try:
        changes = find_changes(shown, chosen, noted)
    except NotedMeanwhile:
        assert any(
            noted.get(key, "none") not in {shown.get(key, "none"), status}
            for key, status in chosen.items()
        )
        return
    for key, status in chosen.items():
        if key in changes:
            assert changes[key] == status != noted.get(key, "none")
        else:
            assert status in {shown.get(key, "none"), noted.get(key, "none")}


def test_minutes_make_present_and_others_absent_where_asked():
    strict, mild = PresenceByMinutes(60, True), PresenceByMinutes(60, False)
    assert [strict.status_of(minutes) for minutes in (60, 59, None)] == [
        "present", "absent", "absent",
    ]  # fmt: skip
    assert [mild.status_of(minutes) for minutes in (60, 59, None)] == ["present", "none", "none"]


SPANS = st.lists(st.tuples(st.integers(0, 20), st.integers(1, 6), st.booleans()), max_size=8)


@given(SPANS)
def test_who_is_in_two_sessions_at_once_is_found(spans):
    rows = [
        row(str(place), hours, length, cancelled_at=NOW if is_off else None)
        for place, (hours, length, is_off) in enumerate(spans)
    ]
    people = {one.id: {"p"} for one in rows}
    found = {frozenset((one.session_id, one.other_id)) for one in find_clashes(rows, people)}
    expected = {
        frozenset((one.id, two.id))
        for one in rows
        for two in rows
        if one.id < two.id and not (one.is_cancelled or two.is_cancelled)
        and one.starts_at < two.ends_at and two.starts_at < one.ends_at
    }  # fmt: skip
    assert found == expected


def test_more_than_there_is_room_for():
    rows = [row("a", capacity=2), row("b"), row("c", capacity=1, cancelled_at=NOW)]
    assert find_overfull(rows, {"a": 5, "b": 9, "c": 3}) == {"a": 3}


TEXTS = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=120
).map(str.strip).filter(bool)  # fmt: skip


def entry(instant=NOW, zone="Africa/Dakar", **changes):
    base = Entry(
        id="s" * 26, sequence=3, starts_at=instant, ends_at=instant + timedelta(hours=2),
        time_zone=zone, changed_at=NOW, summary="Tracing assets",
        address="https://lms.example.org/learn/sessions/x",
    )  # fmt: skip
    return replace(base, **changes)


@given(INSTANTS, st.sampled_from(ZONES), TEXTS, TEXTS)
def test_a_calendar_comes_back_as_it_was(instant, zone, summary, place):
    written = write_calendar(
        [entry(instant, zone, summary=summary, location=place)], method="PUBLISH"
    )
    assert max(map(len, written.split(b"\r\n"))) <= 75
    [event] = Calendar.from_ical(written).walk("VEVENT")
    assert event["UID"] == uid_of("s" * 26)
    assert (event["SUMMARY"], event["LOCATION"], event["SEQUENCE"]) == (summary, place, 3)
    assert event["DTSTART"].dt.astimezone(UTC) == instant
    assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(hours=2)


def test_a_second_reader_understands_mails_and_time_zones():
    paris = datetime(2027, 3, 26, 9, tzinfo=UTC)
    for method, is_off, status in (("REQUEST", False, "CONFIRMED"), ("CANCEL", True, "CANCELLED")):
        written = write_calendar(
            [entry(paris, "Europe/Paris", is_cancelled=is_off, summary="Séance; 1, a\\b")],
            method=method,
            mailboxes=Mailboxes("desk@example.org", "amina@example.org"),
        ).decode()  # fmt: skip
        calendar = vobject.readOne(written)
        event = calendar.vevent
        assert calendar.method.value == method
        assert event.status.value == status
        assert event.summary.value == "Séance; 1, a\\b"
        assert event.dtstart.value.astimezone(UTC) == paris
        assert event.attendee.value == "mailto:amina@example.org"
        assert event.organizer.value == "mailto:desk@example.org"
        assert event.transp.value == ("TRANSPARENT" if is_off else "OPAQUE")


@given(st.sampled_from(ZONES), st.integers(2020, 2034))
def test_a_written_zone_keeps_the_clock_of_the_real_one(name, year):
    written = describe_zone(name, date(year, 1, 1), date(year + 1, 1, 1))
    onsets = sorted(
        (part["DTSTART"].dt - part["TZOFFSETFROM"].td, part["TZOFFSETTO"].td)
        for part in written.subcomponents
    )
    zone, moment = ZoneInfo(name), wall(f"{year}-01-01 12:00")
    assert all(one[0] < two[0] for one, two in pairwise(onsets))
    while moment.year == year:
        there = moment.replace(tzinfo=UTC).astimezone(zone).utcoffset()
        assert [offset for onset, offset in onsets if onset <= moment][-1] == there
        moment += timedelta(hours=67)


def test_a_summary_names_its_own_language_or_none():
    both = [entry(summary="ورشة", language="ar"), entry(id="t" * 26)]
    written = write_calendar(both, method="PUBLISH").decode()
    assert "SUMMARY;LANGUAGE=ar:ورشة" in written
    assert "SUMMARY:Tracing assets" in written


@pytest.mark.parametrize(
    ("title_language", "is_private", "language"),
    [("en", False, ""), ("ar", False, "ar"), ("en", True, "ar")],
)
def test_a_deadline_is_in_arabic_where_all_of_it_is(title_language, is_private, language):
    row = OwnDeadline("p", "plan", "Plan", title_language, NOW, "UTC", NOW)
    assert describe_deadline(row, "ar", "https://x", is_private=is_private).language == language


def test_a_calendar_names_its_time_zones_once():
    both = [entry(zone="Europe/Paris"), entry(zone="Europe/Paris", id="t" * 26)]
    written = write_calendar(both, method="PUBLISH", name="Mine").decode()
    assert written.count("BEGIN:VTIMEZONE") == 1
    assert "DTSTART:20270328T020000" in written
    assert "X-WR-CALNAME:Mine" in written
