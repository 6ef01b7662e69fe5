"""Deadlines in calendars, and reminders: a week and a day before; to tutors on the day after."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from lms.kit.clock import clock
from lms.kit.db import db
from lms.programmes.rules.deadlines import (
    DAY,
    WEEK,
    Owed,
    find_stage,
    list_late_by_day,
    list_reminders,
)
from lms.programmes.rules.rows import ParticipationRow
from lms.programmes.services import calendars, deadline_mail
from lms.programmes.services import deadlines as verbs
from tests import cast
from tests.programmes import factories
from tests.programmes.nomination_site import mails
from tests.programmes.selecting import speak
from tests.programmes.session_plans import add_group, add_participant, add_session

ROW = ParticipationRow(
    "p", "cohort", "person", "n", "accepted", cast.NOW, cast.NOW, None, None, None, "en"
)
HOURS = st.integers(-24 * 9, 24 * 9)
DUE = cast.NOW + timedelta(days=10)


@given(HOURS)
def test_a_stage_is_reached_at_its_instant_and_ends_at_the_deadline(hours):
    left = timedelta(hours=hours)
    stage = find_stage(cast.NOW + left, cast.NOW)
    assert (stage is None) == (left <= timedelta() or left > WEEK)
    assert (stage == "day") == (timedelta() < left <= DAY)


@given(st.lists(st.tuples(st.sampled_from("abc"), HOURS, st.booleans()), max_size=12), HOURS)
def test_nobody_is_reminded_twice_at_a_stage_nor_told_of_too_soon(owed, later):
    found = [
        Owed(ROW if name == "a" else add(name), cast.NOW + timedelta(hours=hours), is_open)
        for name, hours, is_open in owed
    ]
    now = cast.NOW + timedelta(hours=later)
    near = list_reminders(found, now)
    keys = [(row.id, due_at, stage) for row, due_at, stage in near]
    assert len(keys) == len({(row_id, due_at) for row_id, due_at, _ in keys})
    assert {(row_id, due_at) for row_id, due_at, _ in keys} == {
        (one.row.id, one.due_at)
        for one in found
        if one.is_open and timedelta() < one.due_at - now <= WEEK
    }
    zone = "Africa/Dakar"
    late = list_late_by_day(found, now, zone)
    today = now.astimezone(ZoneInfo(zone)).date()
    for day, rows in late.items():
        assert 1 <= (today - day).days <= 3
        assert len({row.id for row in rows}) == len(rows)
        assert {row.id for row in rows} == {
            one.row.id for one in found if one.due_at.astimezone(ZoneInfo(zone)).date() == day
        }


def add(name):
    return ParticipationRow(
        name, "cohort", name, "n", "accepted", cast.NOW, cast.NOW, None, None, None, "en"
    )


@pytest.fixture
def taught(cohort):
    """A cohort with Bruno as tutor, where the plan is due in ten days."""
    factories.assign(cohort, "bruno", "tutor")
    factories.assign(cohort, "ines", "coordinator")
    set_deadline(cohort)
    return cohort


@pytest.fixture
def own(taught):
    return add_participant(taught)


def set_deadline(cohort, due_at=DUE, part="plan", group=None):
    verbs.set_deadline(cast.actor_of("ines"), clock.now(), cohort, part, group, due_at)
    db.session.commit()


def extend(cohort, own, due_at):
    actor = cast.actor_of("bruno")
    verbs.extend(actor, clock.now(), cohort, own, "plan", due_at, "Was on mission.")
    db.session.commit()


def pass_to(run_jobs, at):
    """Let the clock stand at an instant, and the hourly job run twice."""
    clock.set(at)
    for _ in range(2):
        db.session.rollback()
        deadline_mail.ask_to_remind(at)
        db.session.commit()
        run_jobs()
        db.session.rollback()


def count(kind):
    return len(mails(kind))


def test_who_has_not_met_it_is_reminded_once_a_week_and_once_a_day_before(own, run_jobs, browse):
    speak("amina", "ar")
    pass_to(run_jobs, DUE - timedelta(days=7, hours=1))
    assert count("deadline_near") == 0
    pass_to(run_jobs, DUE - timedelta(days=7))
    pass_to(run_jobs, DUE - timedelta(days=3))
    [mail] = mails("deadline_near")
    assert (mail.person_id, mail.language) == (cast.id_of("amina"), "ar")
    assert set(mail.context) == {"title", "participation", "when"}
    assert "UTC" in mail.context["when"] or "غرينتش" in mail.context["when"]
    pass_to(run_jobs, DUE - timedelta(hours=23))
    pass_to(run_jobs, DUE)
    assert count("deadline_near") == 2
    assert count("participants_late") == 0
    # The day after, the tutor gets one line.
    pass_to(run_jobs, DUE + timedelta(days=1))
    pass_to(run_jobs, DUE + timedelta(days=2))
    [mail] = mails("participants_late")
    assert (mail.person_id, mail.context["count"]) == (cast.id_of("bruno"), 1)
    assert count("deadline_near") == 2
    assert "1 participant is late" in browse("bruno").get("/notices").text


def test_who_has_handed_in_is_not_reminded_and_not_late(own, run_jobs, browse):
    sent = {"words": "Plan", "seen": "0.0.0"}
    assert browse("amina").post(f"/learn/cohorts/{own.id}/work/plan", sent).status_code == 303
    pass_to(run_jobs, DUE - timedelta(days=1))
    pass_to(run_jobs, DUE + timedelta(days=1))
    assert count("deadline_near") == 0
    assert count("participants_late") == 0


def test_an_extension_is_reminded_of_at_its_own_time(own, taught, run_jobs):
    pass_to(run_jobs, DUE - timedelta(days=1))
    extend(taught, own, DUE + timedelta(days=20))
    pass_to(run_jobs, DUE + timedelta(days=1))
    assert (count("deadline_near"), count("participants_late")) == (1, 0)
    pass_to(run_jobs, DUE + timedelta(days=19, hours=1))
    assert (count("deadline_near"), count("participants_late")) == (2, 0)
    pass_to(run_jobs, DUE + timedelta(days=21))
    assert count("participants_late") == 1


def test_each_tutor_gets_one_line_for_their_own(taught, run_jobs):
    factories.assign(taught, "chen", "tutor")
    group = add_group(taught, tutor_id=cast.id_of("chen"))
    for name in ("amina", "farid", "gita"):
        add_participant(taught, name, group_id=group)
    add_participant(taught, "dalia")
    pass_to(run_jobs, DUE + timedelta(days=1))
    told = {mail.person_id: mail.context["count"] for mail in mails("participants_late")}
    # Dalia has no group: all tutors look after her.
    assert told == {cast.id_of("chen"): 4, cast.id_of("bruno"): 1}


def test_two_deadlines_at_one_instant_are_one_reminder(own, taught, run_jobs):
    set_deadline(taught, part="presence")
    pass_to(run_jobs, DUE - timedelta(days=6))
    assert count("deadline_near") == 1


def test_who_has_left_and_what_is_called_off_is_silent(taught, run_jobs):
    add_participant(taught, status="withdrawn")
    pass_to(run_jobs, DUE - timedelta(days=1))
    assert count("deadline_near") == 0


def events(name, kind="deadline"):
    """Return the entries of this kind in somebody's calendar, by the name of what is due."""
    db.session.rollback()
    written, _changed_at = calendars.write_feed(cast.id_of(name), "http://localhost")
    return [
        one for one in Calendar.from_ical(written).walk("VEVENT") if str(one["UID"]).endswith(kind)
    ]


