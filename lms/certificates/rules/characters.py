"""Characters that no certificate may have in its words, whatever fonts there are.

Which ones the shipped fonts can draw is decided in `drawing.glyphs`.
"""

from collections.abc import Sequence
from unicodedata import bidirectional, category
from unicodedata import name as name_of

from lms.kit.errors import Invalid
from lms.kit.i18n import N_

_SHOWN_AT_MOST = 8
# Embeddings, overrides and isolates (Unicode Standard Annex 9).
_TURNING = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})

# Letters that have a direction of their own, of the same annex.
_STRONG = {"L": "ltr", "R": "rtl", "AL": "rtl"}


class CharactersMissing(Invalid):
    """Every character of a certificate must be in the fonts that are shipped with it."""

    message = N_("These characters cannot be printed on a certificate: %(characters)s.")


class DirectionTurned(CharactersMissing):
    """A sign within a text may not make it read in another order than it is written."""

    message = N_(
        "These characters turn the direction of writing and cannot be seen; a certificate must"
        " read as it is written: %(characters)s."
    )


def is_turning(character: str) -> bool:
    """Say whether a character makes what follows read in another direction."""
    return bidirectional(character) in _TURNING


def direction_of(text: str, otherwise: str) -> str:
    """Return `ltr` or `rtl` as the first letter of a text says that has a direction.

    Of a text that has no such letter, `otherwise` (Unicode Standard Annex 9, P2 and P3).
    """
    for character in text:
        kind = bidirectional(character)
        if kind in _STRONG:
            return _STRONG[kind]
    return otherwise


def is_latin(text: str) -> bool:
    """Say whether a text is written in Latin letters: there are some, and none of another script.

    Apostrophes that Unicode counts among the letters belong to any.
    """
    letters = [letter for letter in text if letter.isalpha() and category(letter) != "Lm"]
    return bool(letters) and all(name_of(letter, "").startswith("LATIN") for letter in letters)


def check_direction(text: str) -> None:
    """Raise `DirectionTurned` where a text has characters that turn its direction."""
    turning = [character for character in dict.fromkeys(text) if is_turning(character)]
    if turning:
        raise DirectionTurned(characters=describe(turning))


def describe(characters: Sequence[str]) -> str:
    """Return characters with their names, as they are told to a reader; of many, the first."""
    return ", ".join(map(_described, characters[:_SHOWN_AT_MOST]))


def show(characters: Sequence[str]) -> str:
    """Return characters as they look, for a narrow place; those that cannot be seen, by name."""
    return ", ".join(map(_shown, characters[:_SHOWN_AT_MOST]))


def _shown(character: str) -> str:
    kind = category(character)
    if kind.startswith("M"):
        # A mark stands on the circle that is there for it, not on the comma before.
        return f"\u25cc{character}"
    return _described(character) if kind.startswith(("C", "Z")) else character


def _described(character: str) -> str:
    title = name_of(character, f"U+{ord(character):04X}")
    return title if category(character).startswith("C") else f"{character} ({title})"
