"""The signs of Markdown in a line: told apart, numbered alike in a translation, joined again."""

from hypothesis import given
from hypothesis import strategies as st

from lms.units import markdown
from lms.units.inline import Sign, fit, join, split

SIGNS = ["*", "**", "_", "`", "[", "![", "](a.md)", '](m.svg "T")', "[^1]", "]", "%(name)s", "{x}",
         "<https://x.org>", "  \n", "\\*", "\\\n", " ", "word", "2 * 3", "شيء"]  # fmt: skip
TEXT = st.lists(st.sampled_from(SIGNS), max_size=14).map("".join)


def shown(text):
    return [piece if isinstance(piece, str) else (piece.id, piece.role) for piece in split(text)]


def test_words_and_signs_are_told_apart():
    assert shown("A *must* see [the `x`](a.md)[^1] %(name)s") == [
        "A ", (1, "open"), "must", (1, "close"), " see ", (2, "open"), "the ", (3, "single"),
        (2, "close"), (4, "single"), " ", (5, "single"),
    ]  # fmt: skip


def test_what_only_looks_like_a_sign_is_words():
    for text in ("2 * 3 * 4", "snake_case_name", r"\*no\*", "an [open bracket", "a ] b", "**"):
        assert shown(text) == [text]


def test_a_translation_has_the_numbers_of_its_source():
    source = split("*One* and [two](a.md) and *three*")
    pieces = fit(source, "[deux](a.md), *un*, *trois*, *quatre*")
    assert [piece.id for piece in pieces if isinstance(piece, Sign)] == [2, 2, 1, 1, 3, 3]
    assert "*quatre*" in pieces[-1]


@given(TEXT, TEXT)
def test_joining_gives_the_same_text_and_pairs_are_nested(source, text):
    pieces = split(source)
    assert join(pieces) == source
    assert join(fit(pieces, text)) == text
    for signs in (pieces, fit(pieces, text)):
        around = []
        for piece in signs:
            if isinstance(piece, Sign) and piece.role == "open":
                around.append(piece.id)
            elif isinstance(piece, Sign) and piece.role == "close":
                assert around.pop() == piece.id
        assert around == []


@given(TEXT)
def test_a_code_is_never_cut(source):
    # What Markdown shows as code stands in one sign, so that no tool touches it.
    html = markdown.render_line(source)
    codes = [p.data for p in split(source) if isinstance(p, Sign) and p.kind == "code"]
    assert len(codes) >= html.count("<code>")