def test_a_deadline_stands_in_the_calendar_as_the_minutes_before_it(own, taught):
    [event] = events("amina")
    assert event["UID"] == f"{own.id}.plan@article60.deadline"
    assert (event.start, event.end) == (DUE - timedelta(minutes=15), DUE)
    assert str(event["SUMMARY"]).startswith("Deadline: ")
    assert event["TRANSP"] == "TRANSPARENT"
    assert event["URL"] == f"http://localhost/learn/cohorts/{own.id}/deadlines"
    # Sessions stand beside it; tutors have no deadlines of their own.
    add_session(taught)
    assert len(events("amina", "session")) == 1
    assert events("bruno") == []


def test_its_sequence_rises_with_every_change(own, taught, browse):
    known = [events("amina")[0]["SEQUENCE"]]

    def changed(due_at):
        [event] = events("amina")
        assert event.end == due_at
        assert event["UID"] == f"{own.id}.plan@article60.deadline"
        assert event["SEQUENCE"] > known[-1]
        known.append(event["SEQUENCE"])

    clock.advance(minutes=5)
    set_deadline(taught, DUE + DAY)
    changed(DUE + DAY)
    clock.advance(minutes=5)
    extend(taught, own, DUE + 2 * DAY)
    changed(DUE + 2 * DAY)
    clock.advance(minutes=5)
    # A group with a later time of its own, into which she is put; then it goes again.
    group = add_group(taught, language=own.language)
    set_deadline(taught, DUE + 3 * DAY, group=group)
    clock.advance(minutes=5)
    url, ines = f"/admin/cohorts/{taught.id}/groups/people", browse("ines")
    page = ines.get(url).text
    seen = page.partition('name="seen" value="')[2].partition('"')[0]
    assert ines.post(url, {"seen": seen, f"group-{own.id}": group}).status_code == 303
    changed(DUE + 3 * DAY)
    clock.advance(minutes=5)
    assert ines.post(f"{url}/undo").status_code == 303
    changed(DUE + 2 * DAY)


def test_a_deadline_that_is_removed_leaves_the_calendar_and_its_reader_learns(own, taught, browse):
    client = browse("amina")
    client.post("/calendar")
    page = client.get("/calendar").text
    link = "/calendar/" + page.partition("/calendar/")[2].partition(".ics")[0] + ".ics"
    stranger = browse(None)
    before = stranger.get(link)
    assert "Deadline: " in before.text
    clock.advance(hours=1)
    page = browse("ines").get(f"/admin/cohorts/{taught.id}/deadlines").text
    remove = page.partition(f"/admin/cohorts/{taught.id}/deadlines/")[2].partition("/remove")[0]
    url = f"/admin/cohorts/{taught.id}/deadlines/{remove}/remove"
    assert browse("ines").post(url).status_code == 303
    after = stranger.get(link)
    assert "Deadline: " not in after.text
    assert after.last_modified > before.last_modified


def test_a_protected_persons_calendar_does_not_say_what_is_due(taught):
    add_participant(taught, "hadi")
    [event] = events("hadi")
    assert event["SUMMARY"] == "Deadline"
