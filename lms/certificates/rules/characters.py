"""Characters that no certificate may have in its words, whatever fonts there are.

Which ones the shipped fonts can draw is decided in `drawing.glyphs`.
"""

from unicodedata import bidirectional

from lms.kit.characters import describe, is_turning
from lms.kit.errors import Invalid
from lms.kit.i18n import N_

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


def direction_of(text: str, otherwise: str) -> str:
    """Return `ltr` or `rtl` as the first letter of a text says that has a direction.

    Of a text that has no such letter, `otherwise` (Unicode Standard Annex 9, P2 and P3).
    """
    for character in text:
        kind = bidirectional(character)
        if kind in _STRONG:
            return _STRONG[kind]
    return otherwise


def check_direction(text: str) -> None:
    """Raise `DirectionTurned` where a text has characters that turn its direction."""
    turning = [character for character in dict.fromkeys(text) if is_turning(character)]
    if turning:
        raise DirectionTurned(characters=describe(turning))
