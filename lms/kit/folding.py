"""Texts as they are searched and compared, whatever their case, accents and width.

What is searched is the business of each room.
"""

import unicodedata

# Letters that are no letter with an accent to Unicode, and what is typed for them on a keyboard
# that has none: those of European languages, then those of African ones that passports give so too
# (ICAO Doc 9303, part 3, section 6.A). `ß` is "ss" without case.
_STROKES = str.maketrans(
    {
        "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "æ": "ae", "œ": "oe",
        "ħ": "h", "ŧ": "t",
        "ɓ": "b", "ɖ": "d", "ɗ": "d", "ɛ": "e", "ɨ": "i", "ƙ": "k", "ŋ": "n", "ɔ": "o", "ʉ": "u",
        "ƴ": "y",
    }
)  # fmt: skip
# Letters of Arabic that hands and keyboards use for one another, as far as they are no letter with
# a hamza or madda on it, which falls away as an accent; the stroke that only stretches a word.
_ARABIC = str.maketrans(
    {"ى": "ي", "ی": "ي", "ة": "ه", "ک": "ك", "ٱ": "ا", "\u0640": None}
)  # fmt: skip
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_ALIKE = _STROKES | _ARABIC | _DIGITS


def fold(text: str) -> str:
    """Return a text without case, accents, strokes, width, and the vowel signs of Arabic letters.

    Arabic letters that are written for one another are one, and so are the digits of its two sets
    and the European ones.

    What is stored folded is folded anew by a migration where this changes.
    """
    parts = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(part for part in parts if not unicodedata.combining(part)).casefold()
    return plain.translate(_ALIKE).strip()
