"""Characters as they are written: which turn the direction, which are Latin, how they are told of.

What a name or a certificate may have of them is said by their rooms.
"""

from collections.abc import Sequence
from unicodedata import bidirectional, category, normalize
from unicodedata import name as name_of

_SHOWN_AT_MOST = 8
# Embeddings, overrides and isolates (Unicode Standard Annex 9).
_TURNING = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})


def is_turning(character: str) -> bool:
    """Say whether a character makes what follows read in another direction."""
    return bidirectional(character) in _TURNING


def is_latin(text: str) -> bool:
    """Say whether a text is written in Latin letters: there are some, and none of another script.

    Apostrophes that Unicode counts among the letters belong to any.
    """
    letters = [letter for letter in text if _is_letter(letter)]
    return bool(letters) and not find_foreign(text)


def find_foreign(text: str) -> tuple[str, ...]:
    """Return the letters of a text that are not Latin, each once, in order.

    The raised ones, as in Mª, are Latin.
    """
    return tuple(dict.fromkeys(c for c in text if _is_letter(c) and not _is_latin_letter(c)))


def _is_letter(character: str) -> bool:
    return character.isalpha() and category(character) != "Lm"


def _is_latin_letter(letter: str) -> bool:
    return all(name_of(one, "").startswith("LATIN") for one in normalize("NFKC", letter))


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
