"""The public code of a certificate: 85 random bits and a check character, made to be read aloud.

It tells nothing: neither how many certificates there are, nor whose or of when one is.
"""

import re
import secrets

from lms.kit.errors import Invalid
from lms.kit.i18n import N_

# Crockford's base32: no I, L, O or U, so that nothing is mistaken for a digit.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 18
GROUP = 6
_VALUES = {character: value for value, character in enumerate(ALPHABET)}
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})
_SEPARATORS = re.compile(r"[\s\u2010-\u2015\-_.]+")
_LONGEST_INPUT = 64
# x^5 + x^2 + 1, which makes the 32 values a field: each place of a code gets a weight of its own,
# so that one wrong character, and any two that changed places, are always noticed.
_POLYNOMIAL = 0b100101


class CodeMalformed(Invalid):
    """A code has 18 characters of the alphabet, and the last one fits the others."""

    message = N_(
        "This is not the code of a certificate. Please compare it with the one on the certificate."
    )


def new_code() -> str:
    """Return a random code: 17 characters and the one that checks them."""
    body = [secrets.randbelow(len(ALPHABET)) for _ in range(LENGTH - 1)]
    return "".join(ALPHABET[value] for value in (*body, _check(body)))


def parse_code(text: str) -> str:
    """Return the code that was meant: any case, any dashes or spaces, O for 0, I and L for 1.

    Raises `CodeMalformed`.
    """
    if len(text) > _LONGEST_INPUT:
        raise CodeMalformed
    code = _SEPARATORS.sub("", text).upper().translate(_MISREAD)
    if len(code) != LENGTH or any(character not in _VALUES for character in code):
        raise CodeMalformed
    *body, check = (_VALUES[character] for character in code)
    if _check(body) != check:
        raise CodeMalformed
    return code


def read_code(text: str) -> str | None:
    """Return the code that was meant, or nothing where the text is none."""
    try:
        return parse_code(text)
    except CodeMalformed:
        return None


def grouped(code: str) -> str:
    """Return the code as it is printed: three groups of six."""
    return "-".join(code[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def _check(body: list[int]) -> int:
    total, weight = 0, 1
    for value in reversed(body):
        weight = _multiply(weight, 2)
        total ^= _multiply(weight, value)
    return total


def _multiply(one: int, other: int) -> int:
    product = 0
    while other:
        if other & 1:
            product ^= one
        one <<= 1
        if one & len(ALPHABET):
            one ^= _POLYNOMIAL
        other >>= 1
    return product
