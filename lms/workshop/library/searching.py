"""Texts of questions as they are searched, in any of the six languages.

Why a column of plain words and no index of tokens: Chinese has no spaces to cut at, a trainer also
looks for parts of words, and SQLite and PostgreSQL cut words differently. `LIKE` over one folded
column finds the same in both; it is read through quickly enough for some ten thousands of
questions (`docs/developers.md` has the figure).
"""

import unicodedata

from lms.kit.folding import fold
from lms.questions.normalise import ARABIC_FORMS

# More words narrow nothing any more.
MOST_WORDS = 10
# The signs of emphasis and code, which nobody types into a search.
_SIGNS = str.maketrans(dict.fromkeys("*`"))


def searchable(text: str) -> str:
    """Return a text without case, accents, emphasis and unseen signs, its spaces single.

    Letters of Arabic that hands use for one another become one. Twice is the same as once.
    """
    seen = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    plain = seen.translate(_SIGNS)
    # What one folding uncovers another may fold again: a few rare letters.
    while (folded := fold(plain).translate(ARABIC_FORMS)) != plain:
        plain = folded
    return " ".join(plain.split())


def words_of(asked: str) -> list[str]:
    """Return the words that a question must all have, from what somebody typed."""
    return list(dict.fromkeys(searchable(asked).split()))[:MOST_WORDS]
