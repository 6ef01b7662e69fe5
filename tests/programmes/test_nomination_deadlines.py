"""Reminders before the deadline for nominations, word of what was lost by it, abstentions."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.accounts import services as accounts
from lms.kit.actor import OPERATOR
from lms.kit.clock import clock
from lms.kit.db import db
from lms.programmes.queries import nomination_reminders
from lms.programmes.rules.nomination_deadlines import TOLD_FOR, find_stage, find_start, is_covered
from lms.programmes.rules.rows import CohortRow
from lms.programmes.services import nomination_parts
from lms.programmes.services import nomination_reminders as reminding
from tests import cast
from tests.programmes import factories
from tests.programmes import nomination_site as site

ZONES = st.sampled_from(["Africa/Dakar", "Europe/Paris", "Pacific/Apia", "America/New_York"])
BLANK = {"submitted_at": None, "nominee_done_at": None, "head_confirmed_at": None}
INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1)).map(  # noqa: DTZ001 - zoned next
    lambda one: one.replace(tzinfo=UTC)
)


def cohort_row(zone: str, opens_at: datetime, closes_at: datetime) -> CohortRow:
    values = dict.fromkeys(CohortRow.__dataclass_fields__)
    return CohortRow(**{**values, "time_zone": zone, "opens_at": opens_at, "closes_at": closes_at})


@given(ZONES, INSTANTS, st.integers(1, 60), INSTANTS)
def test_there_is_one_stage_at_a_time_and_none_before_nominations_open(zone, opens, days, now):
    cohort = cohort_row(zone, opens, opens + timedelta(days=days))
    stage = find_stage(cohort, now)
    left = cohort.closes_at - now
    if left <= timedelta(0):
        assert stage == ("over" if -left < TOLD_FOR else None)
        return
    assert stage != "over"
    assert (stage is None) or cohort.opens_at <= find_start(cohort, stage) <= now
    if left < timedelta(days=2) - timedelta(hours=1) and days > 2:
        assert stage == "days"
    if left > timedelta(days=7, hours=1):
        assert stage is None


def test_a_week_is_seven_days_on_the_clock_of_the_place():
    closes = datetime(2027, 3, 30, 21, 59, tzinfo=UTC)
    cohort = cohort_row("Europe/Paris", closes - timedelta(days=40), closes)
    assert find_start(cohort, "week").isoformat() == "2027-03-23T23:59:00+01:00"


def test_places_are_covered_by_those_above_them():
    assert is_covered("a/b", ["a/b"])
    assert is_covered("a/b/c", ["a/b"])
    assert not is_covered("a/bc", ["a/b"])
    assert not is_covered("a", ["a/b"])


@pytest.fixture
def due(programme):
    """A cohort with a form whose nominations close in six days."""
    plan = replace(factories.PLAN, opens_at=cast.NOW - timedelta(days=20),
                   closes_at=cast.NOW + timedelta(days=6))  # fmt: skip
    fiji = factories.state_of(factories.place_of("gita"))
    accounts.grant_role(
        OPERATOR, cast.NOW, cast.id_of("gita"), role="focal_point", organisation_id=str(fiji)
    )
    return site.add_form(factories.add_cohort(programme, plan))


def remind_now(cohort) -> None:
    """Remind without sending: what is sent forgets its links."""
    reminding.remind_cohort(clock.now(), cohort.id)
    db.session.commit()


def remind(cohort, run_jobs) -> None:
    reminding.ask_to_remind(clock.now())
    db.session.commit()
    run_jobs()
    db.session.rollback()


def told(kind: str) -> list[str]:
    return [message.email for message in site.mails(kind)]


def test_states_that_have_nobody_are_reminded_twice_and_once_each(due, run_jobs):
    for _again in range(3):
        remind(due, run_jobs)
        clock.advance(hours=1)
    assert sorted(told("nominations_due")) == [cast.email_of("dalia"), cast.email_of("gita")]
    clock.advance(days=4)
    for _again in range(2):
        remind(due, run_jobs)
    assert len(told("nominations_due")) == 4
    clock.advance(days=2)
    remind(due, run_jobs)
    assert len(told("nominations_due")) == 4
    assert told("nominations_over") == []


def test_who_missed_a_week_is_told_the_newest_alone(due, run_jobs):
    clock.advance(days=5)
    remind(due, run_jobs)
    assert len(told("nominations_due")) == 2
    assert "6" not in site.mails("nominations_due")[0].key.split(":")[-2]


def test_who_nominates_nobody_says_so_with_one_click_and_is_left_alone(due, browse, run_jobs):
    address = f"/nominate/{due.id}"
    dalia = browse("dalia")
    assert "We nominate nobody this time" in dalia.get(address).text
    for _again in range(2):
        assert dalia.post(f"{address}/nobody").status_code == 303
    page = dalia.get(address).text
    assert "You nominate nobody this time." in page
    assert "Nominate somebody after all" in page
    assert "Senegal" in browse("ines").get(f"/admin/cohorts/{due.id}/nominations").text
    remind(due, run_jobs)
    assert told("nominations_due") == [cast.email_of("gita")]
    for _again in range(2):
        assert dalia.post(f"{address}/nobody/undo").status_code == 303
    assert nomination_reminders.list_abstaining(due.id) == {}
    remind(due, run_jobs)
    assert cast.email_of("dalia") in told("nominations_due")


def test_who_may_abstain(due, browse):
    for name in ("amina", "ines", "bruno"):
        assert browse(name).post(f"/nominate/{due.id}/nobody").status_code == 404
    assert browse(None).post(f"/nominate/{due.id}/nobody").status_code in {302, 303, 401}
    clock.advance(days=7)
    assert browse("dalia").post(f"/nominate/{due.id}/nobody").status_code == 409
    assert nomination_reminders.list_abstaining(due.id) == {}


def test_an_officer_with_an_account_is_reminded_and_focal_points_of_drafts(due, run_jobs):
    factories.add_nomination(due, **BLANK)
    for _again in range(2):
        remind(due, run_jobs)
    assert told("officer_reminded") == [cast.email_of("amina")]
    assert told("nominations_missing") == [cast.email_of("dalia")]
    assert told("nominations_due") == [cast.email_of("gita")]
    clock.advance(days=4)
    remind(due, run_jobs)
    assert len(told("officer_reminded")) == 2
    assert len(told("nominations_missing")) == 2


def test_the_link_of_a_reminder_opens_the_part_and_the_one_before_stays_good(due, browse):
    nomination_id = site.nominate(
        browse, due, written_name="Awa Sow", email="awa@example.org",
        organisation_id=factories.place_of("dalia").id,
    )  # fmt: skip
    first = site.last_link("nominee_asked")
    remind_now(due)
    second = site.last_link("nominee_reminded")
    assert first != second
    for path in (first, second):
        assert browse(None).get(path).status_code == 200
    row = site.file_of(due, nomination_id).row
    nomination_parts.renew_link(cast.actor_of("dalia"), clock.now(), due, row)
    db.session.commit()
    for path in (first, second):
        assert browse(None).get(path).status_code == 404


def test_a_head_of_unit_is_reminded_with_a_link_that_opens(due, browse):
    factories.add_nomination(
        due, head_confirmed_at=None, organisation_part={"reason": "x", "integrity": True},
        nominee_part={"unit": "x", "years": "7"},
    )  # fmt: skip
    remind_now(due)
    assert told("head_reminded") == ["head@example.org"]
    assert told("officer_reminded") == []
    assert browse(None).get(site.last_link("head_reminded")).status_code == 200


def test_no_mail_is_asked_for_where_no_head_of_unit_is_named(due):
    nomination = factories.add_nomination(
        due, head_confirmed_at=None, head_email="",
        organisation_part={"reason": "x", "integrity": True},
        nominee_part={"unit": "x", "years": "7"},
    )  # fmt: skip
    remind_now(due)
    assert told("head_reminded") == []
    steps = site.file_of(due, nomination.id).steps
    assert "reminded" not in [step.kind for step in steps]


def test_what_was_not_complete_at_the_deadline_is_told_to_both_once(due, run_jobs):
    factories.add_nomination(due, **BLANK)
    complete = {"organisation_part": {"reason": "x", "integrity": True},
                "nominee_part": {"unit": "x", "years": "7"}}  # fmt: skip
    factories.add_nomination(due, "hadi", **complete)
    clock.advance(days=6)
    for _again in range(3):
        remind(due, run_jobs)
        clock.advance(hours=20)
    assert told("nomination_lost") == [cast.email_of("amina")]
    assert told("nominations_over") == [cast.email_of("dalia")]
    assert site.mails("nominations_over")[0].context["count"] == 1
    assert told("nominations_due") == []


def test_a_cancelled_cohort_reminds_nobody(due, browse, run_jobs):
    browse("ines").post(f"/admin/cohorts/{due.id}/life/cancel")
    remind(due, run_jobs)
    assert told("nominations_due") == []
