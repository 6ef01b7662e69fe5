"""Drawings are looked at as a reader would: what does not fit or cannot be drawn is named."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from lms.certificates.drawing.engine import Engine, RenderingFailed
from lms.certificates.drawing.glyphs import CharactersMissing
from lms.certificates.drawing.looking import look, picture_of
from lms.certificates.drawing.rendering import render_certificate
from lms.certificates.rules.codes import read_code
from lms.certificates.rules.designs import DEFAULT, VARIABLES, split_wording
from lms.certificates.rules.samples import SAMPLE_CODE, SAMPLES, Around, sample_facts
from lms.certificates.trying import explain, printable
from lms.kit.i18n import LANGUAGES
from lms.kit.paths import project_root
from tests.certificates import graduates

BASE = "https://learn.example.org"
AROUND = Around(dict.fromkeys(LANGUAGES, "National Integrity Commission"))
PAGE = """@page { size: 200mm 100mm; margin: 0 }
p { position: absolute; margin: 0; font-size: 12pt; white-space: nowrap }"""


def sheet(body: str) -> bytes:
    """Return a drawing of a page of its own, with the shipped fonts."""
    Engine.get()
    import weasyprint

    html = f"<!doctype html><html lang='en'><title>x</title><style>{PAGE}</style>{body}</html>"
    pdf: bytes = weasyprint.HTML(string=html).write_pdf()
    return pdf


def at(left: int, top: int, text: str) -> str:
    return f"<p style='left: {left}mm; top: {top}mm'>{text}</p>"


def test_texts_apart_are_right():
    assert look(sheet(at(20, 20, "Awarded to") + at(20, 30, "Amina Diallo"))) == []


def test_lines_that_touch_are_right():
    assert (
        look(sheet("<p style='left: 20mm; top: 20mm; line-height: 1'>Awarded<br>to gypsy</p>"))
        == []
    )


def test_a_text_on_another_is_named():
    (seen,) = look(sheet(at(20, 20, "Awarded to") + at(25, 21, "Amina Diallo")))
    assert (seen.fault, seen.text) == ("overlap", "Awarded to")


@pytest.mark.parametrize(("left", "top"), [(180, 20), (0, 20), (20, 0), (20, 98)])
def test_a_text_that_leaves_the_sheet_is_named(left, top):
    found = look(sheet(at(left, top, "Amina Diallo")))
    assert {seen.fault for seen in found} == {"outside"}
    assert "Amina" in found[0].text


def test_a_second_sheet_is_told():
    (seen,) = look(sheet("<p style='position: static; break-after: page'>Amina</p>Diallo"))
    assert (seen.fault, seen.text) == ("pages", "2")


def test_the_sample_code_verifies_nothing():
    assert read_code(SAMPLE_CODE) is None


@pytest.mark.parametrize("sample", SAMPLES)
def test_each_sample_fits_on_the_usual_sheet(sample):
    for language in ("en", "ar", "zh"):
        facts = sample_facts(sample, language, AROUND)
        assert look(render_certificate(facts, language, BASE)) == []


def test_the_picture_is_a_png():
    pdf = render_certificate(graduates.facts(), "en", BASE)
    assert picture_of(pdf).startswith(b"\x89PNG")


def test_known_variables_are_put_in_and_unknown_ones_are_drawn_as_text():
    words = " ".join(f"{{{name}}}" for name in VARIABLES)
    known = replace(DEFAULT, wording={"en": {"statement": words}})
    assert printable(known) == known
    unknown = replace(DEFAULT, wording={"en": {"statement": "In {town}, {subject}."}})
    assert printable(unknown).words("en", "statement") == "In (town), {subject}."
    facts = sample_facts("ordinary", "en", AROUND)
    assert render_certificate(facts, "en", BASE, design=printable(unknown)).startswith(b"%PDF")


def test_doubled_braces_are_drawn_as_text():
    design = printable(replace(DEFAULT, wording={"en": {"title_achievement": "{{ nonsense }}"}}))
    assert design.words("en", "title_achievement") == "(( nonsense ))"
    facts = sample_facts("ordinary", "en", AROUND)
    assert render_certificate(facts, "en", BASE, design=design).startswith(b"%PDF")


@given(some.lists(some.sampled_from(["{", "}", "subject", "x", " "]), max_size=12).map("".join))
def test_whatever_is_worded_names_only_variables_that_there_are(text):
    words = printable(replace(DEFAULT, wording={"en": {"statement": text}})).words(
        "en", "statement"
    )
    assert {one.text for one in split_wording(words) if one.is_variable} <= set(VARIABLES)


@pytest.mark.parametrize(
    "address", ["http://10.0.0.1/picture.png", "missing.png", "file:///etc/passwd", "../../x.png"]
)
def test_what_is_not_shipped_is_named_in_plain_words(address):
    html = (
        "<html lang='en'><head><title>x</title></head>"
        f"<body><img alt='x' src='{address}'/></body></html>"
    )
    with pytest.raises(RenderingFailed) as failed:
        Engine.get().write([html], {}, b"0" * 16)
    said = explain(failed.value).in_language("en")
    assert said.startswith("The template names ")
    assert address.rpartition("/")[2] in said
    assert str(project_root()) not in said
    assert "nothing is fetched" in said


def test_another_failure_says_its_reason():
    assert "no such property" in explain(RenderingFailed("no such property")).in_language("en")
    missing = CharactersMissing(characters="x")
    assert explain(missing) is missing.text
