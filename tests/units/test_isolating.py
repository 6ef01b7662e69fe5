"""Signs of Markdown are told from words, so that an address keeps its direction among Arabic."""

from hypothesis import given
from hypothesis import strategies as st

from lms.units.differences import Part, compare_words
from lms.units.isolating import find_signs, isolate, isolate_text

TEXTS = st.text(alphabet="ab1 *_[]()`%s{}^<:>\\\n!ع", max_size=60)


def signs(text: str) -> list[str]:
    return [run.parts[0].text for run in isolate_text(text) if run.is_sign]


def test_an_address_is_isolated_and_its_brackets_stay_with_the_words():
    text = "على [الدولة](pages/a.md) *أن* تعمل %(name)s[^1] `code` <https://example.org>."
    assert signs(text) == ["pages/a.md", "%(name)s[^1]", "`code`", "<https://example.org>"]
    assert signs("[a][ref] ![b](media/c.png)") == ["ref", "media/c.png"]
    assert signs("*a* **b** [c]") == []
    assert signs("") == []


def test_a_changed_address_is_one_run_with_both_its_forms():
    runs = isolate(compare_words("see [it](pages/a.md)", "see [it](pages/b.md)"))
    (changed,) = [run for run in runs if run.is_sign]
    assert changed.parts == (Part("removed", "pages/a.md"), Part("added", "pages/b.md"))


@given(TEXTS)
def test_every_character_is_a_word_s_or_a_sign_s(text):
    assert len(find_signs(text)) == len(text)
    assert "".join(part.text for run in isolate_text(text) for part in run.parts) == text


@given(TEXTS, TEXTS)
def test_isolating_changes_nothing_of_a_difference(old, new):
    parts = compare_words(old, new)
    cut = [part for run in isolate(parts) for part in run.parts]
    for kind in ("same", "removed", "added"):
        before = "".join(part.text for part in parts if part.kind == kind)
        assert "".join(part.text for part in cut if part.kind == kind) == before
    assert all(part.text for part in cut)
