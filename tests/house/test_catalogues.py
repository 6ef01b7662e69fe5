"""The interface's catalogues: complete, and every placeholder in its place."""

import re
import subprocess
import sys

import polib
import pytest

from tests.house.catalogues import TRANSLATED, catalogue, find_problems
from tests.house.sources import ROOT
from tests.house.typography import NO_BREAK, TYPESET, texts, typeset_french, typeset_russian


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
def test_placeholders_and_plurals_are_whole(language):
    assert list(find_problems(language)) == []


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ({"msgid": "Of %(name)s", "msgstr": "Von %(nam)s"}, "placeholders"),
        ({"msgid": "Of %(name)s", "msgstr": "Von"}, "placeholders"),
        ({"msgid": "%(n)s of all", "msgstr": "%(n)s, 100 %"}, "percent"),
        ({"msgid": "%(num)s day", "msgid_plural": "%(num)s days",
          "msgstr_plural": {0: "%(num)s", 1: "%(num)s", 2: ""}}, "2 of the language's 6 plural"),
    ],
)  # fmt: skip
def test_what_would_break_a_page_is_found(texts, said):
    wrong = polib.POFile()
    wrong.metadata = {"Plural-Forms": "nplurals=6; plural=0;"}
    wrong.append(polib.POEntry(**texts))
    (problem,) = find_problems("ar", wrong)
    assert said in problem


def test_a_header_with_too_few_plurals_is_found():
    wrong = polib.POFile()
    wrong.metadata = {"Plural-Forms": "nplurals=2; plural=(n != 1);"}
    assert "nplurals=6" in next(find_problems("ar", wrong))


def test_arabic_counts_from_eleven_on_in_the_accusative():
    # By the header the fifth form is for 100 to 102, the sixth for 11 to 99: يوم and يومًا.
    swapped = [
        entry.msgid
        for entry in catalogue("ar")
        if entry.msgid_plural
        and entry.msgstr_plural[4].count("ًا") > entry.msgstr_plural[5].count("ًا")
    ]
    assert swapped == []


@pytest.mark.parametrize("language", sorted(TYPESET))
def test_catalogues_are_typeset(language):
    typeset = TYPESET[language]
    wrong = [one for entry in catalogue(language) for one in texts(entry) if typeset(one) != one]
    assert wrong == [], "run `make translations`"


def test_french_marks_hold_to_their_words():
    said = typeset_french("Motif : « erreur » ; lequel ? http://a.example/x?y:1 (12:30)")
    assert said.replace(NO_BREAK, "_") == (
        "Motif_: «_erreur_»_; lequel_? http://a.example/x?y:1 (12:30)"
    )
    assert typeset_french(said) == said


def test_russian_keeps_its_yo_in_one_word():
    assert typeset_russian("Ещё не всё её. Всё моё, несёт.") == "Еще не всё ее. Всё мое, несет."


# One word for one thing: what a certificate's words once were called besides.
BESIDES = {
    "ar": r"حامل الشهادة|رمز استجابة سريعة|رمز الاستجابة السريعة|بيان(?:ات)? اعتماد|صادرة من هنا",
    "zh": r"持有人|签发|由本机构",
    "fr": r"conditions d’émission|organisme émetteur|personne qui administre (?:a|doit)",
    "ru": r"[Вв]ладельца здесь|выдан(?:о|а|ы)? (?:не )?здесь",
    "es": r"entidad emisora|persona que administr[ae] (?:ha|debe)",
}


@pytest.mark.parametrize("language", sorted(BESIDES))
def test_certificates_have_one_word_for_one_thing(language):
    other = re.compile(BESIDES[language])
    found = [one for entry in catalogue(language) for one in texts(entry) if other.search(one)]
    assert found == []
