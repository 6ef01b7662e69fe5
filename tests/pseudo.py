"""Two languages that nobody speaks: what does not come through gettext stands out in them.

`xx` writes accents and a third more; `xr` writes Arabic letters, from right to left. They are put
in the place of Russian and Arabic in the tests alone, whose dates hold no Latin letter either, and
are never offered to anybody.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from gettext import NullTranslations
from unittest import mock

from lms.kit import i18n

STANDS_FOR = {"xx": "ru", "xr": "ar"}
# What stays as it is: placeholders, tags, entities, doubled percent signs.
KEPT = re.compile(r"%\(\w+\)[sd]|%%|</?[a-z][^<>]*>|&\w+;")
_LATIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ACCENTED = "àƀçđéƒĝĥîĵķļɱñöþɋŕšţûṽŵẋýžÀƁÇĐÉƑĜĤÎĴĶĻṀÑÖÞɊŔŠŢÛṼŴẊÝŽ"
_ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنه" * 2
_LETTERS = {
    "xx": str.maketrans(_LATIN, _ACCENTED),
    "xr": str.maketrans(_LATIN, _ARABIC),
}
_LONGER = 3


class Pseudo(NullTranslations):
    """A catalogue that has every text, in a pseudo-language."""

    def __init__(self, code: str) -> None:
        super().__init__()
        self._letters = _LETTERS[code]

    def say(self, text: str) -> str:
        """Return the text in other letters and a third longer; placeholders and tags stay."""
        parts, at = [], 0
        for kept in KEPT.finditer(text):
            parts += [text[at : kept.start()].translate(self._letters), kept.group()]
            at = kept.end()
        parts.append(text[at:].translate(self._letters))
        words = "".join(parts)
        return f"{words}{'·' * (len(text) // _LONGER)}" if text.strip() else text

    def gettext(self, message: str) -> str:
        return self.say(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.say(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        return self.say(message)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        return self.ngettext(msgid1, msgid2, n)


_real = i18n.catalogue


@lru_cache
def catalogue(language: str) -> NullTranslations:
    """Return the pseudo-language that stands in for `language`, or the language's own catalogue."""
    for code, stood_for in STANDS_FOR.items():
        if language == stood_for:
            return Pseudo(code)
    return _real(language)


@contextmanager
def speaking() -> Iterator[None]:
    """Put the pseudo-languages in their places for applications that are made within."""
    with (
        mock.patch("lms.kit.i18n.catalogue", catalogue),
        mock.patch("lms.web.render.catalogue", catalogue),
    ):
        yield
