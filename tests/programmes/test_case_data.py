"""Hints at case data: found in the scripts of six languages, and plain words are left alone."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.programmes.rules.case_data import KIND_NAMES, find_hints, list_kinds, mark

# What stands before and after: words of six languages without anything to hint at.
AROUND = (
    "",
    "we talk about ",
    "nous parlons de ",
    "мы говорим о ",
    "hablamos de ",
    "نتحدث عن ",
    "我们讨论",
)
DIGITS = st.text("0123456789", min_size=4, max_size=8)


@st.composite
def case_data(draw):
    """Return a kind and something that looks like it."""
    kind = draw(st.sampled_from(sorted(KIND_NAMES)))
    digits = draw(DIGITS)
    made = {
        "email": [f"a.b{digits}@example.org", f"x{digits}@mail.example.sn"],
        "phone": [f"+221 77 {digits}", f"0033 1 {digits}", f"(021) 555 {digits[:4]}",
            "0244 123 456", "0244123456"],
        "identity": [
            f"passport G{digits}9", f"Passport no. {digits}12", f"passeport n° {digits}1",
            f"pasaporte AB{digits}9", f"паспорт 45 10 {digits}", f"جواز السفر رقم {digits}9",
            f"护照号码：G{digits}9", f"身份证 11010119{digits}", f"DNI {digits}1",
        ],
        "account": [f"SN08 {digits[:4]} 2345 6789 0123", f"40{digits}123456789"],
        "file": [
            f"case no. {digits}", f"dossier n° {digits}", f"дело № {digits}",
            f"expediente {digits}", f"القضية رقم {digits}", f"案号（2024）京01刑初{digits}号",
            "12/2024", "2023/RC/118",
        ],
        "name": [
            "Mr Smith", "M. Dupont", "la Sra. López", "г-н Иванов", "السيد محمد",
            "والسيد محمد علي حسن", "للسيدة هدى", "بالمتهم سامي", "王先生",
            "张某某", "with Carlos Mendoza", "с Иваном Петровым",
        ],
    }  # fmt: skip
    return kind, draw(st.sampled_from(made[kind]))


@given(case_data(), st.sampled_from(AROUND), st.sampled_from(("", ".", " today", "，好", "،")))
def test_what_looks_like_case_data_is_found_where_it_stands(found, before, after):
    kind, words = found
    text = before + words + after
    hints = find_hints(text)
    assert kind in list_kinds(hints), text
    start, end = len(before), len(before) + len(words)
    # Words around it may be taken for a part of a name; no hint stands elsewhere.
    assert all(hint.start < end and hint.end > start for hint in hints), text


@given(st.text(max_size=300), st.lists(st.text(max_size=20), max_size=3))
def test_hints_never_overlap_and_the_pieces_are_the_text(text, known):
    hints = find_hints(text, known)
    assert all(0 <= one.start < one.end <= len(text) for one in hints)
    assert all(one.end <= two.start for one, two in pairwise(hints))
    segments = mark(text, hints)
    assert "".join(one.words for one in segments) == text
    assert [one.kind for one in segments if one.kind] == [one.kind for one in hints]


@given(st.text("abcdefghij éèàñ абвгд تعليم 学习 .,;:!?\n", max_size=300))
def test_plain_words_are_left_alone(text):
    assert find_hints(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "We meet on 12 May 2026 at 14:30. Please hand in plan 2.",
        "Dear Amina, the work is due until 1 March 2027, 12:00 (UTC+00:00).",
        "Meeting at 10:00–12:00 on 2026-12-01, room 4.",
        "الاجتماع يوم 12/05/2026 الساعة 10:30",
        "See article 16(2) of the Convention and Article 52.",
        "Нужно сдать работу 01.12.2026 до 18:00.",
        "Your ID is needed, and 12 passports. Who holds a passport 2 years old?",
        "والسيدات والسادة",
        "请在2026年12月1日前提交作业，谢谢。",
        "",
    ],
)
def test_days_times_and_articles_are_no_case_data(text):
    assert find_hints(text) == []


def test_names_that_are_known_are_no_case_data():
    text = "Please ask Bruno Sarr, or Mr Sarr, not Carlos Mendoza."
    assert [text[one.start : one.end] for one in find_hints(text, ["Bruno Sarr"])] == [
        "Carlos Mendoza"
    ]
    assert find_hints("اسألوا السيد محمد علي", ["محمد علي"]) == []
    # A mail address stays one, whoever it is of.
    assert list_kinds(find_hints("write to bruno@example.org", ["bruno@example.org"])) == ["email"]
