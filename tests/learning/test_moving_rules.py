"""What differs between two versions, and what progress is carried from one to the other."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from lms.learning.rules import (
    Comparison,
    Done,
    MoveRow,
    UnderWay,
    carry,
    compare,
    count_older,
    find_lost_tries,
    may_go_back,
)
from tests.learning.outlines import NOON, Activity, Module, Outline, done

NAMES = "abcdef"


def outline(*names: str, **more: object) -> Outline:
    activities = tuple(Activity(name, title=f"Part {name}") for name in names)
    return Outline((Module("m", "Module", (), activities),), **more)


def compared(old: dict[str, str], new: dict[str, str]) -> Comparison:
    """Compare two courses given the content of each activity."""
    return compare(outline(*old), outline(*new), old, new)


def ids(activities) -> list[str]:
    return [activity.id for activity in activities]


def test_each_activity_is_new_changed_gone_or_as_it_was() -> None:
    found = compared({"a": "1", "b": "1", "c": "1"}, {"d": "1", "b": "2", "a": "1"})
    assert ids(found.added) == ["d"]
    assert ids(found.changed) == ["b"]
    assert ids(found.removed) == ["c"]
    assert ids(found.kept) == ["a"]


def test_a_changed_threshold_is_told() -> None:
    old, new = outline("a", visited_percent=80), outline("a", visited_percent=60)
    prints = {"a": "1"}
    assert compare(old, new, prints, prints).is_threshold_changed
    assert not compare(old, old, prints, prints).is_threshold_changed


def test_results_of_a_changed_quiz_are_not_carried_over() -> None:
    found = compared({"a": "1", "exam": "1"}, {"a": "1", "exam": "2"})
    assert set(carry(done("a", exam=90), found)) == {"a"}


contents = st.dictionaries(st.sampled_from(NAMES), st.sampled_from("12"), max_size=6)
statuses = st.builds(
    Done,
    st.sampled_from(["opened", "done"]),
    st.integers(0, 100).map(lambda minutes: NOON + timedelta(minutes=minutes)),
    st.none() | st.integers(0, 100).map(Decimal),
)


@given(contents, contents, st.data())
def test_just_what_is_the_same_in_both_is_carried_over_and_just_as_it_was(old, new, data) -> None:
    progress = data.draw(st.dictionaries(st.sampled_from([*old, "x"]), statuses))
    found = compared(old, new)
    carried = carry(progress, found)
    same = {name for name in progress if name in old and old[name] == new.get(name)}
    assert carried == {name: progress[name] for name in same}
    assert sorted(ids(found.added) + ids(found.changed) + ids(found.kept)) == sorted(new)
    assert sorted(ids(found.removed) + ids(found.changed) + ids(found.kept)) == sorted(old)


@given(contents, st.data())
def test_between_two_versions_that_say_the_same_everything_is_carried_over(same, data) -> None:
    progress = data.draw(
        st.dictionaries(st.sampled_from(list(same)), statuses) if same else st.just({})
    )
    assert carry(progress, compared(same, same)) == progress


def move(kind: str = "chosen", carried: frozenset[str] = frozenset("a")) -> MoveRow:
    return MoveRow("v1", "v2", kind, NOON, "en", done("a", "b"), carried)


def test_the_way_back_is_open_until_something_is_done() -> None:
    kept = {"a": done("a", "b")["a"]}
    assert may_go_back(move(), "v2", kept)
    assert not may_go_back(move(), "v2", {**kept, **done("c")})
    assert not may_go_back(move(), "v2", {"a": replace(kept["a"], points=Decimal(50))})
    assert not may_go_back(move(), "v2", {})


def test_only_the_own_last_move_can_be_undone() -> None:
    kept = {"a": done("a", "b")["a"]}
    assert not may_go_back(None, "v2", kept)
    assert not may_go_back(move("by_trainer"), "v2", kept)
    assert not may_go_back(move("undone"), "v2", kept)
    assert not may_go_back(move(), "v3", kept)


def test_older_versions_count_who_has_begun_and_who_was_asked() -> None:
    people = [
        UnderWay("e1", "p1", "v1", False, False, None),
        UnderWay("e2", "p2", "v1", True, True, "stayed"),
        UnderWay("e3", "p3", "v1", False, True, None),
        UnderWay("e4", "p4", "v2", True, False, None),
    ]
    newer, older = count_older(people, {"v1": 1, "v2": 2, "v3": 3}, {"e3": False})
    assert (newer.number, newer.under_way, newer.not_begun, newer.to_offer) == (2, 1, 0, 1)
    assert (older.number, older.under_way, older.not_begun, older.to_offer) == (1, 3, 1, 1)
    assert (older.offered, older.stayed) == (2, 1)


limits = st.dictionaries(st.sampled_from(NAMES), st.none() | st.integers(1, 5), min_size=6)


@given(st.dictionaries(st.sampled_from(NAMES), st.integers(0, 5)), limits, limits)
def test_no_attempt_is_lost_in_silence(used, before, after) -> None:
    kept = [Activity(name, title=name) for name in NAMES]
    lost = {each.activity.id: each for each in find_lost_tries(kept, used, before, after)}
    for name in NAMES:
        count, old, new = used.get(name, 0), before[name], after[name]
        left_now = 99 if old is None else max(old - count, 0)
        left_then = 99 if new is None else max(new - count, 0)
        assert (name in lost) == (count > 0 and left_then < left_now), name
        if name in lost:
            assert lost[name].left == left_then
