"""Units of a page, and the page in a language."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.units import markdown
from lms.units.markdown import Setting
from lms.units.unit import Key, join_lines

FILE = "pages/a.md"
PAGE = """\
# The title

A paragraph that is
wrapped, with *stress*.[^n]

## A heading

- one
- two
  - one

> quoted

| A | B |
|:--|--:|
| a | b |

![What it shows](media/x.svg "The *caption*")

::: example A worked example
Inside.
:::

[^n]: The note.

```text
no unit
```
"""


def keyed(units):
    return [(unit.context, unit.text, unit.line, unit.kind) for unit in units]


def test_every_inline_block_is_a_unit_with_its_line_and_kind():
    assert keyed(markdown.extract(FILE, PAGE)) == [
        (FILE, "The title", 1, "title"),
        (FILE, "A paragraph that is wrapped, with *stress*.[^n]", 3, "paragraph"),
        (FILE, "A heading", 6, "heading"),
        (FILE, "one", 8, "item"),
        (FILE, "two", 9, "item"),
        (FILE + "#2", "one", 10, "item"),
        (FILE, "quoted", 12, "quotation"),
        (FILE, "A", 14, "heading of a table"),
        (FILE, "B", 14, "heading of a table"),
        (FILE, "a", 16, "cell"),
        (FILE, "b", 16, "cell"),
        (FILE, "What it shows", 18, "alternative text"),
        (FILE, "The *caption*", 18, "caption"),
        (FILE, "A worked example", 20, "title of a box"),
        (FILE, "Inside.", 21, "paragraph"),
        (FILE, "The note.", 24, "footnote"),
    ]


def test_the_source_is_rendered_without_marks():
    html = markdown.render(PAGE, Setting(FILE))
    assert "lang=" not in html
    assert "The title" not in html
    assert "<h2>A heading</h2>" in html
    assert '<th class="align-end" scope="col">B</th>' in html
    assert "<figcaption>The <em>caption</em></figcaption>" in html
    assert 'alt="What it shows"' in html
    assert '<section class="box example">' in html
    assert 'style="' not in html


def translations(mark="٭"):
    return {unit.key: f"{mark}{unit.text}" for unit in markdown.extract(FILE, PAGE)}


def test_a_full_translation_keeps_the_structure_and_marks_nothing():
    source = markdown.render(PAGE, Setting(FILE))
    html = markdown.render(PAGE, Setting(FILE, translations=translations()))
    assert "lang=" not in html
    assert html.replace("٭", "") == source.replace("that is\nwrapped", "that is wrapped")


def test_a_block_without_translation_stays_in_the_source_language_and_says_so():
    some = translations()
    del some[Key(FILE, "A heading")]
    del some[Key(FILE + "#2", "one")]
    del some[Key(FILE, "What it shows")]
    html = markdown.render(PAGE, Setting(FILE, "en", some))
    assert '<h2 lang="en" dir="ltr">A heading</h2>' in html
    assert '<li><span lang="en" dir="ltr">one</span></li>' in html
    assert re.search(r'<img [^>]*lang="en"', html)
    assert html.count('lang="en"') == 3


def test_a_source_from_right_to_left_is_marked_so():
    html = markdown.render("نص", Setting(FILE, "ar", {}))
    assert html == '<p lang="ar" dir="rtl">نص</p>\n'


def test_blocks_say_in_which_line_they_begin_where_it_is_asked():
    text = "# T\n\nOne\nline.[^n]\n\n- two\n- three\n\n::: note\nFour.\n:::\n\n[^n]: Five.\n"
    html = markdown.render(text, Setting(has_lines=True))
    begun = re.findall(r'data-line="(\d+)">(\w+)', html)
    assert begun == [("3", "One"), ("6", "two"), ("7", "three"), ("10", "Four"), ("13", "Five")]
    assert "data-line" not in markdown.render(text)


def test_labels_addresses_and_links_are_the_callers():
    setting = Setting(
        FILE,
        labels={"example": "Exemple", "back": "Retour au texte"},
        media="/media/v/",
        links={"pages/b.md": "b"},
    )
    html = markdown.render(PAGE + "\n[b](pages/b.md#x) [f](media/f.pdf)\n", setting)
    assert '<p class="box-label">Exemple</p>' in html
    assert 'aria-label="Retour au texte"' in html
    assert 'src="/media/v/media/x.svg"' in html
    assert 'href="b#x"' in html
    assert 'href="/media/v/media/f.pdf"' in html


def test_footnotes_lead_there_and_back():
    html = markdown.render("a[^1] b[^1]\n\n[^1]: n", Setting(FILE))
    assert '<a href="#fn1" id="fnref1"' in html
    assert 'href="#fnref1"' in html
    assert 'href="#fnref1:1"' in html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "a <b onclick=alert(1)>b</b>",
        "[x](javascript:alert(1))",
        "![x](javascript:alert(1))",
        '![x](media/a.svg "<script>")',
        "<javascript:alert(1)>",
        "::: note <script>\nx\n:::",
        "|<script>|\n|---|\n|a|",
    ],
)
def test_nothing_dangerous_comes_out(text):
    for html in (
        markdown.render(text, Setting(FILE)),
        markdown.render("x", Setting(FILE, translations={Key(FILE, "x"): text})),
        markdown.render_line("x", Key("q", "x"), Setting(translations={Key("q", "x"): text})),
    ):
        assert "<script" not in html
        assert not re.search(r"<[^>]*\bon\w+=", html)
        assert not re.search(r'(?:href|src)="javascript', html)


def test_a_single_text_is_inline_and_marked_when_untranslated():
    key = Key("b.yaml#q.text", "What *is* it?")
    assert markdown.render_line("What *is*\nit?") == "What <em>is</em> it?"
    setting = Setting(source_language="en", translations={})
    assert markdown.render_line("What *is* it?", key, setting) == (
        '<span lang="en" dir="ltr">What <em>is</em> it?</span>'
    )
    setting = Setting(translations={key: "ما هو؟"})
    assert markdown.render_line("What *is* it?", key, setting) == "ما هو؟"


def test_a_rewrapped_paragraph_is_the_same_unit_and_a_hard_break_stays():
    assert join_lines("a\n  b\nc") == "a b c"
    assert join_lines("a  \nb") == "a  \nb"
    assert join_lines("a\\\nb") == "a\\\nb"
    assert "<br>" in markdown.render("a\\\nb", Setting(FILE, translations={}))


def test_the_title_is_the_first_level_heading_or_else_the_first():
    assert markdown.title(FILE, "## b\n\n# a").text == "a"
    assert markdown.title(FILE, "text\n\n## b\n\n## c").text == "b"
    assert markdown.title(FILE, "text") is None


WORDS = st.text("abcdefg *_[]`<>&!#|-:.\n\\ابت中", max_size=60)


@given(WORDS)
def test_any_text_renders_to_safe_html_and_its_skeleton_ignores_words(text):
    html = markdown.render(text, Setting(FILE))
    assert "<script" not in html
    units = markdown.extract(FILE, text)
    assert len({unit.key for unit in units}) == len(units)
    assert all(unit.text == join_lines(unit.text) for unit in units)


@given(st.lists(st.sampled_from(["alpha", "beta", "gamma"]), min_size=1, max_size=6))
def test_the_skeleton_changes_with_structure_alone(words):
    text = "\n\n".join(words)
    assert markdown.skeleton(text) == markdown.skeleton("\n\n".join("x" for _ in words))
    assert markdown.skeleton(text) != markdown.skeleton(text + "\n\nmore")
    assert markdown.skeleton("- a") != markdown.skeleton("1. a")
    assert markdown.skeleton("[a](http://x)\n\n[r]: http://x") != markdown.skeleton("a b")
