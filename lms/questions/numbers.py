"""Numbers as people write them in their language, read exactly, and written as it writes them.

What counts as a right number is the business of `quantities.py`.
"""

import re
import unicodedata
from contextlib import AbstractContextManager
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from fractions import Fraction

from babel.numbers import format_decimal, get_group_symbol

from lms.kit.i18n import formats

# The most decimals that are written, and so the finest that a key can be.
MOST_DECIMALS = 6
_USUAL_DIGITS = 28
# Arabic has a decimal sign and a sign between thousands of its own: they are never mistaken.
_POINT, _THOUSANDS = "\u066b", "\u066c"
_ALIKE = str.maketrans({"’": "'", "،": ",", "−": "-", "–": "-"})
_DIGITS = rf"[0-9][0-9.,' {_POINT}{_THOUSANDS}]*[0-9]|[0-9]"
_PIECES = re.compile(
    rf"(?P<before>[^0-9]*?)(?P<digits>[.,{_POINT}]?(?:{_DIGITS}))(?P<after>(?![0-9]).*)"
)
_SIGN = re.compile(r"^([+-])\s*|\s*([+-])$")
_GROUPED = re.compile(
    rf"[0-9]{{1,3}}(?P<mark>[.,' {_THOUSANDS}])[0-9]{{3}}(?:(?P=mark)[0-9]{{3}})*"
)
_AMBIGUOUS = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and what was written beside it, such as a currency."""

    value: Fraction
    unit: str


def read_quantity(text: str, language: str) -> Quantity | None:
    """Return what a text says: one number, with a unit before or after it; nothing if it does not.

    Digits of every script, spaces, points and commas are read as people write them. Only what can
    be read in two ways, such as 1,234, is read as `language` writes; whether a text can be read at
    all is the same in each.
    """
    found = _PIECES.fullmatch("".join(map(_plain, text)).translate(_ALIKE).strip())
    if found is None:
        return None
    before, after = found["before"].strip(), found["after"].strip()
    sign = _SIGN.search(before)
    before = _SIGN.sub("", before, count=1)
    value = _read_digits(found["digits"], language)
    if value is None or (before and comparable_unit(after)):
        return None
    is_negative = sign is not None and "-" in sign[0]
    return Quantity(-value if is_negative else value, before or after)


def _plain(sign: str) -> str:
    """Return a digit of any script as 0 to 9, full width as usual, and no sign that is unseen."""
    digit = unicodedata.decimal(sign, None)
    if digit is not None:
        return str(digit)
    category = unicodedata.category(sign)
    if category == "Cf":
        return ""
    if category == "Zs":
        return " "
    # Only of full width: a raised 2 is no 2 behind the number.
    is_wide = unicodedata.east_asian_width(sign) == "F"
    return unicodedata.normalize("NFKC", sign) if is_wide else sign


def _read_digits(digits: str, language: str) -> Fraction | None:
    point = _find_point(digits, language)
    whole, _, decimals = digits.rpartition(point) if point else (digits, "", "")
    if point and not decimals.isdecimal():
        return None
    if whole.isdecimal() or not whole:
        plain = whole
    elif _GROUPED.fullmatch(whole) and (not point or point not in whole):
        plain = re.sub(r"[^0-9]", "", whole)
    else:
        return None
    return Fraction(f"{plain or '0'}.{decimals or '0'}")


def _find_point(digits: str, language: str) -> str:
    """Return the sign before the decimals; empty where there is none."""
    if _POINT in digits:
        return _POINT
    marks = [mark for mark in ".," if mark in digits]
    if len(marks) == 2:  # noqa: PLR2004 - both
        return max(marks, key=digits.rindex)
    if not marks or digits.count(marks[0]) > 1:
        return ""
    (mark,) = marks
    # In two ways: as thousands, or with three decimals.
    is_ambiguous = _AMBIGUOUS.fullmatch(digits)
    return "" if is_ambiguous and mark == get_group_symbol(formats(language).locale) else mark


def comparable_unit(unit: str) -> str:
    """Return the form under which equal spellings of a unit are equal; case does not matter."""
    plain = unicodedata.normalize("NFKC", unit).casefold()
    return "".join(sign for sign in plain if sign not in ".,;" and not sign.isspace())


def write_number(value: Fraction, language: str) -> str:
    """Return a number as `language` writes it, with at most six decimals."""
    with _wide(rounded := round_half_up(value, MOST_DECIMALS)):
        exact = Decimal(rounded.numerator) / Decimal(rounded.denominator)
        return format_decimal(exact, locale=formats(language).locale, decimal_quantization=False)


def plain_number(value: Fraction) -> str:
    """Return a number in digits with a point, as no language in particular writes it."""
    with _wide(rounded := round_half_up(value, MOST_DECIMALS)):
        text = format(Decimal(rounded.numerator) / Decimal(rounded.denominator), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _wide(value: Fraction) -> AbstractContextManager[Context]:
    """Let no number be too long, as the 28 digits of Decimal's own context would have it."""
    digits = len(str(abs(value.numerator))) + MOST_DECIMALS
    return localcontext(Context(prec=max(digits, _USUAL_DIGITS)))


def round_half_up(value: Fraction, decimals: int) -> Fraction:
    """Return a number rounded as people do: a half goes away from zero."""
    scaled = abs(value) * 10**decimals
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Fraction(whole if value >= 0 else -whole, 10**decimals)
