"""Texts of people and organisations on a sheet of the other direction, read as they are drawn."""

from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.certificates.drawing.rendering import render_certificate
from lms.certificates.rules.characters import direction_of
from lms.certificates.rules.designs import DEFAULT
from lms.certificates.rules.facts import Signatory
from lms.kit.i18n import LANGUAGES
from tests.certificates import graduates
from tests.certificates.test_rendering import BASE, marked_texts

# What stands at the end of each has no direction, and jumps to the front on a sheet of the other.
LATIN, ARABIC = "Board, Vienna.", "المجلس، فيينا."
FIELDS = ("holder_name", "titles", "issuer_names", "places", "conditions", "score_band")


def drawn(language: str, beside: str = "", **changes: object) -> list[str]:
    """Return the runs of a certificate from left to right, as they lie on the paper."""
    signatories = changes.pop("signatories", ())
    facts = replace(graduates.facts(language, **changes), signatories=signatories)
    design = replace(DEFAULT, wording={language: {"statement": "{holder}"}})
    content = render_certificate(facts, language, BASE, beside=beside, design=design)
    with pikepdf.open(BytesIO(content)) as pdf:
        return [text.strip() for text in marked_texts(pdf).values()]


def seen(text: str) -> str:
    """Return a text from left to right."""
    return text[::-1] if direction_of(text, "ltr") == "rtl" else text


def test_a_sentence_in_one_of_two_languages_stands_in_that_one():
    words = {"fr": {"statement": "Fait à {place}."}, "en": {"statement": "Given in {place}."}}
    facts = graduates.facts("en", places={"fr": "Vienne"})
    design = replace(DEFAULT, wording=words)
    for languages in (("en", "fr"), ("fr", "en")):
        content = render_certificate(facts, languages[0], BASE, beside=languages[1], design=design)
        with pikepdf.open(BytesIO(content)) as pdf:
            text = " ".join(marked_texts(pdf).values())
        assert "Fait à" in text
        assert "Given in" not in text
        assert text.count("Vienne") == 2


def of_field(name: str, text: str) -> object:
    return text if name == "holder_name" else dict.fromkeys(LANGUAGES, text)


@pytest.mark.parametrize("beside", ["", "other"])
@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize(("language", "text"), [("ar", LATIN), ("en", ARABIC)])
def test_a_text_of_people_is_read_from_where_it_begins(language, text, field, beside):
    beside = beside and {"ar": "en", "en": "ar"}[language]
    runs = drawn(language, beside, **{field: of_field(field, text)})
    # The statement names the holder once more.
    assert runs.count(seen(text)) >= 1 + (field == "holder_name")


@pytest.mark.parametrize(("language", "text"), [("ar", LATIN), ("en", ARABIC)])
def test_signatories_and_offices_are_read_from_where_they_begin(language, text):
    one = Signatory(text, dict.fromkeys(LANGUAGES, f"{text}."))
    runs = drawn(language, signatories=(one,))
    assert seen(text) in runs
    assert seen(f"{text}.") in runs


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_name_that_breaks_at_its_hyphen_keeps_it_there(language):
    """Of three who sign, none has room for so long a name on one line."""
    name = "Dr. Ngozi Adebayo-Whitfield-Adebayo-Whitfield-Adebayo"
    signing = tuple(Signatory(name, {}) for _ in range(3))
    lines = [run for run in drawn(language, signatories=signing) if "Ngozi" in run]
    assert len(lines) == 3
    assert all(line.startswith("Dr. Ngozi") for line in lines)


@given(st.text())
def test_marks_and_digits_decide_nothing(text):
    assert direction_of(f"12 (“{text}", "ltr") in {"ltr", "rtl"}
    assert direction_of("12. (-) ", text) == text
    assert direction_of(f"1. a{text}", "rtl") == "ltr"
    assert direction_of(f"1. ب{text}", "ltr") == "rtl"
    assert direction_of(f"1. א{text}", "ltr") == "rtl"
