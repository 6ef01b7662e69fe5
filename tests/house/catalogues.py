"""What is wrong with the interface's catalogues: placeholders, plurals, percent signs.

`python -m tests.house.catalogues` lists it, as `make translations` does; what is only missing
waits for a translator and is counted.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator

import polib
from babel.messages.plurals import get_plural

from lms.kit.i18n import LANGUAGES
from tests.house.sources import ROOT

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
# A percent sign in a text with placeholders that is neither one nor doubled would break the page.
LOOSE_PERCENT = re.compile(r"(?<!%)(?:%%)*%(?!\(\w+\)[sd]|%)")
TRANSLATED = [language for language in LANGUAGES if language != "en"]


def catalogue(language: str) -> polib.POFile:
    """Return a language's catalogue."""
    return polib.pofile(str(ROOT / "translations" / language / "LC_MESSAGES" / "messages.po"))


def find_problems(language: str, entries: polib.POFile | None = None) -> Iterator[str]:
    """Yield a line for everything in a language's catalogue that would break a page."""
    entries = catalogue(language) if entries is None else entries
    plural = get_plural(language)
    if f"nplurals={plural.num_plurals};" not in entries.metadata.get("Plural-Forms", ""):
        yield f"{language}: the header must say nplurals={plural.num_plurals}"
    for entry in entries:
        if not entry.obsolete:
            for problem in _entry_problems(entry, plural.num_plurals):
                yield f"{language}: {entry.msgid!r}: {problem}"


def _entry_problems(entry: polib.POEntry, plurals: int) -> Iterator[str]:
    texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if entry.msgid_plural and any(texts) and (len(texts) != plurals or not all(texts)):
        done = sum(map(bool, texts))
        yield f"{done} of the language's {plurals} plural forms"
    wanted = Counter(PLACEHOLDER.findall(entry.msgid))
    allowed = wanted | Counter(PLACEHOLDER.findall(entry.msgid_plural or ""))
    for text in filter(None, texts):
        found = Counter(PLACEHOLDER.findall(text))
        # A plural form such as "one" may leave the number out.
        if set(found) - set(allowed) or (set(found) != set(allowed) and not entry.msgid_plural):
            yield f"placeholders {sorted(found)} instead of {sorted(allowed)}"
        if allowed and LOOSE_PERCENT.search(text):
            yield "a percent sign that is not doubled"


def main() -> int:
    """List the problems; 1 where there are any."""
    problems = [problem for language in TRANSLATED for problem in find_problems(language)]
    for language in TRANSLATED:
        waiting = [e for e in catalogue(language) if not e.obsolete and not e.translated()]
        if waiting:
            sys.stdout.write(f"{language}: {len(waiting)} texts wait for a translator\n")
    for problem in problems:
        sys.stderr.write(f"{problem}\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
