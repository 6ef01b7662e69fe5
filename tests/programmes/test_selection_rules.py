"""Scores, allocations as they are kept, exchanges: rules on values, without a database."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.kit.i18n import LANGUAGES
from lms.programmes.allocation.values import Nominee, Quota
from lms.programmes.rules.criteria import Criterion
from lms.programmes.rules.place_reasons import for_nominee
from lms.programmes.rules.places import find_group
from lms.programmes.rules.scoring import (
    PlanRow,
    ScoreRow,
    read_conflicts,
    read_points,
    round_score,
    sum_up,
    total_of,
)
from lms.programmes.rules.selection import (
    Given,
    Override,
    compute,
    digest_of,
    find_broken,
    find_harm,
    read_given,
    read_result,
    with_override,
    write_given,
    write_result,
)
from tests.programmes.allocations import cases

NOBODY: frozenset[str] = frozenset()
CRITERIA = (Criterion("a", {}, 10, 1, {}), Criterion("b", {}, 5, 3, {}))
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


def row(person: str, a: int, b: int, *, seq: int = 1, is_agreed: bool = False) -> ScoreRow:
    return ScoreRow(seq, "n", person, {"a": a, "b": b}, "", is_agreed, AT)


def to_given(case) -> Given:
    """A case of the allocation's tests as it is kept, with one nominee of each decided by hand."""
    ids = sorted(one.id for one in case.nominees if one.id not in case.held)
    overrides = {
        one: Override(outcome, "Because", None)
        for one, outcome in zip(ids[::3], ("in", "out"), strict=False)
    }
    return Given(case.places, case.quotas, case.nominees, case.held, overrides)


def test_a_total_is_of_a_hundred_whatever_the_weights():
    assert total_of({"a": 10, "b": 5}, CRITERIA) == 100
    assert total_of({"a": 0, "b": 0}, CRITERIA) == 0
    assert total_of({"a": 7, "b": 3}, CRITERIA) == Fraction(125, 2)
    assert total_of({}, ()) == 0


@given(st.fractions(0, 100))
def test_rounding_is_to_the_nearest_hundredth(score):
    rounded = round_score(score)
    assert abs(Fraction(rounded) - score) <= Fraction(1, 200)
    assert -int(rounded.as_tuple().exponent) <= 2


def test_halves_are_rounded_upwards():
    assert round_score(Fraction(12345, 1000)) == Decimal("12.35")


@given(
    st.lists(st.tuples(st.sampled_from("xyz"), st.integers(0, 10), st.integers(0, 5)), min_size=1)
)
def test_the_newest_points_of_each_member_hold(given_points):
    rows = [row(person, a, b, seq=number) for number, (person, a, b) in enumerate(given_points)]
    scored = sum_up(rows, CRITERIA, PlanRow(spread=100), NOBODY)
    newest = {one.person_id: total_of(one.points, CRITERIA) for one in rows}
    assert scored.totals == newest
    assert scored.score == round_score(sum(newest.values(), Fraction(0)) / len(newest))
    assert scored.spread == max(newest.values()) - min(newest.values())
    # Whoever has a conflict counts for nothing.
    left = sum_up(rows, CRITERIA, PlanRow(spread=100), frozenset("x"))
    assert left.totals == {one: total for one, total in newest.items() if one != "x"}


def test_members_who_differ_have_no_score_until_they_agree():
    rows = [row("x", 10, 5), row("y", 0, 0)]
    open_ = sum_up(rows, CRITERIA, PlanRow(spread=20), NOBODY)
    assert (open_.score, open_.is_to_be_agreed) == (None, True)
    agreed = sum_up([*rows, row("y", 6, 3, is_agreed=True)], CRITERIA, PlanRow(spread=20), NOBODY)
    assert (agreed.score, agreed.is_to_be_agreed) == (Decimal(60), False)
    again = sum_up(
        [*rows, row("y", 6, 3, is_agreed=True), row("x", 10, 5)], CRITERIA, PlanRow(), NOBODY
    )
    assert (again.score, again.is_to_be_agreed) == (None, True)
    assert sum_up([row("x", 1, 1)], CRITERIA, PlanRow(scores_each=2), NOBODY).score is None
    assert sum_up([], (), PlanRow(), NOBODY).score == 1


