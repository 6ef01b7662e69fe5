"""Which text became which when a source changed."""

from hypothesis import given
from hypothesis import strategies as st

from lms.units.align import align
from lms.units.unit import Repeats, Unit

SENTENCE = "the convention asks each state party to consider measures that prevent corruption"
WORDS = SENTENCE.split()


def units(*texts, file="pages/a.md"):
    repeats = Repeats(file)
    return [Unit(repeats.context(text), text, file, n, "paragraph") for n, text in enumerate(texts)]


def test_what_is_the_same_is_kept_and_what_changed_is_stale():
    old = units("A State shall act at once.", "Something else entirely.", "The end.")
    new = units("A new beginning of it all!", "A State shall act soon.", "The end.")
    found = align(old, new)
    assert found.kept == {2: 2}
    assert found.stale == {1: 0}
    assert found.new == (0,)
    assert found.removed == (1,)


def test_a_block_that_moved_within_its_file_is_kept():
    old, new = (
        units("first one", "second two", "third three"),
        units("third three", "first one", "second two"),
    )
    assert align(old, new).kept == {0: 2, 1: 0, 2: 1}


def test_a_block_that_moved_to_another_file_is_found_among_the_removed():
    old = [*units("It stays."), *units("It moves with its words.", file="pages/b.md")]
    new = units("It stays.", "It moves with its words.")
    assert align(old, new).kept == {0: 0, 1: 1}


def test_a_named_field_keeps_its_name_whatever_it_says():
    old = [Unit("b.yaml#q.text", "Old words", "b.yaml", 1, "question")]
    new = [Unit("b.yaml#q.text", "Nothing in common 123", "b.yaml", 1, "question")]
    assert align(old, new).stale == {0: 0}


def test_below_the_cut_off_texts_are_different_ones():
    assert align(units("abcdefgh"), units("zyxwvuts")).new == (0,)


SENTENCES = st.lists(
    st.lists(st.sampled_from(WORDS), min_size=3, max_size=6).map(" ".join), max_size=12
)


@given(SENTENCES, SENTENCES)
def test_each_text_has_one_counterpart_at_most_and_none_is_lost(before, after):
    old, new = units(*before), units(*after)
    found = align(old, new)
    pairs = {**found.kept, **found.stale}
    assert len(set(pairs.values())) == len(pairs)
    assert sorted([*pairs, *found.new]) == list(range(len(new)))
    assert sorted([*pairs.values(), *found.removed]) == list(range(len(old)))
    assert all(old[was].text == new[at].text for at, was in found.kept.items())


@given(SENTENCES)
def test_nothing_changed_keeps_everything(texts):
    found = align(units(*texts), units(*texts))
    assert found.kept == {n: n for n in range(len(texts))}


@given(SENTENCES, st.randoms())
def test_any_order_of_the_same_texts_keeps_everything(texts, random):
    mixed = list(texts)
    random.shuffle(mixed)
    found = align(units(*texts), units(*mixed))
    assert not found.stale
    assert not found.new
    assert not found.removed
