"""The public code: random, tolerant of how it is typed, and never mistaken for another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.certificates.rules.codes import (
    ALPHABET,
    LENGTH,
    CodeMalformed,
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


def test_codes_do_not_repeat():
    assert len({new_code() for _ in range(1000)}) == 1000
