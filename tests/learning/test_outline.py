"""The way through a course: what is open, what comes next."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.kit.errors import NotVisible
from lms.learning.rules import (
    ActivityLocked,
    Done,
    EnrolmentEnded,
    activities,
    check_open,
    count_done,
    find_place,
    follow,
    lay_out,
    next_step,
)
from tests.learning.outlines import NOON, Outline, done, enrolment

OUTLINE = Outline()
NAMES = [activity.id for _, activity in activities(OUTLINE)]


def statuses(progress, here=None):
    return {
        item.activity.id: item.status
        for section in lay_out(OUTLINE, progress, here)
        for item in section.items
    }


def test_a_module_is_locked_until_those_it_requires_are_done() -> None:
    assert statuses({})["exam"] == "locked"
    assert statuses(done("a", "b"))["exam"] == "locked"
    assert statuses(done("pretest", "a", "b"))["exam"] == "open"


def test_a_locked_module_says_what_it_waits_for() -> None:
    assert lay_out(OUTLINE, {}, None)[2].waits_for == ("The first part",)
    assert lay_out(OUTLINE, done("pretest", "a", "b"), None)[2].waits_for == ()


def test_each_part_has_a_status() -> None:
    progress = done("pretest", "a") | {"b": Done("opened", NOON + timedelta(hours=1))}
    assert statuses(progress, here="c") == {
        "pretest": "done", "a": "done", "b": "begun", "c": "here", "d": "open", "e": "open",
        "exam": "locked",
    }  # fmt: skip


def test_the_first_step_is_the_first_part() -> None:
    assert next_step(OUTLINE, {}).id == "pretest"


def test_the_next_step_follows_what_was_done_last() -> None:
    assert next_step(OUTLINE, done("pretest", "a")).id == "b"
    assert next_step(OUTLINE, done("d")).id == "e"


def test_a_part_opened_last_is_the_next_step() -> None:
    progress = done("pretest") | {"d": Done("opened", NOON + timedelta(hours=1))}
    assert next_step(OUTLINE, progress).id == "d"


def test_at_the_end_the_next_step_is_what_was_left_out() -> None:
    assert next_step(OUTLINE, done("pretest", "a", "c", "d", "e")).id == "b"


def test_when_all_is_done_there_is_no_next_step() -> None:
    assert next_step(OUTLINE, done(*NAMES)) is None


def test_the_place_of_a_part_names_its_neighbours() -> None:
    place = find_place(OUTLINE, "c")
    assert (place.module.id, place.number) == ("second", 1)
    assert (place.previous.id, place.next.id) == ("b", "d")
    assert find_place(OUTLINE, "pretest").previous is None
    assert find_place(OUTLINE, "exam").next is None
    assert find_place(OUTLINE, "nowhere") is None


def test_continue_leads_past_what_is_locked() -> None:
    assert follow(OUTLINE, done("c", "d", "e"), find_place(OUTLINE, "e")).id == "pretest"
    assert follow(OUTLINE, done("pretest", "a", "b", "e"), find_place(OUTLINE, "e")).id == "exam"


def test_a_locked_part_names_the_modules_to_do_first() -> None:
    with pytest.raises(ActivityLocked) as refusal:
        check_open(enrolment(), OUTLINE, {}, "exam")
    assert "The first part" in str(refusal.value)


def test_who_has_withdrawn_finds_the_parts_closed() -> None:
    with pytest.raises(EnrolmentEnded):
        check_open(enrolment("withdrawn"), OUTLINE, {}, "a")


def test_who_has_completed_may_read_on() -> None:
    assert check_open(enrolment("completed"), OUTLINE, {}, "a").activity.id == "a"


def test_a_part_that_the_course_has_not_is_not_there() -> None:
    with pytest.raises(NotVisible):
        check_open(enrolment(), OUTLINE, {}, "nowhere")


@given(st.sets(st.sampled_from(NAMES)))
def test_whoever_takes_the_next_step_again_and_again_comes_to_the_end(names: set[str]) -> None:
    progress = done(*sorted(names))
    for turn in range(len(NAMES) + 1):
        step = next_step(OUTLINE, progress)
        if step is None:
            break
        check_open(enrolment(), OUTLINE, progress, step.id)
        progress[step.id] = Done("done", NOON + timedelta(hours=1 + turn))
    assert count_done(OUTLINE, progress) == (len(NAMES), len(NAMES))


def test_a_course_without_requirements_is_open_throughout() -> None:
    free = Outline(tuple(replace(module, requires=()) for module in OUTLINE.modules))
    assert all(section.waits_for == () for section in lay_out(free, {}, None))
