"""The pure parts of planning: times on the wall, lists of entries, what to choose from, shares."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.kit.regions import (
    LEAVING,
    REGIONS,
    SMALL_ISLANDS,
    least_developed_on,
    region_name,
)
from lms.kit.territories import territory_names
from lms.programmes.allocation.values import Nominee
from lms.programmes.rules import listing, quotas
from lms.programmes.rules.criteria import Criterion, read_criteria, write_criteria
from lms.programmes.rules.form_editing import OptionsNotValid, read_options, write_options
from lms.programmes.rules.form_questions import FormQuestion, NominationForm, Option
from lms.programmes.rules.quotas import QuotaPlan, QuotasNotMet
from lms.programmes.rules.wall_clock import TimeSkipped, TimeTwice, read_wall
from tests.programmes import factories

ZONES = st.sampled_from(["UTC", "Europe/Vienna", "America/New_York", "Pacific/Apia", "Asia/Tehran"])
WORDS = st.text("abcdef", min_size=1, max_size=3)


def ids():
    """Return a function that makes a new id each time."""
    numbers = count()
    return lambda: f"new{next(numbers)}"


@given(st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1)), ZONES)  # noqa: DTZ001 - a wall
def test_a_time_on_the_wall_is_read_back_or_refused(wall, zone):
    try:
        instant = read_wall(wall, zone)
    except TimeSkipped:
        there = wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC).astimezone(ZoneInfo(zone))
        assert there.replace(tzinfo=None) != wall
    except TimeTwice:
        first, second = (
            wall.replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC) for fold in (0, 1)
        )
        assert first < second <= first + timedelta(hours=24)
    else:
        assert instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == wall


@pytest.mark.parametrize(
    ("wall", "zone", "error"),
    [
        ((2027, 3, 28, 2, 30), "Europe/Vienna", TimeSkipped),
        ((2027, 10, 31, 2, 30), "Europe/Vienna", TimeTwice),
        ((2027, 3, 14, 2, 0), "America/New_York", TimeSkipped),
        # The day that Samoa left out.
        ((2011, 12, 30, 12, 0), "Pacific/Apia", TimeSkipped),
    ],
)
def test_where_clocks_are_put_on_and_back(wall, zone, error):
    with pytest.raises(error) as refused:
        read_wall(datetime(*wall), zone)  # noqa: DTZ001 - what the clock on a wall shows
    assert zone in str(refused.value)


ENTRIES = st.lists(WORDS, unique=True, max_size=6).map(
    lambda names: tuple(Criterion(name, {"en": name}, 5, 1, {}) for name in names)
)


@given(ENTRIES, WORDS, st.booleans())
def test_moving_keeps_all_entries(entries, name, is_up):
    moved = listing.move(entries, name, is_up=is_up)
    assert sorted(one.id for one in moved) == sorted(one.id for one in entries)
    if listing.find(entries, name) is None:
        assert moved == entries
    elif listing.move(moved, name, is_up=not is_up) != entries:
        # It stood at the end already.
        assert moved == entries
    assert listing.remove(moved, name) == listing.remove(entries, name)


@given(ENTRIES, WORDS)
def test_putting_replaces_or_adds(entries, name):
    entry = Criterion(name, {"fr": name}, 3, 2, {})
    there = listing.put(entries, entry)
    assert listing.find(there, name) == entry
    assert len(there) == len(entries) + (listing.find(entries, name) is None)
    assert listing.put(there, entry) == there
    assert read_criteria(write_criteria(there)) == there


LABELS = st.lists(WORDS, min_size=2, max_size=6, unique=True)


@given(LABELS, LABELS)
def test_options_that_keep_a_label_keep_their_id(before, after):
    former = tuple(Option(f"old-{label}", {"en": label}) for label in before)
    options = read_options({"en": "\n".join(after), "ar": " "}, former, ids())
    assert [one.label["en"] for one in options] == after
    assert len({one.id for one in options}) == len(after)
    for one in options:
        if one.label["en"] in before:
            assert one.id == f"old-{one.label['en']}"
        elif len(before) != len(after):
            assert one.id.startswith("new")
    again = read_options(write_options(options), options, ids())
    assert again == options


def test_an_option_written_anew_in_its_place_keeps_its_id():
    former = (Option("a", {"en": "Polise", "fr": "Police"}), Option("b", {"en": "Court"}))
    options = read_options({"en": "Constabulary\nCourt"}, former, ids())
    assert [one.id for one in options] == ["a", "b"]
    assert write_options(former) == {"en": "Polise\nCourt"}
    with pytest.raises(OptionsNotValid):
        read_options({"en": "\n".join(map(str, range(61)))}, (), ids())


@given(st.integers(1, 5000), st.integers(1, 100))
def test_a_share_of_places_is_never_fallen_short_of(places, percent):
    number = quotas.share_of(places, percent)
    assert number * 100 >= places * percent > (number - 1) * 100
    assert 1 <= number <= places


def test_quotas_that_cannot_be_met_say_what_could_be():
    plans = [
        QuotaPlan("Senegal", {"state": ("SN",)}, 8, None),
        QuotaPlan("Fiji", {"state": ("FJ",)}, 8, 10),
    ]
    quotas.check_together(16, plans)
    share = QuotaPlan("Women", {"sex": ("female",)}, None, 10, share=50)
    quotas.check_together(20, [share])
    with pytest.raises(QuotasNotMet):
        quotas.check_together(21, [share])
    with pytest.raises(QuotasNotMet) as refused:
        quotas.check_together(15, plans)
    assert any("With 16 places they can." in str(one.text) for one in refused.value.problems)


def test_the_fields_of_a_nominee_are_those_that_quotas_count(cohort):
    options = (Option("x", {"en": "Police"}), Option("y", {"en": "Court"}))
    one = FormQuestion("q1", "choice", {"en": "?"}, {}, is_required=True, is_panel_only=False,
                       options=options)  # fmt: skip
    several, text = replace(one, id="q2", kind="several"), replace(one, id="q3", kind="short")
    form = NominationForm((one,), (several, text))
    row = factories.add_nomination(
        cohort,
        "amina",
        sex="female",
        organisation_part={"q1": "x"},
        nominee_part={"q2": ["x", "y"], "q3": "words"},
    )
    fields = quotas.list_fields(cohort, row, "SN", form)
    place = factories.place_of("amina")
    assert fields["state"] == "SN"
    assert place.id in fields["agency"]
    assert (fields["sex"], fields["language"]) == ("female", "en")
    assert (fields["answer-q1"], fields["answer-q2"]) == (("x",), ("x", "y"))
    assert "answer-q3" not in fields
    # By the group's language, where one was wished for; by the cohort's first, where none fits.
    for wished, own, counted in (("fr", "en", "fr"), ("", "fr", "fr"), ("", "ru", "en")):
        other = replace(row, group_language=wished, language=own)
        assert quotas.list_fields(cohort, other, "SN", form)["language"] == counted
    assert "state" not in quotas.list_fields(cohort, row, None, form)
    quota = factories.add_quota(
        cohort, "Police", {"answer-q1": ["x"], "sex": ["female"]}, minimum=1
    )
    (limit,) = quotas.to_limits([quota])
    nominee = Nominee("n", Decimal(), None, fields)
    assert limit.counts(nominee)
    assert quotas.plan_of(quota).fields == {"answer-q1": ("x",), "sex": ("female",)}


def test_every_country_lies_in_a_region():
    codes = set(territory_names("en")) - {"AQ"}
    assert frozenset().union(*REGIONS.values()) == codes
    assert "SN" in REGIONS["002"] & REGIONS["011"]
    assert codes >= least_developed_on(date(2020, 1, 1)) | SMALL_ISLANDS
    assert len(SMALL_ISLANDS) == 39
    for language in ("en", "ar", "zh"):
        assert all(region_name(code, language) != code for code in REGIONS)


@pytest.mark.parametrize(
    ("day", "count", "on_it", "off_it"),
    [
        (date(2020, 12, 3), 47, "VU BT ST BD", ""),
        (date(2020, 12, 4), 46, "BT ST BD", "VU"),
        (date(2023, 12, 13), 45, "ST BD", "BT"),
        (date(2024, 12, 13), 44, "BD LA NP SB", "ST"),
        (date(2026, 11, 23), 44, "BD LA NP", "ST"),
        (date(2026, 11, 24), 41, "SB KH SN", "BD LA NP"),
        (date(2027, 12, 13), 40, "KH SN", "SB"),
        (date(2029, 12, 19), 38, "AF ZM", "KH SN"),
    ],
)
def test_the_least_developed_are_those_of_the_day(day, count, on_it, off_it):
    codes = least_developed_on(day)
    assert len(codes) == count
    assert codes >= set(on_it.split())
    assert not codes & set(off_it.split())
    assert least_developed_on(date(2020, 1, 1)) >= set(LEAVING)
