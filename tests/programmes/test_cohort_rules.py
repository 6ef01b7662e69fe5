"""Where a cohort stands: what was decided comes first, then its dates, in its own time zone."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.programmes.rules import errors
from lms.programmes.rules.cohorts import (
    ALIVE,
    STATUS_NAMES,
    check_plan,
    choose_text,
    status,
)
from lms.programmes.rules.rows import CohortRow
from tests.cast import NOW
from tests.programmes.factories import PLAN

ORDER = ("published", "open", "closed", "running", "finished")
ROW = CohortRow(
    id="c",
    programme_id="p",
    slug="s",
    programme_version_id="v",
    organisation_id="o",
    organisation_path="o",
    title=PLAN.title,
    announcement={},
    announcement_html={},
    time_zone="Africa/Dakar",
    starts_on=date(2027, 2, 1),
    ends_on=date(2027, 5, 7),
    opens_at=NOW,
    closes_at=NOW + timedelta(days=14),
    offer_days=7,
    places=20,
    languages=("en",),
    form={},
    criteria=(),
    published_at=NOW - timedelta(days=1),
    archived_at=None,
    cancelled_at=None,
    revision=1,
)
INSTANTS = st.integers(-400, 400).map(lambda days: NOW + timedelta(days=days)) | st.integers(
    -(10**7), 10**7
).map(lambda seconds: NOW + timedelta(seconds=seconds))
ZONES = st.sampled_from(["UTC", "Pacific/Fiji", "America/Los_Angeles", "Asia/Kathmandu"])


def row_with(zone: str, opens: int, closes: int, starts: int, ends: int) -> CohortRow:
    """Return a cohort whose dates follow one another by so many days."""
    opens_at = NOW + timedelta(days=opens)
    closes_at = opens_at + timedelta(days=closes)
    starts_on = closes_at.date() + timedelta(days=starts + 2)
    ends_on = starts_on + timedelta(days=ends)
    return replace(
        ROW, time_zone=zone, opens_at=opens_at, closes_at=closes_at, starts_on=starts_on,
        ends_on=ends_on,
    )  # fmt: skip


ROWS = st.builds(
    row_with, ZONES, st.integers(-300, 300), st.integers(1, 90), st.integers(0, 90),
    st.integers(0, 200),
)  # fmt: skip


@given(ROWS, INSTANTS, INSTANTS)
def test_time_only_leads_on(row, one, other):
    early, late = sorted((one, other))
    assert ORDER.index(status(row, early)) <= ORDER.index(status(row, late))


@given(ROWS, INSTANTS)
def test_what_was_decided_is_stronger_than_any_date(row, now):
    assert status(replace(row, published_at=None), now) == "draft"
    cancelled = replace(row, cancelled_at=now)
    assert status(cancelled, now) == "cancelled"
    assert status(replace(cancelled, archived_at=now), now) == "archived"


@given(ROWS, INSTANTS)
def test_each_status_has_a_name_and_nominations_come_in_between_both_instants(row, now):
    found = status(row, now)
    assert found in STATUS_NAMES
    assert (found == "open") == (row.opens_at <= now <= row.closes_at)


def test_the_boundaries():
    second = timedelta(seconds=1)
    assert status(ROW, ROW.opens_at - second) == "published"
    assert status(ROW, ROW.opens_at) == "open"
    assert status(ROW, ROW.closes_at) == "open"
    assert status(ROW, ROW.closes_at + second) == "closed"
    assert set(ALIVE) < set(STATUS_NAMES)


@pytest.mark.parametrize(
    ("zone", "first", "last"),
    [
        ("Pacific/Fiji", "2027-01-31T12:00Z", "2027-05-07T12:00Z"),
        ("Africa/Dakar", "2027-02-01T00:00Z", "2027-05-08T00:00Z"),
    ],
)
def test_its_days_begin_and_end_by_its_own_clock(zone, first, last):
    first, last = datetime.fromisoformat(first), datetime.fromisoformat(last)
    row, second = replace(ROW, time_zone=zone), timedelta(seconds=1)
    assert status(row, first - second) == "closed"
    assert status(row, first) == "running"
    assert status(row, last - second) == "running"
    assert status(row, last) == "finished"


WRONG = (
    ({"title": {"en": "  "}}, errors.CohortTextMissing),
    ({"languages": ()}, errors.CohortLanguageMissing),
    ({"places": 0}, errors.PlacesNotValid),
    ({"offer_days": 0}, errors.OfferDaysNotValid),
    ({"offer_days": 366}, errors.OfferDaysNotValid),
    ({"time_zone": "Dakar"}, errors.TimeZoneUnknown),
    ({"ends_on": date(2027, 1, 31)}, errors.DatesNotValid),
    ({"closes_at": PLAN.opens_at}, errors.WindowNotValid),
    ({"closes_at": datetime(2027, 2, 1, 0, 0, 1, tzinfo=UTC)}, errors.NominationsCloseLate),
)


@pytest.mark.parametrize(("values", "error"), WRONG)
def test_a_plan_that_cannot_be_held_is_refused(values, error):
    check_plan(PLAN)
    with pytest.raises(error):
        check_plan(replace(PLAN, **values))


def test_a_text_is_the_readers_else_the_sources_else_any():
    texts = {"fr": "oui", "en": "yes"}
    assert choose_text(texts, "fr") == ("oui", "fr")
    assert choose_text(texts, "ar") == ("yes", "en")
    assert choose_text({"fr": "oui"}, "ar") == ("oui", "fr")
    assert choose_text({}, "ar") == ("", "ar")
