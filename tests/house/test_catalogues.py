"""The interface's catalogues: complete, and every placeholder in its place."""

import re
import subprocess
import sys

import polib
import pytest

from lms.kit.i18n import LANGUAGES
from tests.house.sources import ROOT

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
TRANSLATED = [language for language in LANGUAGES if language != "en"]


def catalogue(language: str) -> polib.POFile:
    """Return a language's catalogue."""
    return polib.pofile(str(ROOT / "translations" / language / "LC_MESSAGES" / "messages.po"))


@pytest.fixture(scope="module")
def msgids(tmp_path_factory) -> set[tuple[str | None, str]]:
    """Every text that the program and its templates mark."""
    pot = tmp_path_factory.mktemp("pot") / "messages.pot"
    subprocess.run(
        [sys.executable, "-m", "babel.messages.frontend", "-q", "extract", "-F",
         "translations/babel.cfg", "-k", "N_", "-k", "Text", "-k", "_", "-o", str(pot), "."],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    found = {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(pot))}
    assert len(found) > 900, "the extraction finds next to nothing"
    return found


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_is_translated(language, msgids):
    done = {
        (entry.msgctxt, entry.msgid)
        for entry in catalogue(language)
        if entry.translated() and not entry.obsolete
    }
    assert sorted(map(str, msgids - done)) == [], "run `make translations`, then translate"


@pytest.mark.parametrize("language", TRANSLATED)
def test_placeholders_are_kept(language):
    wrong = []
    for entry in catalogue(language):
        texts = list(entry.msgstr_plural.values()) or [entry.msgstr]
        wanted = set(PLACEHOLDER.findall(entry.msgid + (entry.msgid_plural or "")))
        for text in filter(None, texts):
            found = set(PLACEHOLDER.findall(text))
            # A plural form such as "one" may leave the number out.
            if not (found <= wanted and (found == wanted or entry.msgid_plural)):
                wrong.append((entry.msgid, text))
    assert wrong == []
