"""What a person has reached, and which enrolment enrolling leads back to."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.learning.rules import (
    CompletionRow,
    Reached,
    add_up,
    find_kept,
    is_all_reached,
    is_news,
    measure,
)
from tests.learning.outlines import NOON, Outline, done, enrolment

OUTLINE = Outline()


def test_participation_counts_the_pages_that_were_read() -> None:
    assert measure(OUTLINE, done("a", "b", "c")).visited_percent == 60
    assert not measure(OUTLINE, done("a", "b", "c", "pretest")).is_participation
    assert measure(OUTLINE, done("a", "b", "c", "d")).is_participation


def test_a_page_only_opened_does_not_count() -> None:
    progress = done("a", "b", "c", "d")
    progress["d"] = type(progress["d"])("opened", progress["d"].at)
    assert measure(OUTLINE, progress).visited_percent == 60


@pytest.mark.parametrize(("points", "is_reached"), [("69.99", False), ("70", True), ("100", True)])
def test_achievement_is_the_best_result_of_the_quiz_that_counts(points, is_reached) -> None:
    progress = done(exam=0)
    progress["exam"] = type(progress["exam"])("done", progress["exam"].at, Decimal(points))
    reached = measure(OUTLINE, progress)
    assert (reached.is_achievement, reached.points) == (is_reached, Decimal(points))


def test_another_quiz_counts_for_nothing() -> None:
    assert measure(OUTLINE, done(pretest=100)).points is None


def test_a_course_of_quizzes_alone_counts_all_its_parts() -> None:
    outline = Outline(modules=OUTLINE.modules[2:])
    assert measure(outline, done(exam=10)).visited_percent == 100


def test_without_any_threshold_everything_must_be_visited() -> None:
    outline = Outline(visited_percent=None, quiz_activity=None, quiz_points=None)
    assert not measure(outline, done("a", "b", "c", "d")).is_participation
    assert measure(outline, done("a", "b", "c", "d", "e")).is_participation


def test_an_empty_course_is_never_completed() -> None:
    assert not measure(Outline(modules=()), {}).is_something


@given(st.sets(st.sampled_from("abcde")), st.sampled_from("abcde"))
def test_reading_one_more_page_never_lowers_anything(names: set[str], one_more: str) -> None:
    before = measure(OUTLINE, done(*sorted(names)))
    after = measure(OUTLINE, done(*sorted(names | {one_more})))
    assert after.visited_percent >= before.visited_percent
    assert after.is_participation >= before.is_participation


@pytest.mark.parametrize(
    ("participation", "achievement", "is_everything"),
    [(True, True, True), (True, False, False), (False, True, False)],
)
def test_the_enrolment_ends_when_all_that_is_asked_is_reached(
    participation, achievement, is_everything
) -> None:
    result = is_all_reached(OUTLINE, is_participation=participation, is_achievement=achievement)
    assert result == is_everything


def test_a_course_without_an_exam_is_completed_by_participation() -> None:
    outline = Outline(quiz_activity=None, quiz_points=None)
    assert is_all_reached(outline, is_participation=True, is_achievement=False)


def completion(is_participation: bool, is_achievement: bool) -> CompletionRow:
    at = datetime(2026, 11, 24, tzinfo=UTC)
    return CompletionRow("k", "e", "v1", "ed", is_participation, is_achievement, 80, None, 2.5, at)


def test_only_what_is_newly_reached_is_news() -> None:
    both = measure(OUTLINE, done("a", "b", "c", "d", exam=80))
    nothing = measure(OUTLINE, {})
    assert is_news(both, None)
    assert is_news(both, completion(True, False))
    assert not is_news(both, completion(True, True))
    assert not is_news(nothing, None)
    assert not is_news(nothing, completion(True, False))


def test_an_active_enrolment_stays() -> None:
    active = enrolment("active", "v1")
    assert find_kept([active], "v2", again=False) == active
    assert find_kept([active], "v2", again=True) == active


def test_a_completed_course_begins_anew_only_by_wish() -> None:
    completed = enrolment("completed", "v1")
    assert find_kept([completed], "v2", again=False) == completed
    assert find_kept([completed], "v2", again=True) is None


def test_who_withdrew_goes_on_in_the_same_version_only() -> None:
    withdrawn = enrolment("withdrawn", "v1")
    assert find_kept([withdrawn], "v1", again=False) == withdrawn
    assert find_kept([withdrawn], "v2", again=False) is None


def test_figures_of_an_older_version_are_kept_where_they_are_better() -> None:
    former = CompletionRow("c", "e", "v1", "d", False, True, 60, Decimal(90), 1.5, NOON)
    now = Reached(80, None, is_participation=True, is_achievement=False)
    both = add_up(now, former)
    assert (both.visited_percent, both.points) == (80, Decimal(90))
    assert both.is_participation
    assert both.is_achievement
    assert add_up(now, None) == now
    lower = Reached(20, Decimal(10), is_participation=False, is_achievement=False)
    assert add_up(lower, former) == Reached(60, Decimal(90), False, True)
