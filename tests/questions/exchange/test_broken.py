"""Files that are cut off, in another encoding, hostile or huge."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.questions.exchange.found import LARGEST_FILE, MOST_QUESTIONS, FileRefused
from lms.questions.exchange.reading import READERS, read_questions

HERE = Path(__file__).parent
GIFT = "::Né:: Où est-ce ? {=ici ~là}"
XML = (HERE / "course.xml").read_bytes()
BOMB = b"""<?xml version="1.0"?><!DOCTYPE quiz [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>
<quiz><question type="essay"><questiontext><text>&b;</text></questiontext></question></quiz>"""
OUTSIDE = b"""<!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<quiz><question type="essay"><questiontext><text>&x;</text></questiontext></question></quiz>"""


def refused(content, name="gift"):
    with pytest.raises(FileRefused) as caught:
        read_questions(content, name, "en")
    return str(caught.value.text)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_that_are_read(encoding):
    (item,) = read_questions(GIFT.encode(encoding), "gift", "fr").taken
    assert item.name == "Né"


def test_latin_1_is_told_with_its_line():
    content = ("// plain\n\n" + GIFT).encode("latin-1")
    assert refused(content) == "Line 3 is not in UTF-8. Save the file in UTF-8, and try again."
    declared = '<?xml version="1.0" encoding="ISO-8859-1"?>\n<quiz>é</quiz>'.encode("latin-1")
    assert refused(declared, "moodle-xml").startswith("Line 2 is not in UTF-8.")


@pytest.mark.parametrize("name", READERS)
def test_what_is_no_file_of_questions(name):
    for content in (b"", b" \n\n", b"\x00\x01\x02", b"PK\x03\x04\x00\x00", b"\xff\xfe\x00"):
        assert refused(content, name)


@pytest.mark.parametrize("name", READERS)
def test_too_large(name):
    assert "at most 16 MB" in refused(b"a" * (LARGEST_FILE + 1), name)


def test_too_many():
    assert str(MOST_QUESTIONS) in refused(b"a {T}\n\n" * (MOST_QUESTIONS + 1))
    assert len(read_questions(b"a {T}\n\n" * MOST_QUESTIONS, "gift", "en").taken) == MOST_QUESTIONS


@pytest.mark.parametrize("content", [BOMB, OUTSIDE])
def test_entities_are_refused(content):
    assert "document type or entities" in refused(content, "moodle-xml")


def test_another_xml_is_named():
    assert "begins with “html”" in refused(b"<html/>", "moodle-xml")


@given(st.integers(1, len(XML) - 20))
def test_a_cut_off_xml_is_told_with_its_line(at):
    assert "line" in refused(XML[:at], "moodle-xml").lower()


@given(st.sampled_from(sorted(READERS)), st.text(st.characters(codec="utf-8"), max_size=300))
def test_any_text_is_read_or_refused(name, text):
    try:
        found = read_questions(text.encode(), name, "en")
    except FileRefused:
        return
    assert found.taken or found.left


@given(st.lists(st.sampled_from([*"{}=~#%:\\\n$[]", "::", "->", "####", "a ", "1", "T", "%50%"])))
def test_any_mixture_of_gifts_signs_is_read_or_refused(signs):
    try:
        found = read_questions("".join(signs).encode(), "gift", "en")
    except FileRefused:
        return
    assert found.taken or found.left


@pytest.mark.parametrize(
    "text",
    [
        "{1:SA:" * 60_000, "{" * 300_000, "<" * 300_000, "<b>" * 100_000, "&" * 300_000,
        "[[1" * 100_000, "{1:SA:\\" * 60_000, " " * 300_000 + "->", "!" * 300_000,
    ],
)  # fmt: skip
def test_hostile_texts_take_no_time(text):
    wrapped = f"<![CDATA[{text}]]>"
    gap = "{1:SA:=a}"
    kinds = ("cloze", "essay", "gapselect")
    questions = "".join(
        f'<question type="{kind}"><questiontext format="html"><text>{gap}{wrapped}</text>'
        "</questiontext></question>"
        for kind in kinds
    )
    begun = time.process_time()
    read_questions(f"<quiz>{questions}</quiz>".encode(), "moodle-xml", "en")
    read_questions(f"a {text}\n\nb {{=c}}".encode(), "gift", "en")
    assert time.process_time() - begun < 10
