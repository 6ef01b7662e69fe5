"""Certificates of paper: a list read, looked over, entered once, verified, and undone whole."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some
from openpyxl import load_workbook
from sqlalchemy import select

from lms.accounts.importing.sheets import read_sheet
from lms.certificates.models import Certificate
from lms.certificates.queries import certificates as queries
from lms.certificates.queries.statistics import count_register
from lms.certificates.rules.paper_columns import FIELD_NAMES, TITLE_FIELDS
from lms.certificates.rules.papers import (
    UNDO_WITHIN,
    PaperEntered,
    PaperReading,
    check_papers,
    guess_reading,
)
from lms.certificates.rules.register import Wish
from lms.kit.actor import OPERATOR
from lms.kit.clock import clock
from lms.kit.db import db
from lms.kit.i18n import LANGUAGES, formats, translate
from lms.organisations import queries as organisations
from tests import cast
from tests.certificates import deciders

ALL = "/admin/certificates/papers"
TODAY = date(2026, 11, 24)
WHY = {"reason": "error", "note": ""}
HEAD = "Number,Name,E-mail,Title,Issued on,Valid until,Hours,Kind"
LIST = f"""{HEAD}
2019/7,Amina Diallo,amina@example.org,Basics of integrity,2019-05-31,,12.5,achievement
2019/8,李明,,Basics of integrity,2019-06-01,2030-01-01,,
2019/9,=HYPERLINK(1),,Basics,2019-06-01,,,
"""


def check(text: str, reading: PaperReading | None = None, entered: tuple[str, ...] = ()):
    sheet = read_sheet(text.encode(), clean=str)
    reading = reading or guess_reading(sheet.headings, "en")
    return check_papers(sheet, reading, TODAY, frozenset(entered))


def send(browser, text: str = LIST, **more: str):
    issuer = str(organisations.find_installation().id)
    return browser.upload(
        ALL, {"file": (io.BytesIO(text.encode()), "old.csv"), "issuer": issuer, **more}
    )


@pytest.fixture
def sent(app, browse) -> str:
    """The address of a list that Emre has sent, its columns as they were guessed."""
    emre = browse("emre")
    address = send(emre).location
    page = emre.get(address).text
    assert "Basics of integrity" in page
    guessed = {"number": 0, "name": 1, "email": 2, "title": 3, "issued_on": 4, "valid_until": 5,
               "hours": 6, "kind": 7}  # fmt: skip
    columns = {f"column-{name}": str(place) for name, place in guessed.items()}
    done = emre.post(address, columns | {"kind": "participation", "language": "en", "title": ""})
    assert done.status_code == 303, done.text
    return str(done.location)


@pytest.fixture
def entered(sent, browse, run_jobs) -> str:
    """The same list, entered."""
    assert browse("emre").post(f"{sent}/start").status_code == 303
    run_jobs()
    return sent


def rows() -> list[Certificate]:
    db.session.remove()
    return list(db.session.execute(select(Certificate).order_by(Certificate.number)).scalars())


def test_columns_are_guessed_in_any_of_the_languages():
    headings = ("Numéro", "ФИО", "تاريخ الإصدار", "学时", "something", "title_fr")
    guessed = guess_reading(headings, "fr")
    assert guessed.columns == {"number": 0, "name": 1, "issued_on": 2, "hours": 3, "title_fr": 5}
    assert guessed.language == "fr"
    assert PaperReading.from_json(guessed.to_json()) == guessed


@pytest.mark.parametrize("language", LANGUAGES)
def test_columns_are_known_by_the_names_of_our_own_pages(language):
    said = {name: translate(language, label) for name, label in FIELD_NAMES.items()}
    names = formats(language).locale.languages
    said |= {name: f"{said['title']} ({names[code]})" for name, code in TITLE_FIELDS.items()}
    guessed = guess_reading(tuple(said.values()), language)
    assert guessed.columns == {name: place for place, name in enumerate(said)}


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Title in English", "title_en"),
        ("Titre en français", "title_fr"),
        ("العنوان بالعربية", "title_ar"),
        ("Title – 中文", "title_zh"),
        ("*Valid until:*", "valid_until"),
        ("N°", "number"),
        ("\u202bرقم الشهادة\u202c", "number"),
        ("Remarks", None),
    ],
)
def test_columns_are_known_by_what_people_write(heading, field):
    assert list(guess_reading((heading,), "en").columns) == ([field] if field else [])


@pytest.mark.parametrize(
    ("line", "field", "why"),
    [
        (",A B,,T,2019-05-31,,,", "number", "empty"),
        ("1,,,T,2019-05-31,,,", "name", "empty"),
        ("1,A B,nobody,T,2019-05-31,,,", "email", "nobody"),
        ("1,A B,,,2019-05-31,,,", "title", "empty"),
        ("1,A B,,T,31 May,,,", "issued_on", "Write it as 2024-05-31"),
        ("1,A B,,T,2027-01-01,,,", "issued_on", "still to come"),
        ("1,A B,,T,1019-05-31,,,", "issued_on", "before the year 1945"),
        ("1,A B,,T,2019-05-31,2018-01-01,,", "valid_until", "before the day on which"),
        ("1,Amina \u202eollaiD,,T,2019-05-31,,,", "name", "RIGHT-TO-LEFT OVERRIDE"),
        ("1,A B,,T \u2067x,2019-05-31,,,", "title", "RIGHT-TO-LEFT ISOLATE"),
        ("1,A B,,T,2019-05-31,,many,", "hours", "no number of hours"),
        ("1,A B,,T,2019-05-31,,-2,", "hours", "no number of hours"),
        ("1,A B,,T,2019-05-31,,,mastery", "kind", "neither participation nor achievement"),
        ("=1+1,A B,,T,2019-05-31,,,", "number", "looks like a formula"),
        (f"{'1' * 61},A B,,T,2019-05-31,,,", "number", "at most 60"),
    ],
)
def test_what_is_wrong_is_said_with_its_cell(line, field, why):
    (found,) = check(f"{HEAD}\n{line}\n")
    assert [problem.field for problem in found.problems] == [field]
    assert why in found.problems[0].text.in_language("en")
    assert found.standing == "refused"


def test_doubles_are_refused_and_what_is_there_is_left_out():
    twice = f"{HEAD}\n7,A B,,T,2019-05-31,,,\n 7 ,C D,,T,2019-05-31,,,\n8,E F,,T,2019-05-31,,,\n"
    first, second, third = check(twice, entered=("|8",))
    assert (first.standing, second.standing, third.standing) == ("refused", "refused", "there")
    assert "is in line 3, too" in first.problems[0].text.in_language("en")
    assert "is in line 2, too" in second.problems[0].text.in_language("en")


def test_a_number_is_doubled_by_a_line_that_is_wrong_in_other_ways():
    wrong, right = check(f"{HEAD}\n7,A B,,T,2027-05-31,,,\n7,C D,,T,2019-05-31,,,\n")
    assert [problem.field for problem in wrong.problems] == ["issued_on", "number"]
    assert [problem.field for problem in right.problems] == ["number"]
    assert "is in line 2, too" in right.problems[0].text.in_language("en")
    assert right.standing == "refused"


def test_lines_without_a_number_double_nothing():
    lines = check(f"{HEAD}\n,A B,,T,2019-05-31,,,\n,C D,,T,2019-05-31,,,\n")
    assert [len(line.problems) for line in lines] == [1, 1]


@given(some.lists(some.text(max_size=20), min_size=8, max_size=8))
def test_any_line_is_either_right_or_says_why(cells):
    from lms.accounts.importing.sheets import Sheet

    headings = tuple(HEAD.split(","))
    sheet = Sheet(headings, ((2, tuple(cells)),))
    (line,) = check_papers(sheet, guess_reading(headings, "en"), TODAY, frozenset())
    assert bool(line.problems) is (line.paper is None)
    if line.paper is not None:
        facts = line.paper.to_facts("0" * 18, {"en": "Office"})
        assert facts.from_json(facts.to_json()) == facts


def test_the_preview_says_what_would_be_entered_and_enters_nothing(sent, browse):
    page = browse("emre").get(sent).text
    for words in ("Will be entered: 2", "Not right: 1", "looks like a formula", "李明"):
        assert words in page
    assert rows() == []


def test_a_list_is_entered_and_each_can_be_verified(entered, browse):
    emre = browse("emre")
    page = emre.get(entered).text
    assert "can be verified by their codes" in page
    first, second = rows()
    assert (first.number, second.number) == (1, 2)
    assert first.person_id == cast.id_of("amina")
    assert second.person_id is None
    assert (first.kind, first.facts["hours"]) == ("achievement", 12.5)
    assert (first.facts["paper_number"], first.facts["subject"]) == ("2019/7", "paper")
    text = browse().get(f"/verify/{second.code}").text
    assert "This certificate is valid" in text
    assert "Basics of integrity" in text
    assert "李明" not in text
    assert "2019/8" not in text
    assert "matches the one" in browse().post(f"/verify/{second.code}/name", {"name": "李明"}).text
    for number, count in (("2019/7", 1), ("2019", 0), ("2019/", 2), ("#2019", 0)):
        found = emre.get("/admin/certificates", query_string={"q": number}).text
        assert found.count('<th scope="row">') == count, number
    register = emre.get("/admin/certificates?subject=paper&q=李明").text
    assert "李明" in register
    assert "Amina" not in register
    assert "2019/8" in emre.get(f"/admin/certificates/{second.id}").text
    assert "Basics of integrity" in browse("amina").get("/certificates").text


def test_a_language_of_study_that_nobody_stated_is_not_told(entered, browse):
    paper = rows()[1]
    assert (paper.language, paper.facts["study_language"]) == (None, None)
    assert "Language of study" not in browse().get(f"/verify/{paper.code}").text
    told = browse().get(f"/verify/{paper.code}", headers={"Accept": "application/json"}).json
    assert told["language"] is None
    line = browse("emre").get("/admin/certificates/register.csv?q=2019/8").text.splitlines()[1]
    assert ",Basics of integrity,,," in line
    assert count_register(OPERATOR, clock.now(), Wish())["language"] == {"none": 2}


def test_a_name_on_paper_needs_no_font_of_ours_but_must_read_as_it_is_written(
    app, browse, run_jobs
):
    emre = browse("emre")
    listed = f"{HEAD}\n1,李小龍,,T,2019-05-31,,,\n2,Amina \u202eollaiD,,T,2019-05-31,,,\n"
    address = send(emre, listed).location.removesuffix("/columns")
    page = emre.get(address).text
    assert "Will be entered: 1" in page
    assert "RIGHT-TO-LEFT OVERRIDE" in page
    emre.post(f"{address}/start")
    run_jobs()
    (row,) = rows()
    assert row.facts["holder_name"] == "李小龍"
    page = browse().get(f"/verify/{row.code}").text
    assert "This certificate is valid" in page
    assert "Check a file" not in page
    data = {"reason": "error", "issued_on": "2019-05-31", "valid_until": ""}
    corrected = emre.post(
        f"/admin/certificates/{row.id}/correct", data | {"holder_name": "李\u202e小龍"}
    )
    assert corrected.status_code == 422
    assert "RIGHT-TO-LEFT OVERRIDE" in corrected.text
    assert len(rows()) == 1


def test_the_history_of_a_paper_says_that_it_was_entered(entered, browse):
    text = browse("emre").get(f"/admin/certificates/{rows()[0].id}").text
    assert "Entered from paper" in text
    assert ">Issued<" not in text


def test_of_what_was_issued_on_paper_no_file_is_made(entered, browse, run_jobs):
    address = f"/certificates/{rows()[0].id}"
    refused = browse("amina").post(f"{address}/files", {"language": "en"})
    assert refused.status_code == 409
    assert "There is no file of it." in refused.text
    run_jobs()
    assert queries.list_files(rows()[0].id) == []


def test_the_columns_of_our_own_lists_are_known():
    from_register = guess_reading(("number", "code", "holder", "paper_number"), "en").columns
    assert from_register["number"] == 3
    from_slips = guess_reading(("paper_number", "holder", "code", "address"), "en").columns
    assert (from_slips["number"], from_slips["name"]) == (0, 1)


def test_a_paper_is_not_given_to_somebody_else(entered, browse):
    deciders.want_two()
    address = f"/admin/certificates/{rows()[1].id}/correct"
    emre = browse("emre")
    same = {"hours": "", "valid_until": "2030-01-01", "issued_on": "2019-06-01"}
    refused = emre.post(address, WHY | same | {"holder_name": "Jane Smith"})
    assert refused.status_code == 422
    at_field = refused.text.partition('id="holder_name-error"')[2]
    assert "The name of somebody else needs two people" in at_field
    mended = {"holder_name": "李 明", "latin_name": "Li Ming"}
    assert emre.post(address, WHY | same | mended).status_code == 303


@pytest.mark.parametrize(
    ("day", "words"), [("2999-01-01", "still to come"), ("1066-10-14", "before the year 1945")]
)
def test_a_paper_was_issued_on_a_day_that_can_have_been(entered, browse, day, words):
    address = f"/admin/certificates/{rows()[0].id}/correct"
    refused = browse("emre").post(address, WHY | {"hours": "12.5", "issued_on": day})
    assert refused.status_code == 422
    assert words in refused.text.partition('id="issued_on-error"')[2]


def read_table(browser, address: str, form: str) -> list[list[str]]:
    """Return the lines of a table that is downloaded as CSV or as a workbook."""
    answer = browser.get(f"{address}.{form}")
    assert answer.headers["Content-Disposition"].endswith(f'.{form}"')
    if form == "csv":
        return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    sheet = load_workbook(io.BytesIO(answer.data)).active
    return [[cell.value or "" for cell in row] for row in sheet.iter_rows()]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_codes_are_given_out_on_a_list(entered, browse, form):
    lines = read_table(browse("emre"), f"{entered}/slips", form)
    assert lines[0] == ["paper_number", "holder", "code", "address"]
    assert [line[:2] for line in lines[1:]] == [["2019/7", "Amina Diallo"], ["2019/8", "李明"]]
    assert lines[1][2] in lines[1][3]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_became_of_each_line_is_taken_along(app, browse, run_jobs, form):
    emre = browse("emre")
    first, second = (
        send(emre, f"{HEAD}\n{line},{name},,T,2019-05-31,,,\n").location.removesuffix("/columns")
        for line, name in ((7, "A B"), ("7,Ça va,,T,2019-05-31,,,\n8", "C D"))
    )
    # Both are right when they are begun; of one number, the second fails.
    for address in (first, second):
        emre.post(f"{address}/start")
    run_jobs()
    emre.post("/language", {"language": "fr"})
    lines = read_table(emre, f"{second}/results", form)
    assert lines == [
        ["line", "paper_number", "holder", "result", "why"],
        ["2", "7", "Ça va", "failed", translate("fr", PaperEntered.message)],
        ["3", "8", "C D", "entered", ""],
    ]
    emre.post(f"{second}/undo")
    run_jobs()
    undone = read_table(emre, f"{second}/results", form)
    assert undone[1:] == [["3", "8", "C D", "withdrawn", ""]]
    page = emre.get(second).text
    assert f"{second}/results.{form}" in page
    assert f"{second}/slips.{form}" not in page


def test_what_was_left_out_is_told_with_the_reason(entered, browse, run_jobs):
    emre = browse("emre")
    known, wrong, right = "2019/7,Amina Diallo,", "9,,,T,31.5.19,,,", "10,Ça va,,T,2019-05-31,,,"
    lines = (HEAD, f"{known},T,2019-05-31,,,", wrong, right, "")
    address = send(emre, "\n".join(lines)).location.removesuffix("/columns")
    emre.post(f"{address}/start")
    run_jobs()
    page = emre.get(address).text
    assert "Entered: 1" in page
    assert "Left out: 2" in page
    for words in ("Is in the register already", "This cell is empty.", "Ça va"):
        assert words in page.partition('<h2 id="lines">Line by line')[2]
    assert "This cell is empty." not in emre.get(f"{address}?show=entered").text
    left = emre.get(f"{address}?show=left_out").text
    assert "Is in the register already" in left
    assert "This cell is empty." in left
    assert "31.5.19" in left
    assert "Ça va" not in left
    lines = read_table(emre, f"{address}/results", "csv")[1:]
    assert [(line[0], line[3]) for line in lines] == [
        ("2", "left_out"), ("3", "left_out"), ("4", "entered"),
    ]  # fmt: skip
    assert "31.5.19" in lines[1][4]


def test_a_list_of_which_nothing_was_entered_has_no_results(sent, browse):
    emre = browse("emre")
    assert len(read_table(emre, f"{sent}/results", "csv")) == 1
    assert len(read_table(emre, f"{sent}/slips", "csv")) == 1


def test_a_paper_is_entered_once(entered, browse, run_jobs):
    emre = browse("emre")
    again = send(emre).location.removesuffix("/columns")
    assert "Is in the register already: 2" in emre.get(again).text
    assert emre.post(f"{again}/start").status_code == 409
    assert emre.post(f"{entered}/start").status_code == 409
    assert len(rows()) == 2


def test_a_list_is_undone_and_may_be_sent_again_without_a_gap(entered, browse, run_jobs):
    emre = browse("emre")
    assert "revoked as an error" in emre.get(f"{entered}/undo").text
    emre.post(f"{entered}/undo")
    run_jobs()
    assert "Their numbers stay taken" in emre.get(entered).text
    statuses = {
        one.standing.status for one in queries.get_certificates(
            {row.id for row in rows()}, clock.now()
        ).values()
    }  # fmt: skip
    assert statuses == {"revoked"}
    again = send(emre).location.removesuffix("/columns")
    assert "Will be entered: 2" in emre.get(again).text
    emre.post(f"{again}/start")
    run_jobs()
    assert [row.number for row in rows()] == [1, 2, 3, 4]


def test_a_list_is_history_after_a_month(entered, browse):
    clock.advance(seconds=UNDO_WITHIN.total_seconds() + 1)
    late = browse("emre").post(f"{entered}/undo")
    assert late.status_code == 409
    assert "within 30 days" in late.text


def test_where_two_revoke_another_undoes_the_list(entered, browse):
    deciders.make_administrator("bruno")
    deciders.want_two()
    refused = browse("emre").post(f"{entered}/undo")
    assert refused.status_code == 403
    assert "another administrator than the one" in refused.text
    assert browse("emre").get(f"{entered}/undo").status_code == 403
    page = browse("emre").get(entered).text
    assert f"{entered}/undo" not in page
    assert "another administrator can undo this list within 30 days" in page
    assert f"{entered}/undo" in browse("bruno").get(entered).text
    assert browse("bruno").post(f"{entered}/undo").status_code == 303


def test_a_paper_is_corrected_with_the_name_that_is_typed(entered, browse):
    paper_id = rows()[1].id
    address = f"/admin/certificates/{paper_id}/correct"
    done = browse("emre").post(
        address, {"reason": "error", "holder_name": "李 明", "issued_on": "2019-06-02",
                  "valid_until": "2030-01-01"}
    )  # fmt: skip
    assert done.status_code == 303
    new = rows()[2]
    assert (new.facts["holder_name"], str(new.issued_on)) == ("李 明", "2019-06-02")
    assert new.supersedes_id == paper_id


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [("latin_name", "สมชาย", "Write this name in Latin letters"),
     ("honorific", "Dr\u202e", "turn the direction of writing")],
)  # fmt: skip
def test_what_stands_beside_the_name_on_a_paper_is_typed(entered, browse, field, value, words):
    paper = rows()[1]
    address = f"/admin/certificates/{paper.id}/correct"
    wanted = {"reason": "error", "holder_name": "李明", "issued_on": str(paper.issued_on)}
    refused = browse("emre").post(address, wanted | {field: value})
    assert refused.status_code == 422
    assert words in refused.text.partition(f'id="{field}-error"')[2]
    right = {"latin_name": "Li Ming", "honorific": "Dr"}
    assert browse("emre").post(address, wanted | right).status_code == 303
    assert {key: rows()[2].facts[key] for key in right} == right


def test_a_draft_is_discarded(sent, browse):
    emre = browse("emre")
    assert emre.post(f"{sent}/discard").status_code == 303
    assert emre.get(sent).status_code == 404


def test_bad_files_and_columns_say_why(app, browse, sent):
    emre = browse("emre")
    assert "The file is empty." in send(emre, "").text
    assert send(emre, issuer="a" * 26).status_code == 404
    missing = emre.post(f"{sent}/columns", {"column-name": "1", "language": "en"})
    assert missing.status_code == 422
    assert "Number on the paper" in missing.text
    assert browse("emre").get(f"{ALL}/template.csv").data.startswith(b"\xef\xbb\xbfnumber,name")


@pytest.mark.parametrize("name", ["amina", "bruno", "gita"])
def test_lists_are_for_the_registers_administrators(entered, browse, name):
    other = browse(name)
    for part in ("", "/slips.csv", "/results.xlsx", "/undo", "/columns"):
        assert other.get(f"{entered}{part}").status_code == 403
    assert other.post(f"{entered}/undo").status_code == 403
    assert send(other).status_code == 403
    assert browse().get(entered).status_code == 303
