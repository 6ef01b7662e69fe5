"""A list of people as a file: read safely whatever it holds, its columns and words understood."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from lms.accounts.importing import sheets
from lms.accounts.importing.columns import WORDS, Reading, guess_columns
from lms.accounts.importing.likeness import address_key, kept_keys, name_key, sought_keys
from lms.accounts.importing.lines import (
    ACTIONS,
    Known,
    check_lines,
    choose_action,
    list_unknown_words,
    name_places,
    suggest,
)
from lms.accounts.importing.sheets import Sheet, pack_sheet, read_sheet, unpack_sheet
from lms.kit.errors import Invalid

SENEGAL = "s" * 26
PLACES = [(SENEGAL, f"root/{SENEGAL}", "SN", "Senegal")]
KNOWN = Known(name_places(PLACES), frozenset([SENEGAL]))
COLUMNS = {"name": 0, "email": 1, "language": 2, "organisation": 3, "roles": 4, "protected": 5}
READING = Reading(COLUMNS, {}, {"language": "en", "roles": "trainee"})


def workbook(rows, merged=()) -> bytes:
    """Return a workbook of these rows, with these ranges of cells merged."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for cells in merged:
        book.active.merge_cells(cells)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def check(*cells: str, known: Known = KNOWN, reading: Reading = READING):
    padded = (*cells, *[""] * (6 - len(cells)))
    return check_lines(Sheet(tuple(COLUMNS), ((2, padded),)), reading, known)[0]


HEAD = ["Nom complet", "Courriel", "Langue", "Pays", "Rôle", "Protégé"]
OMAR = ["Ndiaye, Omar", "OMAR@example.org", "fr", "SN", "trainee", "oui"]


@pytest.mark.parametrize(
    "content",
    [
        ";".join(HEAD).encode() + b"\n" + ";".join(OMAR).encode(),
        b"\xef\xbb\xbf" + "\t".join(HEAD).encode() + b"\r\n" + "\t".join(OMAR).encode(),
        ("\t".join(HEAD) + "\n" + "\t".join(OMAR)).encode("utf-16"),
        workbook([HEAD, OMAR]),
        workbook([["Liste des participants"], [], HEAD, OMAR, [], []], merged=["A1:F1"]),
    ],
)
def test_a_list_is_read_whatever_wrote_it(content):
    sheet = read_sheet(content, WORDS)
    assert guess_columns(sheet.headings) == COLUMNS
    (line,) = check_lines(sheet, READING, KNOWN)
    assert line.problems == ()
    assert (line.invitee.email, line.invitee.full_name) == ("omar@example.org", "Ndiaye, Omar")
    assert (line.invitee.language, line.invitee.is_protected) == ("fr", True)
    assert unpack_sheet(pack_sheet(sheet)) == sheet


def test_what_stands_in_merged_cells_is_said_of_all_of_them():
    rows = [HEAD, OMAR, ["Awa Sy", "awa@example.org", "fr", None, "trainee", ""]]
    sheet = read_sheet(workbook(rows, merged=["D2:D3"]), WORDS)
    assert [line.invitee.organisation_id for line in check_lines(sheet, READING, KNOWN)] == [
        SENEGAL,
        SENEGAL,
    ]


@pytest.mark.parametrize(
    "hostile", ["=cmd|' /C calc'!A0", "+1+1", "-2", "@SUM(A1)", '=HYPERLINK("x")']
)
def test_a_formula_is_shown_and_refused(hostile):
    for content in (
        workbook([HEAD, [hostile, *OMAR[1:]]]),
        (";".join(HEAD) + "\n" + ";".join([hostile.replace('"', ""), *OMAR[1:]])).encode(),
    ):
        (line,) = check_lines(read_sheet(content, WORDS), READING, KNOWN)
        assert line.said["name"].startswith(hostile[:3])
        assert [(one.field, "looks like a formula" in str(one.text)) for one in line.problems] == [
            ("name", True)
        ]
        assert line.invitee is None
        assert line.actions == ("skip",)


