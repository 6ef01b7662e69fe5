"""The public code of a certificate: 85 random bits and a check character, made to be read aloud.

It tells nothing: neither how many certificates there are, nor whose or of when one is.
"""

import re
import secrets
import unicodedata
from urllib.parse import unquote

from lms.kit.errors import Invalid
from lms.kit.i18n import N_, Text

# Crockford's base32: no I, L, O or U, so that nothing is mistaken for a digit.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 18
GROUP = 6
_VALUES = {character: value for value, character in enumerate(ALPHABET)}
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})
_SEPARATORS = re.compile(r"[\s\u2010-\u2015\-_.\u0640]+")
# A code stands in an address behind this; what follows it is of no matter.
_IN_ADDRESS = re.compile(r"/verify/([^/?#]+)", re.IGNORECASE)
_HOST = re.compile(r"^\s*(?:https?://)?(?:[^\s/@]*@)?([^\s/:?#]+)(?::\d+)?/", re.IGNORECASE)
_LONGEST_INPUT = 256
# x^5 + x^2 + 1, which makes the 32 values a field: each place of a code gets a weight of its own,
# so that one wrong character, and any two that changed places, are always noticed.
_POLYNOMIAL = 0b100101


class CodeMalformed(Invalid):
    """A code has 18 characters of the alphabet, and the last one fits the others."""

    message = N_(
        "This is not the code of a certificate. Please compare it with the one on the certificate."
    )


class CodeOfOtherLength(CodeMalformed):
    """Who counts the characters finds the one that is missing."""

    message = N_(
        "The code of a certificate has 18 letters and digits. This one has %(count)s. Please "
        "compare it with the one on the certificate."
    )


class CodeWithOtherCharacter(CodeMalformed):
    """Whoever types something that no code has, has misread it."""

    message = N_(
        "No code has the character %(character)s. Please compare it with the one on the "
        "certificate."
    )


class CodeMistyped(CodeMalformed):
    """The last character does not fit the others: something was misread or changed places."""

    message = N_(
        "A character of this code is wrong, or two have changed places. Please compare it with the "
        "one on the certificate."
    )


def new_code() -> str:
    """Return a random code: 17 characters and the one that checks them."""
    body = [secrets.randbelow(len(ALPHABET)) for _ in range(LENGTH - 1)]
    return "".join(ALPHABET[value] for value in (*body, _check(body)))


def parse_code(text: str) -> str:
    """Return the code that was meant: any case, any dashes or spaces, O for 0, I and L for 1.

    Letters and digits may be of full width, digits those of any script; the address of a page of
    verification is the code in it. Raises `CodeMalformed`, saying what is wrong.
    """
    code = _bare(text)
    if len(code) != LENGTH:
        raise CodeOfOtherLength(count=len(code))
    for character in code:
        if character not in _VALUES:
            raise CodeWithOtherCharacter(character=character)
    *body, check = (_VALUES[character] for character in code)
    if _check(body) != check:
        raise CodeMistyped
    return code


def _bare(text: str) -> str:
    """Return the characters that count of what was typed or pasted."""
    if len(text) > _LONGEST_INPUT:
        raise CodeMalformed
    wide = unicodedata.normalize("NFKC", unquote(text))
    found = _IN_ADDRESS.search(wide)
    code = _SEPARATORS.sub("", found[1] if found else wide)
    return "".join(map(_plain, code)).upper().translate(_MISREAD)


def _plain(character: str) -> str:
    """Return a digit of any script as ours, and nothing for a mark that turns the direction."""
    if unicodedata.category(character) == "Cf":
        return ""
    digit = unicodedata.decimal(character, None)
    return character if digit is None else str(digit)


def read_code(text: str) -> str | None:
    """Return the code that was meant, or nothing where the text is none."""
    try:
        return parse_code(text)
    except CodeMalformed:
        return None


def find_fault(text: str) -> Text | None:
    """Return what is wrong with a code as it was typed, or nothing where it is one."""
    try:
        parse_code(text)
    except CodeMalformed as error:
        return error.text
    return None


def find_host(text: str) -> str | None:
    """Return the host of the address in which a code was typed, or nothing where it is none."""
    wide = unicodedata.normalize("NFKC", text)
    found = _HOST.match(wide) if _IN_ADDRESS.search(wide) else None
    return found[1].lower() if found else None


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
