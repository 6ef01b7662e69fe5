"""When surveys open, what answers may be, how they are counted, what is kept at the end."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.programmes.rules.survey_results import (
    choose_counted,
    draw_bars,
    find_self_reported,
    sum_up,
)
from lms.programmes.rules.surveys import (
    ITEMS,
    add_reply,
    count_reminders,
    find_opening,
    list_due,
    name_groups,
    read_reply,
)
from lms.programmes.rules.unlinkable import FEWEST
from tests.programmes.survey_site import answers

REACTION, APPLICATION = ITEMS["reaction"], ITEMS["application_3"]


def sent(kind="reaction", **changes):
    return {
        name.removeprefix("answer-"): [value] if isinstance(value, str) else value
        for name, value in answers("3", kind, **changes).items()
    }


@pytest.mark.parametrize(
    ("zone", "ends_on", "kind", "opens"),
    [
        ("Africa/Dakar", date(2027, 5, 7), "reaction", "2027-05-08T00:00"),
        ("Pacific/Fiji", date(2027, 5, 7), "reaction", "2027-05-07T12:00"),
        ("Africa/Dakar", date(2027, 11, 30), "application_3", "2028-03-01T00:00"),
        ("Africa/Dakar", date(2027, 8, 31), "application_6", "2028-03-01T00:00"),
        # In Paris the clocks have changed meanwhile.
        ("Europe/Paris", date(2027, 2, 10), "application_3", "2027-05-10T22:00"),
    ],
)
def test_a_survey_opens_the_day_after_by_the_clock_of_the_cohort(
    cohort, zone, ends_on, kind, opens
):
    row = replace(cohort, time_zone=zone, ends_on=ends_on)
    expected = datetime.fromisoformat(opens).replace(tzinfo=UTC)
    assert find_opening(row, kind) == expected
    assert kind not in list_due(row, expected - timedelta(seconds=1))
    assert kind in list_due(row, expected)
    assert kind in list_due(row, expected + timedelta(days=27))
    assert kind not in list_due(row, expected + timedelta(days=28))


def test_nothing_is_due_in_a_cohort_that_was_cancelled_or_never_announced(cohort):
    at = find_opening(cohort, "reaction")
    assert list_due(replace(cohort, cancelled_at=at), at) == []
    assert list_due(replace(cohort, published_at=None), at) == []


def test_two_reminders_and_no_more():
    opened = datetime(2027, 5, 8, tzinfo=UTC)
    due = [count_reminders(opened, opened + timedelta(days=day)) for day in (0, 6, 7, 13, 14, 27)]
    assert due == [0, 0, 1, 1, 2, 2]


@pytest.mark.parametrize(
    ("kind", "changes", "wrong"),
    [
        ("reaction", {}, set()),
        ("reaction", {"relevant": ""}, {"relevant"}),
        ("reaction", {"relevant": "6"}, {"relevant"}),
        ("reaction", {"helped": "x" * 2001}, {"helped"}),
        ("application_3", {"hindrances": ""}, {"hindrances"}),
        ("application_3", {"hindrances": "nothing"}, set()),
    ],
)
def test_answers_are_looked_at_by_their_kind(kind, changes, wrong):
    assert set(read_reply(ITEMS[kind], sent(kind, **changes)).errors) == wrong


def test_two_answers_to_a_scale_and_nothing_beside_something_are_wrong():
    two = sent() | {"relevant": ["1", "2"]}
    assert set(read_reply(REACTION, two).errors) == {"relevant"}
    both = sent("application_3") | {"hindrances": ["time", "nothing"]}
    assert set(read_reply(APPLICATION, both).errors) == {"hindrances"}


fields = st.fixed_dictionaries(
    {
        "state": st.sampled_from(["SN", "FJ", "GH"]),
        "sex": st.sampled_from(["female", "male", ""]),
        "language": st.sampled_from(["en", "fr"]),
    }
)


@given(st.lists(st.tuples(fields, st.sampled_from("12345"), st.booleans()), max_size=40))
def test_what_is_kept_tells_of_no_few_and_agrees_with_what_was_answered(people):
    counted, counts = choose_counted(of for of, _, _ in people), {}
    answered = {}
    for place, (of, value, answers_) in enumerate(people):
        if answers_:
            reply = read_reply(REACTION, sent() | {"relevant": [value]})
            counts = add_reply(
                REACTION, counts, reply, [name for name in name_groups(of) if name in counted]
            )
            answered[str(place)] = of
    results = sum_up(len(people), answered, counts, {"helped": ["All of it."]})
    assert (results["asked"], results["answered"]) == (len(people), len(answered))
    if len(answered) < FEWEST:
        assert [results["counts"], results["groups"], results["comments"]] == [{}, {}, {}]
        return
    assert sum(results["counts"]["relevant"].values()) == len(answered)
    for name, group in results["groups"].items():
        split, _, value = name.partition(":")
        of_group = [key for key, of in answered.items() if of[split] == value]
        assert len(of_group) == group["answered"] >= FEWEST
        values = [int(people[int(key)][1]) for key in of_group]
        assert group["means"]["relevant"] == pytest.approx(sum(values) / len(values), abs=0.006)


@given(st.permutations([("4", "SN"), ("2", "SN"), ("5", "FJ"), ("1", "FJ"), ("3", "FJ")]))
def test_counts_tell_nothing_of_the_order_in_which_answers_came(order):
    counts = {}
    for value, state in order:
        reply = read_reply(REACTION, sent(relevant=value))
        counts = add_reply(REACTION, counts, reply, [f"state:{state}"])
    assert counts["state:FJ"]["relevant"] == {"5": 1, "1": 1, "3": 1}
    assert counts["all"]["relevant"] == dict.fromkeys("12345", 1)


def test_groups_too_small_to_be_told_of_are_never_counted_apart():
    people = [{"state": "SN", "sex": "female"}] * 4 + [{"state": "FJ", "sex": "female"}] * 5
    assert choose_counted(people) == {"state:FJ", "sex:female"}


def test_self_reported_gain_is_of_how_sure_people_say_they_are():
    counts = {}
    for _ in range(FEWEST):
        reply = read_reply(REACTION, sent() | {"sure-before": ["2"], "sure-now": ["4"]})
        counts = add_reply(REACTION, counts, reply, [])
    answered = {str(number): {} for number in range(FEWEST)}
    assert find_self_reported(sum_up(5, answered, counts, {})) == (2, 4)
    assert find_self_reported(sum_up(5, {}, counts, {})) is None


def test_bars_begin_where_reading_begins():
    (low, high), (_, mirrored) = draw_bars([1, 5], "ltr"), draw_bars([1, 5], "rtl")
    assert (low.width, high.width) == (0, 340)
    assert (high.x, mirrored.x) == (10, 10)
    assert (draw_bars([3], "ltr")[0].x, draw_bars([3], "rtl")[0].x) == (10, 180)
    # The words of the second stand below the first bar.
    assert high.y - low.y == 50