def packed(files: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file.getvalue()


def with_part(content: bytes, name: str, change) -> bytes:
    """Return a workbook one part of which is changed."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {each: archive.read(each) for each in archive.namelist()}
    files[name] = change(files[name])
    return packed(files)


DEFINED = b'<!DOCTYPE a [<!ENTITY b "c">]>'
SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", sheets.SheetEmpty),
        (b"name,email\n", sheets.SheetEmpty),
        (b"\xff\xfe\x00", sheets.SheetUnreadable),
        (b"\xd0\xcf\x11\xe0old excel", sheets.SheetUnreadable),
        (b'name\n"open', sheets.SheetUnreadable),
        (packed({"a.xml": b"<a/>"}), sheets.SheetUnreadable),
        (b"PK\x03\x04 no archive", sheets.SheetUnreadable),
        (
            with_part(
                workbook([HEAD, OMAR]), SHEET, lambda t: b'<!DOCTYPE a [<!ENTITY b "c">]>' + t
            ),
            sheets.SheetUnreadable,
        ),
        (
            with_part(workbook([HEAD, OMAR]), SHEET, lambda _: b" " * (65 * sheets.MEBIBYTE)),
            sheets.SheetTooLarge,
        ),
        (b"x" * (sheets.LARGEST_FILE + 1), sheets.SheetTooLarge),
        (b"name\n" + b"A\n" * (sheets.MOST_ROWS + 1), sheets.SheetTooLarge),
        (b"," * sheets.MOST_COLUMNS + b"x\na\n", sheets.SheetTooWide),
    ],
)
def test_a_file_that_is_no_list_says_so(content, error):
    with pytest.raises(error):
        read_sheet(content, WORDS)


@given(st.binary(max_size=300))
def test_no_file_breaks_the_reader(content):
    try:
        sheet = read_sheet(content, WORDS)
    except Invalid:
        return
    assert sheet.rows
    assert all(len(cells) == len(sheet.headings) for _line, cells in sheet.rows)


@given(st.tuples(*[st.text(max_size=30)] * 6))
def test_a_line_has_problems_or_an_invitee_and_never_both(cells):
    line = check(*cells)
    assert bool(line.problems) is (line.invitee is None)
    assert choose_action(line, {}) == line.actions[0]


def test_every_problem_names_its_column():
    line = check("", "not an address", "Klingon", "Atlantis", "king", "perhaps")
    assert [problem.field for problem in line.problems] == list(COLUMNS)
    assert line.standing == "refused"


def test_words_are_known_in_six_languages_and_learnt():
    for language, place, role in [
        ("français", "Sénégal", "Stagiaire"),
        ("العربية", "塞内加尔", "trainee; Trainer"),
        ("RU", "sn", "focal point"),
    ]:
        line = check("A B", "a@b.org", language, place, role if role != "Stagiaire" else "trainee")
        assert line.problems == ()
    line = check("A B", "a@b.org", "franz", "Commission", "élève")
    assert list_unknown_words([line]) == {
        "organisation": ["Commission"], "language": ["franz"], "roles": ["élève"],
    }  # fmt: skip
    values = {
        "organisation": {"commission": SENEGAL},
        "language": {"franz": "fr"},
        "roles": {"eleve": "trainee"},
    }
    learnt = Reading(COLUMNS, values, {})
    line = check("A B", "a@b.org", "franz", "Commission", "élève", reading=learnt)
    assert (line.invitee.language, line.invitee.roles) == ("fr", ("trainee",))


def test_a_word_that_means_a_place_elsewhere_means_nothing_here():
    values = {"organisation": {"commission": "x" * 26}}
    line = check("A B", "a@b.org", "en", "Commission", reading=Reading(COLUMNS, values, {}))
    assert [one.field for one in line.problems] == ["organisation", "roles"]


def test_a_likely_meaning_is_proposed():
    choices = [("1", "National Integrity Commission"), ("2", "Ministry of Justice")]
    assert suggest("Nat. integrity comission", choices) == "1"
    assert suggest("Bakery", choices) == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mohammed Hassan", "محمد حسن"),
        ("Hassan MUHAMAD", "Mohammed Hassan"),
        ("Иванов Пётр", "Petr Ivanov"),
        ("王伟", "Wang Wei"),
        ("José Núñez", "Nunez, Jose"),
    ],
)
def test_one_name_in_two_spellings_is_alike(one, other):
    assert name_key(one) == name_key(other)
    assert set(kept_keys(one)) & set(sought_keys(other))
    assert set(kept_keys(other)) & set(sought_keys(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Maria Rossi", "Mario Rossi"),
        ("Ольга Иванова", "Олег Иванов"),
        ("Olga Petrenko", "Oleg Petrenko"),
        ("Person Number 1", "Person Number 11"),
        ("Guest 12", "Guest 13"),
    ],
)
def test_two_people_with_names_that_look_alike_are_two(one, other):
    assert not set(kept_keys(one)) & set(sought_keys(other))
    assert not set(kept_keys(other)) & set(sought_keys(one))


def test_two_people_are_not_alike_for_sharing_a_short_name():
    assert name_key("Li Ai") != name_key("Lu Ao")
    assert name_key("Amina Diallo") != name_key("Omar Ndiaye")
    assert address_key("a.b+x@c.org") == address_key("ab@c.org") != address_key("ab@d.org")


def test_who_is_known_stands_so():
    known = Known(
        KNOWN.places, KNOWN.ids, {"in@b.org": "1", "out@b.org": None}, frozenset(["open@b.org"]),
        dict.fromkeys(kept_keys("Mohammed Hassan"), "2"),
    )  # fmt: skip

    def stand(name: str, email: str):
        line = check(name, email, "en", "SN", "trainee", known=known)
        return line.standing, line.person_id, line.actions

    assert stand("A", "in@b.org") == ("known", "1", ACTIONS["known"])
    # Of who belongs elsewhere nothing can be changed from here.
    assert stand("A", "out@b.org") == ("known", None, ("skip",))
    assert stand("A", "open@b.org") == ("invited", None, ("skip",))
    assert stand("محمد حسن", "new@b.org") == ("alike", "2", ("skip", "invite"))
    assert stand("Zoé Roy", "new@b.org") == ("new", None, ("invite", "skip"))


def test_the_same_person_twice_in_a_list_is_told():
    rows = (
        (2, ("Zoé Roy", "z@b.org", "", "SN", "", "")),
        (3, ("Roy Zoe", "zoe@b.org", "", "SN", "", "")),
        (5, ("Z", "Z@B.org", "", "SN", "", "")),
    )
    first, second, third = check_lines(Sheet(tuple(COLUMNS), rows), READING, KNOWN)
    assert first.standing == "new"
    assert (second.standing, second.line_alike) == ("alike", 2)
    assert str(third.problems[0].text) == "The same address is already in line 2."
