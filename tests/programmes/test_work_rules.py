"""Where a piece of work stands, and which points an observed session gives."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from lms.programmes.rules.definition import ProductPart
from lms.programmes.rules.observation import CRITERIA, HIGHEST, LEVELS, count_points
from lms.programmes.rules.works import (
    NOTHING,
    GradeRow,
    ReturnRow,
    SubmissionRow,
    WorkRecord,
    find_status,
    may_hand_in,
)
from tests import cast

PART = ProductPart(id="plan", type="product", brief={"en": "A plan."}, points=70)
scores = st.fixed_dictionaries({name: st.sampled_from(list(LEVELS)) for name in CRITERIA})


def submission(number):
    at = cast.NOW + timedelta(days=number)
    return SubmissionRow(f"s{number}", "p", "plan", number, "Words", (), at)


def grade(points, of=None):
    return GradeRow("p", "plan", points, "Why", None, cast.NOW, of, None, {})


def record(submissions=(), returned=(), grades=()):
    returns = tuple(ReturnRow(one, "Shorter", None, cast.NOW) for one in returned)
    return WorkRecord(tuple(map(submission, submissions)), returns, tuple(grades))


def test_work_goes_from_nothing_to_its_minimum():
    steps = [
        (NOTHING, "none"),
        (record([1]), "waiting"),
        (record([1], ["s1"]), "returned"),
        (record([1, 2], ["s1"]), "waiting"),
        (record([1, 2], ["s1"], [grade(69, "s2")]), "below"),
        (record([1, 2, 3], ["s1"], [grade(69, "s2")]), "waiting"),
        (record([1, 2, 3], ["s1"], [grade(69, "s2"), grade(70, "s3")]), "passed"),
    ]
    assert [find_status(PART, one) for one, _ in steps] == [status for _, status in steps]
    assert [may_hand_in(status) for _, status in steps] == [True] * 6 + [False]


def test_the_newest_grade_holds_also_where_it_is_lower():
    graded = record([1], [], [grade(90, "s1"), grade(50, "s1")])
    assert find_status(PART, graded) == "below"


def test_a_grade_of_a_version_that_was_sent_back_answers_it():
    assert find_status(PART, record([1], ["s1"], [grade(80, "s1")])) == "passed"


def test_a_session_is_graded_without_anything_handed_in():
    assert find_status(PART, record(grades=[grade(70)])) == "passed"


@given(scores)
def test_points_are_between_nothing_and_all(levels):
    points = count_points(levels)
    assert 0 <= points <= 100
    assert (points == 100) == (set(levels.values()) == {HIGHEST})


@given(scores, st.sampled_from(list(CRITERIA)))
def test_a_better_level_never_gives_fewer_points(levels, name):
    better = {**levels, name: min(HIGHEST, levels[name] + 1)}
    assert count_points(better) >= count_points(levels)
