"""Merging file by file, and the names that an editor may write."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.workshop.rules import FileNameRefused, TextTooLong, check_path, clean_text, merge

TREES = st.dictionaries(st.sampled_from("abcde"), st.sampled_from("123"), max_size=5)


@given(TREES, TREES)
def test_who_alone_changed_has_it_their_way(base, changed):
    assert merge(base, changed, base, {}).entries == changed
    assert merge(base, base, changed, {}).entries == changed
    assert merge(base, changed, changed, {}).conflicts == ()


@given(TREES, TREES, TREES)
def test_both_sides_are_treated_alike(base, one, other):
    ours, theirs = merge(base, one, other, {}), merge(base, other, one, {})
    assert ours == theirs


@given(TREES, TREES, TREES)
def test_what_is_decided_is_no_conflict(base, mine, theirs):
    conflicts = merge(base, mine, theirs, {}).conflicts
    for side, tree in (("mine", mine), ("theirs", theirs)):
        merged = merge(base, mine, theirs, dict.fromkeys(conflicts, side))
        assert merged.conflicts == ()
        assert {path: merged.entries.get(path) for path in conflicts} == {
            path: tree.get(path) for path in conflicts
        }


@given(TREES, TREES, TREES)
def test_a_conflict_is_a_file_that_all_three_have_differently(base, mine, theirs):
    for path in merge(base, mine, theirs, {}).conflicts:
        assert len({base.get(path), mine.get(path), theirs.get(path)}) == 3


@pytest.mark.parametrize(
    "path",
    ["course.yaml", "pages/a.md", "questions/bank-2.yaml", "quizzes/q.yaml", "media/a.b.png"],
)
def test_files_that_an_editor_may_write(path):
    assert check_path(path) == path


@pytest.mark.parametrize(
    "path",
    [
        "",
        "pages/../a.md",
        "/pages/a.md",
        "pages/A.md",
        "pages/a.md\n",
        "locale/ar.po",
        "pages/a.yaml",
    ],
)
def test_files_that_it_may_not(path):
    with pytest.raises(FileNameRefused):
        check_path(path)


def test_a_text_is_kept_with_unix_line_ends():
    assert clean_text("a\r\nb\r\n\r\n") == "a\nb\n"
    assert clean_text("\n") == ""
    with pytest.raises(TextTooLong):
        clean_text("a" * 1_000_001)
