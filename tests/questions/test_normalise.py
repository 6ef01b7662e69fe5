"""When two spellings are the same answer, and when they are not, in each language."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lms.kit.i18n import LANGUAGES
from lms.questions.normalise import normalise

# All of Unicode, and denser where the rules are.
TELLING = (
    "aAñÑéœÆßİiſ́̃̆йЙёЁأإآٱؤئىيیةهکك\u0640\u064b\u0651\u0670\u200f\u200d\u00ad\ufe0f"
    "٠٦۶६６6100.,'’ʼ-−–«»()% \u00a0\u3000六中国ｶﾞ\u0345´¨\t\n"
)
texts = st.text() | st.text(alphabet=TELLING, max_size=12)
languages = st.sampled_from([*LANGUAGES, "xx"])


@given(texts, languages)
@example("1; 000", "fr")
@example("\u0345", "en")
@example("´", "xx")
def test_normalising_twice_changes_nothing(text: str, language: str) -> None:
    once = normalise(text, language)
    assert normalise(once, language) == once


@given(texts, languages)
def test_the_way_of_encoding_and_the_space_around_do_not_matter(text: str, language: str) -> None:
    expected = normalise(text, language)
    for form in ("NFC", "NFD"):
        assert normalise(unicodedata.normalize(form, text), language) == expected
    assert normalise(f" \t{text}\u00a0 ", language) == expected


@given(st.integers(0, 10**9), languages)
def test_a_number_is_the_same_in_all_digits(number: int, language: str) -> None:
    for zero in (0x0660, 0x06F0, 0x0966, 0x0E50, 0xFF10):
        typed = "".join(chr(zero + int(digit)) for digit in str(number))
        assert normalise(typed, language) == str(number)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("typed", ["10,000", "10.000", "10 000", "10\u202f000", "١٠٬٠٠٠", "10’000"])
def test_a_number_is_the_same_however_thousands_are_set_apart(typed: str, language: str) -> None:
    assert normalise(typed, language) == "10000"


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "Anti-Corruption", "anti corruption"),
        ("en", "naïve", "NAIVE"),
        ("en", "“asset recovery”.", "asset  recovery"),
        ("en", "article 60(1)(c)", "Article 60 1 c"),
        ("en", "ﬁne", "fine"),
        ("en", "Ｍｅｒｉｄａ", "merida"),
        ("en", "2.5", "2,5"),
        ("en", "−5", "-5"),
        ("en", "in\u00adtegrity\u200b", "integrity"),
        ("fr", "L’État", "l'etat"),
        ("fr", "ÉTAT", "état"),
        ("fr", "œuvre", "OEUVRE"),
        ("fr", "Ça", "ca"),
        ("es", "corrupción", "CORRUPCION"),
        ("es", "¿Mérida?", "merida"),
        ("es", "pingüino", "pinguino"),
        ("es", "año", "AN\u0303O"),
        ("ru", "Отчёт", "отчет"),
        ("ru", "за\u0301мок", "замок"),
        ("ru", "«Мерида»", "мерида"),
        ("ar", "إسترداد", "استرداد"),
        ("ar", "الرشوة", "الرشوه"),
        ("ar", "مدى", "مدي"),
        ("ar", "مسؤول", "مسوول"),
        ("ar", "نزاهة", "نَزَاهَة"),
        ("ar", "نـــزاهة", "نزاهة"),
        ("ar", "ﻧﺰﺍﻫﺔ", "نزاهة"),
        ("ar", "کتاب", "كتاب"),
        ("ar", "١٢٣", "۱۲۳"),
        ("ar", "نزاهة، عدل؟", "نزاهة عدل"),
        ("ar", "\u200fنزاهة\u200e", "نزاهة"),
        ("zh", "联合国　反腐败　公约", "联合国反腐败公约"),
        ("zh", "《公约》第６０条", "公约第60条"),
        ("zh", "ＵＮＣＡＣ", "uncac"),
    ],
)
def test_these_are_the_same_answer(language: str, one: str, other: str) -> None:
    assert normalise(one, language) == normalise(other, language) != ""


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("es", "año", "ano"),
        ("ru", "мой", "мои"),
        ("en", "25", "2.5"),
        ("en", "-5", "5"),
        ("en", "article 6", "article 60"),
        ("en", "now here", "nowhere"),
        ("xx", "é", "e"),
        ("ar", "رشوة", "ثروة"),
        ("zh", "六", "七"),
        ("zh", "asset recovery", "assetrecovery"),
        ("zh", "が", "か"),
    ],
)
def test_these_are_different_answers(language: str, one: str, other: str) -> None:
    assert normalise(one, language) != normalise(other, language)


@pytest.mark.parametrize("text", ["", " ", "…", "?!", "\u200f", "—"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_signs_alone_say_nothing(text: str, language: str) -> None:
    assert normalise(text, language) == ""
