"""Edits of YAML texts: what was meant changes, everything else keeps its bytes."""

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.workshop.editing.edits import FileUnreadable, Insert, Move, Remove, Set, change_data, load
from lms.workshop.editing.splicing import apply
from tests.content import courses

COURSE = """\
# A course for everybody.
id: small   # the folder's name
title: "Quoted: a title"
summary: >
  Two pages
  and a quiz.
articles: [15, 16]
modules:
  # The first part.
  - id: start
    title: The beginning  # not final
    activities:
      - {id: origins, page: pages/origins.md, minutes: 5}   # short
      # Needs a picture.
      - {id: wording, page: pages/wording.md}

  # --- the end -------------------------
  - id: exam
    title: The end
    requires: [start]
    activities: [{id: test, quiz: quizzes/test.yaml}]
completion: {participation: {visited: 80}}
"""


def lines_of(text):
    return text.splitlines()


def changed_lines(before, after):
    """Return the lines that went and those that came."""
    old, new = lines_of(before), lines_of(after)
    return [line for line in old if line not in new], [line for line in new if line not in old]


def test_an_edit_that_changes_nothing_keeps_the_bytes():
    same = [
        Set(("title",), "Quoted: a title"),
        Set(("summary",), "Two pages and a quiz."),
        Set(("articles",), [15, 16]),
        Set(("valid_months",), None),
        Set(("completion", "participation", "visited"), 80),
    ]
    assert apply(COURSE, same) == COURSE


@pytest.mark.parametrize(
    ("edit", "gone", "came"),
    [
        (Set(("id",), "other"), "id: small   # the folder's name",
         "id: other   # the folder's name"),
        (Set(("title",), "Another: one"), 'title: "Quoted: a title"', 'title: "Another: one"'),
        (Set(("articles",), [60]), "articles: [15, 16]", "articles: [60]"),
        (Set(("modules", 0, "title"), "No"), "    title: The beginning  # not final",
         "    title: 'No'  # not final"),
        (Set(("modules", 0, "activities", 0, "minutes"), None),
         "      - {id: origins, page: pages/origins.md, minutes: 5}   # short",
         "      - {id: origins, page: pages/origins.md}   # short"),
        (Set(("modules", 0, "activities", 1, "title"), "Shall, may", ("id", "page", "title")),
         "      - {id: wording, page: pages/wording.md}",
         "      - {id: wording, page: pages/wording.md, title: 'Shall, may'}"),
        (Set(("modules", 1, "requires"), None), "    requires: [start]", None),
        (Set(("valid_months",), 36), None, "valid_months: 36"),
        (Set(("modules", 0, "requires"), ["exam"], ("id", "title", "requires")), None,
         "    requires: [exam]"),
        (Insert(("modules", 1, "activities"), 1, {"id": "more", "page": "pages/more.md"}),
         "    activities: [{id: test, quiz: quizzes/test.yaml}]",
         "    activities: [{id: test, quiz: quizzes/test.yaml}, {id: more, page: pages/more.md}]"),
        (Insert(("modules", 0, "activities"), 0, {"id": "more", "page": "pages/more.md"}), None,
         "      - {id: more, page: pages/more.md}"),
    ],
)  # fmt: skip
def test_only_the_line_that_was_meant_changes(edit, gone, came):
    after = apply(COURSE, [edit])
    assert changed_lines(COURSE, after) == ([gone] if gone else [], [came] if came else [])
    assert load(after) == change_data(load(COURSE), edit)


def test_a_folded_text_stays_folded_and_paragraphs_become_literal():
    after = apply(COURSE, [Set(("summary",), "Three pages" + " and more" * 20)])
    assert "summary: >-\n  Three pages and more" in after
    assert max(map(len, lines_of(after))) < 100
    after = apply(COURSE, [Set(("title",), "One\n\nTwo")])
    assert "title: |-\n  One\n\n  Two\nsummary: >\n" in after


def test_an_item_moves_with_its_comments_and_the_headings_stay():
    after = apply(COURSE, [Move(("modules", 0, "activities", 1), ("modules", 0, "activities"), 0)])
    assert lines_of(after)[12:15] == [
        "      # Needs a picture.",
        "      - {id: wording, page: pages/wording.md}",
        "      - {id: origins, page: pages/origins.md, minutes: 5}   # short",
    ]
    after = apply(COURSE, [Move(("modules", 1), ("modules",), 0)])
    assert after.index("- id: exam") < after.index("- id: start") < after.index("# --- the end")
    assert sorted(lines_of(after)) == sorted(lines_of(COURSE))


