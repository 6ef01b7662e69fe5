"""Numbers as people type them in six languages, and as they are written back."""

from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lms.kit.i18n import LANGUAGES
from lms.questions.numbers import (
    MOST_DECIMALS,
    comparable_unit,
    read_quantity,
    round_half_up,
    write_number,
)

EXACT = st.fractions().map(lambda value: round_half_up(value, MOST_DECIMALS))


def read(text: str, language: str = "en") -> tuple[str, str] | None:
    found = read_quantity(text, language)
    return None if found is None else (str(found.value), found.unit)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("178", "178"),
        ("1,234.5", "2469/2"),
        ("1.234,5", "2469/2"),
        ("1 234,5", "2469/2"),
        ("1\u202f234\u00a0567", "1234567"),
        ("1'234’567", "1234567"),
        ("1,234,567", "1234567"),
        ("1.234.567", "1234567"),
        ("١٢٣٤٫٥", "2469/2"),
        ("١٬٢٣٤٫٥", "2469/2"),
        ("１２３４．５", "2469/2"),
        ("\u200f-3", "-3"),
        ("−3,25", "-13/4"),
        ("+ 4", "4"),
        ("0,125", "1/8"),
        (".5", "1/2"),
        ("12.", "12"),
        ("0012", "12"),
        ("1,2345", "2469/2000"),
        ("1234.567", "1234567/1000"),
    ],
)
def test_what_is_read_alike_in_every_language(text, value):
    assert {read(text, language) for language in LANGUAGES} <= {(value, ""), (value, ".")}


@pytest.mark.parametrize(
    ("text", "thousands"),
    [("1,234", {"en", "zh", "ar"}), ("1.234", {"es"})],
)
def test_what_can_be_read_in_two_ways_is_read_as_the_language_writes(text, thousands):
    found = {name for name in LANGUAGES if read(text, name) == ("1234", "")}
    assert found == thousands
    others = {read(text, name) for name in set(LANGUAGES) - thousands}
    assert others == {(str(Fraction(1234, 1000)), "")}


@pytest.mark.parametrize(
    "text",
    ["", "many", "-", "1,23,456", "1.234,567.8", "12 34", "1 234 5", "3 4", "1,2,3", "USD 5 EUR",
     "5,", "1..2", "٫", "1,234.567,8"],
)  # fmt: skip
def test_what_is_no_number_is_not_read(text):
    if text == "5,":
        # A sentence goes on after a number; the number is not in doubt.
        assert read(text) == ("5", ",")
        return
    assert read(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("178 USD", ("178", "USD")),
        ("$178", ("178", "$")),
        ("-$ 178", ("-178", "$")),
        ("$-178", ("-178", "$")),
        ("50 %", ("50", "%")),
        ("12 m2", ("12", "m2")),
        ("10²", ("10", "²")),
        ("½", None),
        ("1e3", ("1", "e3")),
        ("178美元", ("178", "美元")),
    ],
)
def test_a_unit_stands_before_or_after(text, expected):
    assert read(text) == expected


def test_a_unit_is_the_same_in_any_case_and_width():
    assert len({comparable_unit(text) for text in ("USD", "usd", "U.S.D.", "ＵＳＤ", " us d")}) == 1
    assert comparable_unit("m²") == "m2"
    assert comparable_unit(".") == ""


@given(EXACT, st.sampled_from(LANGUAGES))
@example(Fraction(10**40), "ar")
@example(Fraction(10**30 + 1, 10**6), "en")
def test_what_is_written_is_read_back_exactly(value, language):
    assert read(write_number(value, language), language) == (str(value), "")


@given(st.text(alphabet="0123456789.,' -+$٠٣٫٬\u00a0a²", max_size=14))
def test_whether_a_text_is_a_number_is_the_same_in_every_language(text):
    assert len({read_quantity(text, language) is None for language in LANGUAGES}) == 1
    units = {found.unit for name in LANGUAGES if (found := read_quantity(text, name))}
    assert len(units) <= 1


@given(st.text(max_size=20), st.sampled_from(LANGUAGES))
def test_any_text_is_read_or_not_and_never_breaks(text, language):
    read_quantity(text, language)


def test_a_half_goes_away_from_zero():
    halves = [(Fraction(5, 2), 3), (Fraction(-5, 2), -3), (Fraction(7, 2), 4), (Fraction(1, 3), 0)]
    assert [round_half_up(value, 0) for value, _ in halves] == [rounded for _, rounded in halves]
    assert round_half_up(Fraction(1, 8), 2) == Fraction(13, 100)
