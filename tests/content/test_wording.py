"""Which text a unit has: its translation, an older one, or none."""

from hypothesis import given
from hypothesis import strategies as st

from lms.content.wording import (
    Rewording,
    Rewordings,
    Translation,
    Wording,
    choose_source,
    choose_translation,
)
from lms.units.unit import Key, Unit

A, B, C = (Key("pages/a.md", text) for text in "ABC")


def unit(key):
    return Unit(key.context, key.text, "pages/a.md", 1, "paragraph")


def test_without_rewordings_a_unit_has_its_own_translation_or_none():
    chosen = choose_translation([unit(A), unit(B)], {A: Translation("ا")}, Rewordings())
    assert chosen == {A: Wording("ا", is_older=False, is_reviewed=False)}


def test_a_reworded_source_shows_its_newest_words_and_the_older_translation():
    known = Rewordings([Rewording(A, B), Rewording(B, C)])
    assert choose_source([unit(A), unit(C)], known) == {A: Wording("C"), C: Wording("C")}
    old = {A: Translation("ا", True)}
    assert choose_translation([unit(A)], old, known)[A] == Wording("ا", True, True)
    # A newer version has the newest words as its own, and keeps the translation as well.
    assert choose_translation([unit(C)], old, known)[C].is_older
    followed = {**old, C: Translation("ج", True)}
    assert choose_translation([unit(A)], followed, known)[A] == Wording("ج", False, True)


def test_words_that_come_back_are_the_newest_again():
    known = Rewordings([Rewording(A, B), Rewording(B, A)])
    assert known.newest(B) == known.newest(A) == A
    assert not choose_translation([unit(A)], {A: Translation("ا")}, known)[A].is_older


KEYS = st.sampled_from([A, B, C, Key("pages/a.md", "D")])


@given(st.lists(st.builds(Rewording, KEYS, KEYS), max_size=8))
def test_any_declarations_end_and_the_last_one_counts(declared):
    known = Rewordings(declared)
    for key in (A, B, C):
        line = list(known.from_newest(key))
        assert len(line) == len(set(line))
        assert line[0] == known.newest(key)
    if declared:
        assert known.newest(declared[-1].old) == known.newest(declared[-1].new)
