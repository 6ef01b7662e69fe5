"""How a word of a name may be spelt in Latin letters: in passports, and as people write it.

Whether two names are the same is decided in `naming`. The first spelling of each is that of the
library or of passports (ICAO Doc 9303, part 3, section 6); the others are in common use.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import islice, product

from anyascii import anyascii

# Of one word so many are compared: enough for every name of people, and quick for any text.
MOST = 96
_MARKS = re.compile(r"[^a-z0-9]")
_LATIN = {
    "ä": ("a", "ae"), "ö": ("o", "oe"), "ü": ("u", "ue"), "å": ("a", "aa"), "ø": ("o", "oe"),
    "ŋ": ("n", "ng"), "ɛ": ("e",), "ɔ": ("o",),
}  # fmt: skip
# Russian, Ukrainian, Belarusian and Bulgarian; endings before the letters of which they are made.
_CYRILLIC = {
    "ий": ("ii", "iy", "ij", "yi", "yy", "y", "i"), "ый": ("yi", "yy", "yj", "y", "iy", "ii"),
    "ия": ("iia", "ia", "iya", "ija", "ya"), "ее": ("ee", "eye", "eie"), "ье": ("e", "ye", "ie"),
    "кс": ("ks", "x"), "ё": ("e", "yo", "io", "ye", "o"), "е": ("e", "ye"), "є": ("ie", "ye", "e"),
    "ж": ("zh", "j"), "и": ("i", "y"), "й": ("i", "y", "j"), "ї": ("i", "yi", "ji"),
    "х": ("kh", "h"), "ц": ("ts", "tc", "c"), "щ": ("shch", "sch"), "ъ": ("ie", "", "a"),
    "ы": ("y", "i"), "ь": ("",), "э": ("e",), "ю": ("iu", "yu", "ju"), "я": ("ia", "ya", "ja"),
    "ђ": ("d", "dj"),
}  # fmt: skip
# Greek: pairs before the letters that they begin with; a vowel with two dots makes no pair.
_GREEK = {
    "ου": ("ou", "u"), "αυ": ("av", "af", "au"), "ευ": ("ev", "ef", "eu"), "ηυ": ("iv", "if"),
    "αι": ("ai", "e"), "ει": ("ei", "i"), "οι": ("oi", "i"), "υι": ("yi", "i"),
    "μπ": ("b", "mp"), "ντ": ("d", "nt"), "γκ": ("gk", "g", "nk"), "γγ": ("ng", "gg"),
    "γι": ("gi", "yi", "y", "gy"), "γξ": ("nx",), "γχ": ("nch", "nkh"),
    "α": ("a",), "β": ("v", "b"), "γ": ("g", "y"), "δ": ("d",), "ε": ("e",), "ζ": ("z",),
    "η": ("i", "e"), "θ": ("th",), "ι": ("i",), "ϊ": ("i",), "κ": ("k", "c"), "λ": ("l",),
    "μ": ("m",), "ν": ("n",), "ξ": ("x", "ks"), "ο": ("o",), "π": ("p",), "ρ": ("r",),
    "σ": ("s",), "ς": ("s",), "τ": ("t",), "υ": ("y", "i", "u"), "ϋ": ("y", "i", "u"),
    "φ": ("f", "ph"), "χ": ("ch", "h", "kh"), "ψ": ("ps",), "ω": ("o",),
}  # fmt: skip
_LETTERS = _LATIN | _CYRILLIC | _GREEK
_UNITS = re.compile("|".join(sorted(_LETTERS, key=len, reverse=True)) + "|.", re.DOTALL)
_TONOS = str.maketrans("άέήίόύώΐΰ", "αεηιουωϊϋ")


@lru_cache(maxsize=1024)
def spell(word: str) -> frozenset[str]:
    """Return the spellings of a word in small Latin letters without accents; none of no letter.

    Whoever writes a letter in one way does so throughout the word.
    """
    units = _UNITS.findall(unicodedata.normalize("NFC", word.lower()).translate(_TONOS))
    ways = {unit: _LETTERS.get(unit) or (_latin(unit),) for unit in units}
    chosen = islice(product(*ways.values()), MOST)
    spelt = (dict(zip(ways, choice, strict=True)) for choice in chosen)
    return frozenset("".join(way[unit] for unit in units) for way in spelt) - {""}


def _latin(letter: str) -> str:
    return _MARKS.sub("", anyascii(letter).lower())
