"""Texts from other systems: safe, on one line, and saying what they said."""

import re
from html import escape as escape_html
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.questions.exchange.wording import LAYOUT, LINK, PICTURE, escape, to_markdown
from lms.units.markdown import render_line

MARKS = "*_[]()`<>&~#+-.!:={}|\\ abc1"
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=80)
TAGS = ["b", "i", "em", "strong", "sub", "sup", "p", "div", "a", "span", "ul", "li", "table"]


def shown(markdown):
    """Return the words that a reader sees."""
    return " ".join(unescape(re.sub(r"<[^>]*>", "", render_line(markdown))).split())


@given(TEXTS | st.text(MARKS, max_size=60))
def test_a_plain_text_is_shown_as_it_is(text):
    assert shown(escape(text)) == " ".join(text.split())


@given(st.lists(st.sampled_from([*MARKS, "amp;", "lt;", "#38;"]), max_size=60).map("".join))
def test_a_text_in_html_is_shown_as_it_is(text):
    assert shown(to_markdown(escape_html(text), "html").text) == " ".join(text.split())


@given(st.lists(st.tuples(st.sampled_from(TAGS), st.booleans(), st.text("ab *_,", max_size=5))))
def test_tags_in_any_order_leave_the_words(parts):
    html = "".join(f"<{'/' if ends else ''}{tag}>{words}" for tag, ends, words in parts)
    words = "".join(words for _tag, _ends, words in parts)
    read = to_markdown(html, "html").text
    assert "\n" not in read
    kept = re.sub(r"[^ab,]", "", shown(read))
    assert kept == re.sub(r"[^ab,]", "", words)


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>One</p><p>two<br>three</p>", "One two three"),
        ("<b>bold </b>and <i>thin</i>", "**bold** and *thin*"),
        ("<b><strong>twice</strong></b>", "**twice**"),
        ("a<b>,b,</b>c", "a,b,c"),
        ("H<sub>2</sub>O, x<sup>2</sup>, y<sup>ab</sup>", "H₂O, x², y^(ab)"),
        ('<a href="https://example.org/a">there</a>', "[there](https://example.org/a)"),
        ("<script>alert(1)</script><style>a{}</style>safe", "safe"),
        ("<svg><text>drawn</text></svg>safe", "safe"),
        ('<b onclick="x()">b</b>', "**b**"),
        ("5 &lt; 6 &amp;amp; 7", r"5 \< 6 \&amp; 7"),
        ("- no list", r"\- no list"),
        ("1. no list", r"1\. no list"),
    ],
)
def test_html(html, markdown):
    assert to_markdown(html, "html").text == markdown


@pytest.mark.parametrize(
    ("html", "markdown", "loss"),
    [
        ("<ul><li>a</li><li>b</li></ul>", "a b", LAYOUT),
        ('<a href="javascript:alert(1)">x</a>', "x", LINK),
        ('<a href="/course/view.php?id=3">x</a>', "x", LINK),
        ('<a href="https://e.org/) [y](https://e.org">x</a>', "x", LINK),
        ('<img src="https://e.org/track.png" alt="A [seal]">', r"A \[seal\]", PICTURE),
    ],
)
def test_what_is_lost_is_said(html, markdown, loss):
    found = to_markdown(html, "html")
    assert (found.text, found.losses) == (markdown, (loss,))


def test_pictures_of_the_file_have_their_names_here():
    html = '<img src="@@PLUGINFILE@@/a%20b.png" alt="Seal">'
    found = to_markdown(html, "html", {"a%20b.png": "a-b-1.png"})
    assert (found.text, found.losses) == ("![Seal](media/a-b-1.png)", ())


def test_a_text_of_which_nothing_is_said_is_html_where_it_has_tags():
    assert to_markdown("a <b>c</b>", "auto").text == "a **c**"
    assert to_markdown("2 < 3 > 1 & *c*", "auto").text == r"2 \< 3 > 1 & \*c\*"
