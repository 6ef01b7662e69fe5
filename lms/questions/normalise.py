"""When two typed answers are the same word: width, case, accents, Arabic letters, digits, signs.

Which answers are accepted stands in the question; this only says what counts as equal spelling.
"""

import re
import unicodedata

# Languages whose readers take a word without its accents for the same word, each with the pairs
# that are letters of their own there: «año» is not «ano», «й» is not «и».
LETTERS_OF_THEIR_OWN: dict[str, frozenset[str]] = {
    "en": frozenset(),
    "fr": frozenset(),
    "es": frozenset({"n\u0303"}),
    "ru": frozenset({"и\u0306"}),
    "zh": frozenset(),
    "ar": frozenset(),
}
ACCENTS = range(0x0300, 0x0370)

# Letters that keyboards and hands use for one another, after Lucene's ArabicNormalizer, with
# the hamza's seats and the Persian forms of kaf and yeh that some keyboards give.
ARABIC_FORMS = str.maketrans(
    {
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ؤ": "و", "ئ": "ي", "ى": "ي", "ی": "ي",
        "ة": "ه", "ک": "ك", "\u0640": None,
    }
)  # fmt: skip
ARABIC_MARKS = re.compile(
    "[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed]"
)

LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})  # Unicode counts them as letters
LOOK_ALIKES = str.maketrans({"ʼ": "'", "ʻ": "'", "−": "-"})  # punctuation, though not to Unicode
MINUS = re.compile(r"(?<!\w)-(?=\d)")
# 10,000 and 10.000 and 10 000 are one number, whatever the language writes between thousands.
THOUSANDS = re.compile(r"(?<!\d)[1-9]\d{0,2}(?: \d{3})+(?!\d)")
VARIATION_SELECTORS = frozenset(map(chr, range(0xFE00, 0xFE10)))  # how a sign looks, not what
HAN = r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af]"
SPACE_BESIDE_HAN = re.compile(rf"(?<={HAN}) | (?={HAN})")


def normalise(text: str, language: str) -> str:
    """Return the form under which equal spellings of an answer in `language` are equal.

    Normalising twice changes nothing. An empty result means that nothing was said.
    """
    seen = "".join(sign for sign in text if not _is_invisible(sign))
    plain = unicodedata.normalize("NFKC", seen)
    plain = unicodedata.normalize("NFKC", plain.casefold())
    if language == "ar":
        plain = ARABIC_MARKS.sub("", plain.translate(ARABIC_FORMS))
    if language in LETTERS_OF_THEIR_OWN:
        plain = _without_accents(plain, LETTERS_OF_THEIR_OWN[language])
    plain = MINUS.sub("−", _with_ascii_digits(plain.translate(LOOK_ALIKES)))
    plain = "".join(map(_plain_sign, plain))
    plain = THOUSANDS.sub(lambda number: number[0].replace(" ", ""), " ".join(plain.split()))
    return SPACE_BESIDE_HAN.sub("", plain) if language == "zh" else plain


def _without_accents(text: str, kept: frozenset[str]) -> str:
    """Drop accents and part ligatures, but keep what is a letter of the language."""
    letters: list[str] = []
    for sign in unicodedata.normalize("NFD", text):
        if ord(sign) not in ACCENTS or (letters and letters[-1] + sign in kept):
            letters.append(sign)
    return unicodedata.normalize("NFC", "".join(letters)).translate(LIGATURES)


def _with_ascii_digits(text: str) -> str:
    """Write the digits of every script as 0 to 9."""
    return "".join(str(unicodedata.decimal(sign, sign)) for sign in text)


def _is_invisible(sign: str) -> bool:
    """Tell whether a sign only steers joining, direction or looks."""
    return unicodedata.category(sign) == "Cf" or sign in VARIATION_SELECTORS


def _plain_sign(sign: str) -> str:
    """Return a letter or symbol itself, and a space for punctuation."""
    category = unicodedata.category(sign)
    return " " if category[0] in "PZ" or category == "Cc" else sign
