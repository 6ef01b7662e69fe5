"""What a page may not contain, and whether a translation fits its source."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.units.checks import find_translation_faults, inspect, may_hold_markup


def faults(source, translation):
    return [str(fault.message) for fault in find_translation_faults(source, translation)]


@pytest.mark.parametrize(
    ("source", "translation", "said"),
    [
        ("See %(name)s", "Voir %(nom)s", "placeholder %(name)s of the source is missing"),
        ("See", "Voir {x}", "placeholder {x} is not in the source"),
        ("To {verb-2}", "Pour {verb}", "placeholder {verb-2} of the source is missing"),
        ("To {2}", "Pour", "placeholder {2} of the source is missing"),
        ("[a](pages/a.md)", "[a](pages/b.md)", "link to pages/a.md of the source is missing"),
        ("a", "[a](http://evil.example)", "link to http://evil.example is not in the source"),
        ("a[^1]", "a", "footnote [^1] of the source is missing"),
        ("use `x`", "use `y`", "code `x` of the source is missing"),
        ("*a*", "*a", "“*” is not closed"),
        ("**a** b", "**甲。**乙", "“*” is not closed"),
        ("a", "<script>x</script>", "HTML with a script"),
        ("a", "<b>x</b>", "HTML is not allowed"),
        ("a", "a\x07", "control character"),
    ],
)
def test_a_translation_that_breaks_its_source_is_refused(source, translation, said):
    assert any(said in message for message in faults(source, translation))


@pytest.mark.parametrize(
    ("source", "translation"),
    [
        ("See *this* [page](pages/a.md).[^1]", "انظر *هذه* [الصفحة](pages/a.md).[^1]"),
        ("80 % of 5 < 6", "80 % de 5 < 6"),
        ("**a**", "**甲**"),
        ("%(a)s and {b}", "{b} и %(a)s"),
        ("plain", "**strong** where the language needs it"),
        ("a `<b>` c", "ج `<b>` ا"),
    ],
)
def test_a_translation_that_fits_passes(source, translation):
    assert faults(source, translation) == []


@given(st.text("abc *_[]`<>()^!%{}\\", max_size=40))
def test_a_text_always_fits_itself_unless_it_holds_html(text):
    assert all("HTML" in message for message in faults(text, text))


def lines(text):
    return [(fault.line, str(fault.message)) for fault in inspect(text).faults]


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("a\n\n<script>alert(1)</script>", 3, "HTML with a script"),
        ("a\nb <img src=x onerror=alert(1)>", 2, "HTML with a script"),
        ("a <b>b</b>", 1, "HTML is not allowed"),
        ("a\n\n![](media/x.svg)", 3, "no alternative text"),
        ("a\n\n::: warning x\ntext\n:::", 3, "no box “warning”"),
        ("a\n\n::: note\ntext", 3, "not closed"),
        ("a\n\n:::", 3, "not open"),
        ("# a\n\n# b", 3, "second first-level heading"),
        ("a\x00b", 1, "control character"),
    ],
)
def test_what_a_page_may_not_contain_is_told_with_its_line(text, line, said):
    found = lines(text)
    assert any(at == line and said in message for at, message in found), found


def test_what_is_meant_as_text_is_left_alone():
    assert lines("`<script>` and 3 < 4 and \\<b> and a ::: b") == []
    assert lines("::: note Title\nx\n:::\n\n```html\n<script>\n```") == []


def test_references_are_found_with_their_lines():
    found = inspect("a\n\n[x](pages/b.md) ![y](media/y.svg)\n\n![z](media/z.png)").references
    assert [(r.line, r.target, r.is_picture) for r in found] == [
        (3, "pages/b.md", False),
        (3, "media/y.svg", True),
        (5, "media/z.png", True),
    ]


@given(st.text("ab <[`:\x00\n", max_size=20))
def test_what_needs_no_look_has_no_fault(text):
    assert may_hold_markup(text) or not inspect(text).faults
