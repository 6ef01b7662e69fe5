"""Texts as they are searched and compared, whatever their case, accents and width.

What is searched is the business of each room.
"""

import unicodedata


def fold(text: str) -> str:
    """Return a text without case, accents, width, and the vowel signs of Arabic letters."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part)).casefold().strip()