def test_an_item_moves_from_lines_into_brackets_and_back():
    there = Move(("modules", 0, "activities", 0), ("modules", 1, "activities"), 1)
    after = apply(COURSE, [there])
    assert (
        "activities: [{id: test, quiz: quizzes/test.yaml}, "
        "{id: origins, page: pages/origins.md, minutes: 5}]" in after
    )
    back = Move(("modules", 1, "activities", 1), ("modules", 0, "activities"), 0)
    again = apply(after, [back])
    assert load(again) == load(COURSE)
    assert "      - {id: origins, page: pages/origins.md, minutes: 5}\n" in again


def test_a_list_may_be_emptied_and_filled():
    text = "a:\n  - {id: x}\nb: 1\n"
    empty = apply(text, [Remove(("a", 0))])
    assert empty == "a: []\nb: 1\n"
    assert apply(empty, [Insert(("a",), 0, {"id": "x"})]) == text
    assert apply("", [Insert((), 0, {"id": "x", "text": "y"}, is_block=True)]) == (
        "- id: x\n  text: y\n"
    )
    assert apply("b: 1\n", [Insert(("a",), 0, {"id": "x"})]) == "b: 1\na:\n  - {id: x}\n"


def test_a_file_that_cannot_be_read_is_not_written():
    with pytest.raises(FileUnreadable):
        apply("a: [", [Set(("a",), 1)])


def test_a_layout_that_nobody_foresaw_is_written_anew():
    text = "? a\n: - - 1\n    - 2\n  - - 3\n"
    after = apply(text, [Remove(("a", 0, 0))])
    assert load(after) == {"a": [[2], [3]]}


TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"])
    | st.sampled_from("\n:#-'\"[],{} ٣é"),
    max_size=40,
)  # fmt: skip
VALUES = TEXTS | st.integers(0, 99) | st.booleans() | st.lists(st.integers(0, 9), max_size=3)
ITEMS = st.fixed_dictionaries({"id": st.sampled_from("abc")}, optional={"t": VALUES, "u": VALUES})
DATA = st.fixed_dictionaries(
    {"id": VALUES, "list": st.lists(ITEMS, max_size=3), "other": st.lists(ITEMS, max_size=3)},
    optional={"more": VALUES},
)
STYLES = st.sampled_from([None, False, True])


@st.composite
def edits(draw, data):
    names = st.sampled_from(["list", "other"])
    kind, name = draw(st.sampled_from("simrk")), draw(names)
    size = len(data[name])
    if kind == "i":
        return Insert((name,), draw(st.integers(0, size)), draw(ITEMS), draw(st.booleans()))
    if kind in "mr" and size:
        place = draw(st.integers(0, size - 1))
        if kind == "r":
            return Remove((name, place))
        to = draw(names)
        return Move((name, place), (to,), draw(st.integers(0, len(data[to]) - (to == name))))
    if kind == "k" and size:
        path = (name, draw(st.integers(0, size - 1)), draw(st.sampled_from("tu")))
        return Set(path, draw(VALUES | st.none()), ("id", "t", "u"))
    return Set((draw(st.sampled_from(["id", "more"])),), draw(VALUES))


@settings(max_examples=400)
@given(st.data())
def test_editing_then_reading_gives_the_change(data):
    content = data.draw(DATA)
    text = yaml.safe_dump(
        content, sort_keys=False, allow_unicode=data.draw(st.booleans()),
        default_flow_style=data.draw(STYLES), width=data.draw(st.sampled_from([20, 1000])),
        indent=data.draw(st.sampled_from([2, 4])),
    )  # fmt: skip
    before = load(text)
    edit = data.draw(edits(before))
    after = apply(text, [edit])
    assert load(after) == change_data(before, edit)
    assert (after == text) == (change_data(before, edit) == before)


@given(st.data())
def test_what_is_inserted_and_removed_leaves_no_trace(data):
    text = data.draw(st.sampled_from([COURSE, courses.COURSE, courses.BANK]))
    path = () if text == courses.BANK else ("modules", 0, "activities")
    size = 2
    place = data.draw(st.integers(0, size))
    after = apply(text, [Insert(path, place, data.draw(ITEMS)), Remove((*path, place))])
    assert after == text
