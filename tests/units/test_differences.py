"""The difference of two wordings, word by word."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from lms.units.differences import Part, compare_words

TEXTS = st.one_of(
    st.text(alphabet="ab .,*’\n", max_size=40),
    st.lists(st.sampled_from(["a", "State", "shall", " ", "  ", "\n", "条约", "约", "يجب", "*"]))
    .map("".join),
    st.text(max_size=30),
)  # fmt: skip


def joined(parts, *kinds):
    return "".join(part.text for part in parts if part.kind in kinds)


@given(TEXTS, TEXTS)
def test_the_parts_make_both_texts(old, new):
    parts = compare_words(old, new)
    assert joined(parts, "same", "removed") == old
    assert joined(parts, "same", "added") == new


@given(TEXTS, TEXTS)
def test_no_part_is_empty_and_none_follows_its_like(old, new):
    parts = compare_words(old, new)
    assert all(part.text for part in parts)
    kinds = [part.kind for part in parts]
    assert all(one != other for one, other in pairwise(kinds))


@given(TEXTS)
def test_the_same_text_has_no_difference(text):
    assert compare_words(text, text) == ([Part("same", text)] if text else [])


def test_a_word_is_changed_as_a_whole():
    assert compare_words("A State shall act.", "A State should act.") == [
        Part("same", "A State "),
        Part("removed", "shall"),
        Part("added", "should"),
        Part("same", " act."),
    ]


def test_changes_that_only_a_space_parts_are_one():
    assert compare_words("It must act now.", "It may speak now.") == [
        Part("same", "It "),
        Part("removed", "must act"),
        Part("added", "may speak"),
        Part("same", " now."),
    ]


def test_chinese_is_compared_sign_by_sign():
    assert compare_words("缔约国应当行动", "缔约国可以行动") == [
        Part("same", "缔约国"),
        Part("removed", "应当"),
        Part("added", "可以"),
        Part("same", "行动"),
    ]