def test_points_and_conflicts_are_read():
    points, errors = read_points({"a": ["٧"], "b": ["6"]}, CRITERIA)
    assert points == {"a": 7}
    assert set(errors) == {"b"}
    sent = {"n": ["family"], "m": [""], "o": ["nonsense"], "unknown": ["other"]}
    assert read_conflicts(sent, {"n", "m", "o"}) == {"n": "family"}


@given(cases())
def test_what_is_kept_is_read_as_it_was(case):
    kept = to_given(case)
    read = read_given(write_given(kept))
    assert write_given(read) == write_given(kept)
    assert digest_of(read) == digest_of(kept)
    shuffled = replace(kept, nominees=tuple(reversed(kept.nominees)))
    assert digest_of(shuffled) == digest_of(kept)
    assert digest_of(replace(kept, places=kept.places + 1)) != digest_of(kept)
    result = compute(kept)
    again = compute(read)
    assert (result.admitted, result.waiting, result.out) == (
        again.admitted, again.waiting, again.out,
    )  # fmt: skip
    written = read_result(write_result(result))
    for one, texts in result.why.items():
        for language in LANGUAGES:
            assert [text.in_language(language) for text in written.why[one]] == [
                text.in_language(language) for text in texts
            ]


@given(cases())
def test_what_a_human_decided_stands(case):
    kept = to_given(case)
    result = compute(kept)
    every = [*result.admitted, *result.waiting, *result.out]
    assert sorted(every) == sorted(one.id for one in kept.nominees)
    for one, what in kept.overrides.items():
        assert result.outcome_of(one) == what.outcome
        assert result.why[one][0].params["reason"] == "Because"
    assert kept.held <= set(result.admitted)
    assert result.outcome_of("nobody of this name") is None


def test_a_decision_is_taken_back():
    empty = Given(1, (), (Nominee("n", Decimal(1)),))
    decided = with_override(empty, "n", Override("out", "x", None))
    assert compute(decided).out == ("n",)
    assert digest_of(with_override(decided, "n", None)) == digest_of(empty)


def test_limits_that_are_exceeded_by_hand_are_named():
    nominees = tuple(Nominee(one, Decimal(1), fields={"s": "x"}) for one in "abc")
    quota = Quota("Of x", {"s": ("x",)}, 0, 2)
    kept = Given(1, (quota,), nominees, frozenset("abc"))
    assert [(one.quota, one.count, one.limit) for one in find_broken(kept)] == [
        (None, 3, 1), ("Of x", 3, 2),
    ]  # fmt: skip
    assert find_broken(replace(kept, held=frozenset("a"))) == ()


@pytest.mark.parametrize(
    ("minimum", "maximum", "harmed"), [(1, None, True), (0, 1, False), (2, None, False)]
)
def test_an_exchange_keeps_what_is_kept(minimum, maximum, harmed):
    woman, man = (Nominee(one, Decimal(1), fields={"sex": one}) for one in ("f", "m"))
    quota = Quota("Women", {"sex": ("f",)}, minimum, maximum)
    # A minimum that is not met now is not broken by the exchange.
    assert bool(find_harm([quota], [woman], "f", man)) is harmed
    men = Quota("Men", {"sex": ("m",)}, 0, 0)
    assert find_harm([men], [woman], "f", man) == ("Men",)


def test_a_nominee_is_told_nothing_of_others():
    nominees = [Nominee(one, Decimal(points)) for one, points in (("a", 90), ("b", 37), ("c", 12))]
    result = compute(Given(1, (), tuple(nominees)))
    for one in "abc":
        told = " ".join(map(str, for_nominee(result.why[one])))
        assert told
        assert "90" not in told
        assert "37" not in told


def test_the_smallest_group_of_the_language_is_taken():
    groups = [("a", "fr", 3), ("b", "fr", 2), ("c", "en", 0), ("d", "fr", 2)]
    assert find_group(groups, "fr") == "b"
    assert find_group(groups, "ar") is None
