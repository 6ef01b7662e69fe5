"""Two states of a file, compared for people; two texts, merged line by line."""

from hypothesis import given
from hypothesis import strategies as st

from lms.workshop.comparison import (
    Clash,
    changed_paths,
    compare_files,
    compare_lines,
    compare_pages,
    join_texts,
    merge_texts,
    split_blocks,
)

WORDS = st.sampled_from(
    ["A State shall act.", "A State may act at once.", "## Heading", "- one\n- two", "المادة 60"]
)
PAGES = st.lists(WORDS, max_size=7).map("\n\n".join)
TEXTS = st.lists(st.sampled_from(["a\n", "b\n", "c\n", "d\n"]), max_size=8).map("".join)


def said(changes, without):
    return [
        text
        for change in changes
        if (text := "".join(part.text for part in change.parts if part.kind != without))
    ]


@given(PAGES, PAGES)
def test_the_parts_of_a_page_make_both_states(old, new):
    changes = compare_pages(old, new)
    assert said(changes, "removed") == split_blocks(new)
    assert sorted(said(changes, "added")) == sorted(split_blocks(old))


@given(TEXTS, TEXTS)
def test_the_parts_of_lines_make_both_states(old, new):
    changes = compare_lines(old, new)
    assert "\n".join(said(changes, "removed")).splitlines() == new.splitlines()
    assert "\n".join(said(changes, "added")).splitlines() == old.splitlines()


@given(PAGES)
def test_nothing_differs_from_itself(page):
    assert {change.kind for change in compare_pages(page, page)} <= {"same"}
    assert compare_files("pages/a.md", page.encode(), page.encode()).blocks == ()


def kinds(old, new):
    return [change.kind for change in compare_pages(old, new)]


def test_a_block_is_mended_moved_added_removed():
    one, two, three = "The first paragraph.", "Another thing altogether.", "Last words: 60."
    page = f"{one}\n\n{two}\n\n{three}\n"
    assert kinds(page, page.replace("first", "very first")) == ["changed", "same", "same"]
    assert kinds(page, f"{two}\n\n{three}\n\n{one}\n") == ["same", "same", "moved"]
    assert kinds(page, f"{one}\n\n{three}\n") == ["same", "removed", "same"]
    assert kinds(f"{one}\n", page) == ["same", "added", "added"]


def test_a_word_is_marked_not_the_paragraph():
    change = compare_pages("A State shall act at once.", "A State may act at once.")[0]
    assert [(part.kind, part.text) for part in change.parts if part.kind != "same"] == [
        ("removed", "shall"),
        ("added", "may"),
    ]


def test_what_stayed_far_from_a_change_is_left_out():
    lines = [f"line {number}" for number in range(20)]
    new = [*lines[:10], "another", *lines[11:]]
    found = compare_files("course.yaml", "\n".join(lines).encode(), "\n".join(new).encode())
    assert (found.kind, found.shape) == ("changed", "lines")
    assert [block.kind if block else None for block in found.blocks] == [
        None, "same", "changed", "same", None,
    ]  # fmt: skip


def test_media_and_what_is_no_text_are_told_apart():
    assert compare_files("media/a.png", None, b"x").kind == "added"
    assert compare_files("pages/a.md", b"x", b"\xff").shape == "media"
    assert compare_files("pages/a.md", b"x", None).kind == "removed"


def test_a_long_line_is_compared_whole():
    old, new = "a " * 20_000, "b " * 20_000
    assert [part.kind for part in compare_lines(old, new)[0].parts] == ["removed", "added"]


def test_files_that_differ_pages_first():
    old, new = (
        {"media/a": "1", "pages/b": "1", "x": "1"},
        {"media/a": "2", "pages/b": "2", "x": "1"},
    )
    assert changed_paths(old, new) == ["pages/b", "media/a"]


@given(TEXTS, TEXTS)
def test_who_alone_changed_a_text_has_it_their_way(base, changed):
    for mine, theirs in ((changed, base), (base, changed), (changed, changed)):
        assert "".join(merge_texts(base, mine, theirs)) == changed


@given(TEXTS, TEXTS, TEXTS)
def test_a_merge_treats_both_sides_alike_and_invents_nothing(base, mine, theirs):
    merged, turned = merge_texts(base, mine, theirs), merge_texts(base, theirs, mine)
    assert merged == [
        Clash(piece.theirs, piece.mine) if isinstance(piece, Clash) else piece for piece in turned
    ]
    said = "".join(
        piece.mine + piece.theirs if isinstance(piece, Clash) else piece for piece in merged
    )
    assert set(said) <= set(base + mine + theirs)


def test_changes_at_two_places_are_joined():
    base = "one\n\ntwo\n\nthree\n"
    mine, theirs = base.replace("one", "ONE"), base.replace("three", "THREE")
    assert "".join(merge_texts(base, mine, theirs)) == "ONE\n\ntwo\n\nTHREE\n"


def test_where_both_changed_the_same_lines_both_are_kept():
    base = "one\n\ntwo\n"
    merged = merge_texts(base, base.replace("one", "ONE"), base.replace("one", "eins"))
    assert merged == [Clash("ONE\n", "eins\n"), "\ntwo\n"]
    assert join_texts(merged, "Mine", "Hers") == (
        "<<<<<<< Mine\nONE\n======= Hers\neins\n>>>>>>>\n\ntwo\n"
    )
