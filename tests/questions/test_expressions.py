"""Reckonings: exact, and nothing else can be said in them."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.questions.expressions import ExpressionInvalid, names_in, read_expression, work_out

WHOLE = st.integers(-(10**6), 10**6)


def value(source: str, **values: int) -> Fraction:
    found = {name: Fraction(number) for name, number in values.items()}
    return work_out(read_expression(source), found)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("1 + 2 * 3", "7"),
        ("(1 + 2) × 3", "9"),
        ("a * b / 100", "6/5"),
        ("-a ** 2", "-16"),
        ("a ** -1", "1/4"),
        ("0.1 + 0.2", "3/10"),
        ("0.000000000001 * 10", "1/100000000000"),
        ("b ÷ a − 1", "13/2"),
        ("round(b / 7)", "4"),
        ("round(a / 3, 2)", "133/100"),
        ("max(a, b) - min(a, b, 1)", "29"),
        ("abs(a - b)", "26"),
    ],
)
def test_a_reckoning_is_worked_out_exactly(source, expected):
    assert str(value(source, a=4, b=30)) == expected


@given(WHOLE, WHOLE, WHOLE)
def test_it_is_the_arithmetic_of_fractions(a, b, c):
    assert value("(a - b) * c + a / 7", a=a, b=b, c=c) == (a - b) * c + Fraction(a, 7)


@pytest.mark.parametrize(
    "source",
    ["", "a +", "a b", "a ^ b", "a // b", "a % b", "a < b", "a and b", "a if b else a", "[a]",
     "'a'", "True", "None", "1j", "1e999", "a.b", "a[0]", "f(a)", "abs()", "abs(a, b)", "min(a)",
     "round(a, ndigits=1)", "abs(*a)", "(lambda: a)()", "__import__('os')", "a := 1", "a\nb",
     "(" * 300, "9" * 201, "a" + "+a" * 100, "\x00"],
)  # fmt: skip
def test_nothing_else_can_be_said(source):
    with pytest.raises(ExpressionInvalid):
        read_expression(source)


@pytest.mark.parametrize(
    "source",
    ["1 / (a - a)", "0 ** -1", "9 ** 9 ** 9", "a ** 0.5", "((9 ** 99) ** 99) ** 99", "2 ** -101",
     "round(a, -1)", "round(a, 1/2)", "((10 ** 90) ** 90) * 1"],
)  # fmt: skip
def test_what_has_no_value_says_so_at_once(source):
    with pytest.raises(ArithmeticError):
        value(source, a=4)


def test_the_names_are_those_of_the_variables():
    assert names_in(read_expression("round(a * max(b, 2), 1) + a")) == {"a", "b"}
    assert names_in(read_expression("1 + 1")) == frozenset()
    assert names_in(read_expression("abs(abs)")) == {"abs"}
