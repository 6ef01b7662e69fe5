"""The public code: random, tolerant of how it is typed, and never mistaken for another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.certificates.rules.codes import (
    ALPHABET,
    LENGTH,
    CodeMalformed,
    find_fault,
    grouped,
    new_code,
    parse_code,
    read_code,
)

codes = st.builds(new_code)


@given(codes)
def test_what_is_printed_is_read_back(code):
    assert parse_code(grouped(code)) == code
    assert parse_code(f" {grouped(code).lower().replace('-', ' ')} ") == code
    assert parse_code(code.replace("0", "o").replace("1", "l")) == code
    assert parse_code(code.replace("1", "I")) == code


@given(codes, st.integers(0, LENGTH - 1), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(code, place, character):
    wrong = code[:place] + character + code[place + 1 :]
    assert (read_code(wrong) == code) == (wrong == code)
    if wrong != code:
        assert read_code(wrong) is None


@given(codes, st.integers(0, LENGTH - 1), st.integers(0, LENGTH - 1))
def test_two_that_changed_places_are_noticed(code, one, other):
    letters = list(code)
    letters[one], letters[other] = letters[other], letters[one]
    wrong = "".join(letters)
    assert wrong == code or read_code(wrong) is None


@pytest.mark.parametrize("text", ["", "abc", "U" * LENGTH, "0" * 500, "é" * LENGTH, "../../etc"])
def test_what_is_no_code_is_refused(text):
    with pytest.raises(CodeMalformed):
        parse_code(text)


# Arabic, Persian, of full width, of India.
SCRIPTS = ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "０１２３４５６７８９", "०१२३४५६७८९")
ADDRESSES = (
    "https://train.example.org/verify/{}", "http://localhost:8102/verify/{}/",
    "train.org/verify/{}",
    "HTTPS://Train.example.org/verify/{}?lang=ar#holder", "/verify/{}",
)  # fmt: skip


@given(codes, st.sampled_from(SCRIPTS))
def test_digits_of_any_script_are_read(code, digits):
    typed = grouped(code).translate(str.maketrans("0123456789", digits))
    assert read_code(typed) == code
    # As an Arabic page is copied: with marks that turn the direction, and stretched.
    assert read_code(f"\u200f{typed[:7]}\u0640{typed[7:]}\u202c") == code


@given(codes, st.sampled_from(ADDRESSES))
def test_the_printed_address_is_read(code, address):
    assert read_code(address.format(grouped(code))) == code
    assert read_code(address.format(f"{grouped(code)[:14]} {grouped(code)[14:].lower()}")) == code


@given(codes, st.integers(1, LENGTH - 1))
def test_a_code_of_another_length_is_told_so(code, length):
    fault = find_fault(grouped(code)[:length])
    assert f"This one has {len(grouped(code)[:length].replace('-', ''))}" in str(fault)
    assert find_fault(code) is None


def test_what_is_wrong_with_a_code_is_said():
    code = new_code()
    assert "No code has the character U" in str(find_fault("u" + code[1:]))
    other = next(one for one in ALPHABET if one != code[3])
    assert "A character of this code is wrong" in str(find_fault(code[:3] + other + code[4:]))
    assert "not the code of a certificate" in str(find_fault("0" * 500))


def test_codes_do_not_repeat():
    assert len({new_code() for _ in range(1000)}) == 1000
