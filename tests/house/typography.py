"""How French and Russian are typeset in the catalogues, whoever translates: spaces, and no ё.

`python -m tests.house.typography` mends the catalogues, as `make translations` does.
"""

import re
import sys
from collections.abc import Callable

import polib

from tests.house.sources import ROOT

NO_BREAK = "\u00a0"
# A mark of two parts never begins a line, and a quotation mark never stands apart from its words.
_BEFORE_A_MARK = re.compile(r"(?<=\S)[ \u202f](?=[;!?»]|:(?:\s|$))")
_AFTER_A_QUOTE = re.compile(r"«[ \u202f]")
# The United Nations write Russian without ё, but where всё would be read as все.
_YO = re.compile(r"\b[Вв]сё\b|[Ёё]")


def typeset_french(text: str) -> str:
    """Return `text` with no-break spaces before marks of two parts and inside quotation marks."""
    return _AFTER_A_QUOTE.sub(f"«{NO_BREAK}", _BEFORE_A_MARK.sub(NO_BREAK, text))


def typeset_russian(text: str) -> str:
    """Return `text` with е for ё; the word всё keeps it."""
    return _YO.sub(lambda found: {"ё": "е", "Ё": "Е"}.get(found[0], found[0]), text)


TYPESET: dict[str, Callable[[str], str]] = {"fr": typeset_french, "ru": typeset_russian}


def texts(entry: polib.POEntry) -> list[str]:
    """Return an entry's translations, one for each plural form."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def main() -> int:
    """Mend the catalogues where a text is typeset otherwise."""
    for language, typeset in TYPESET.items():
        path = ROOT / "translations" / language / "LC_MESSAGES" / "messages.po"
        catalogue = polib.pofile(str(path), wrapwidth=0)
        wrong = [entry for entry in catalogue if any(typeset(one) != one for one in texts(entry))]
        for entry in wrong:
            entry.msgstr = typeset(entry.msgstr)
            entry.msgstr_plural = {form: typeset(one) for form, one in entry.msgstr_plural.items()}
        if wrong:
            catalogue.save(str(path))
    return 0


if __name__ == "__main__":
    sys.exit(main())
