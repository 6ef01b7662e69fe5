"""`lms analysis`: a table from anywhere in, figures out, and what is wrong with a table."""

import json
import subprocess
import sys

import openpyxl
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from lms.admin.commands import lms
from lms.assessment.analysis import reading
from lms.assessment.analysis.reading import TableRefused, read_responses
from tests.assessment.analysis.banks import lsat6, simulate

HEAD = "person,group,item,score\n"


def run(*words):
    return CliRunner().invoke(lms, ["analysis", *map(str, words)])


def rows_of(responses):
    return [
        (f"p{row}", responses.groups[row], item, f"{responses.scores[row, column]:g}")
        for row in range(len(responses.scores))
        for column, item in enumerate(responses.items)
    ]


def written(path, rows, separator=","):
    lines = [separator.join(row) for row in [tuple(HEAD.strip().split(",")), *rows]]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


@pytest.fixture(scope="module")
def bank():
    return simulate(600, 10, harder=[(6, 2.2)])


@pytest.fixture
def file(tmp_path, bank):
    return written(tmp_path / "scores.csv", rows_of(bank))


def test_the_json_has_the_shape_that_was_promised(file):
    done = run(file, "--json")
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert found["reliability"].keys() >= {"alpha", "sem"}
    assert len(found["items"]) == 10
    question = found["items"][6]
    assert question.keys() >= {"item", "n", "facility", "discrimination", "dif"}
    dif = question["dif"]
    assert (dif["reference"], dif["focal"], dif["class"]) == ("ar", "en", "C")
    assert dif["alpha_mh"] < 1 < dif["delta"]
    assert dif["chi2"] > 3.84
    assert question["difs"] == [dif]
    assert done.stderr == ""


def test_another_group_may_be_the_reference(file):
    found = json.loads(run(file, "--json", "--reference", "en").stdout)
    dif = found["items"][6]["dif"]
    assert (dif["reference"], dif["focal"]) == ("en", "ar")
    assert dif["delta"] < -1


def test_a_reference_that_nobody_is_of_is_told_with_those_there_are(file):
    done = run(file, "--reference", "xx")
    assert done.exit_code == 1
    assert done.stderr == "Error: scores.csv has no group “xx”. It has: ar, en.\n"


def test_the_table_says_which_question_is_harder_for_whom(file):
    lines = run(file, "--reference", "en").stdout.splitlines()
    assert lines[0] == "People: 600. Groups: en (300), ar (300)."
    assert lines[1].startswith("KR-20 (alpha) 0.")
    (line,) = [line for line in lines if line.startswith("q6")]
    assert line.endswith(", harder for ar)")
    assert " C (delta -" in line


def test_few_people_get_a_sentence_and_null(tmp_path, bank):
    file = written(tmp_path / "few.csv", rows_of(bank)[: 29 * 10])
    found = json.loads(run(file, "--json").stdout)
    assert (found["reliability"]["alpha"], found["reliability"]["sem"]) == (None, None)
    assert found["reliability"]["notes"] == [
        "Too few people for this figure: 29 of the 30 that it needs."
    ]
    dif = found["items"][0]["dif"]
    assert (dif["class"], dif["delta"], dif["alpha_mh"], dif["chi2"]) == (None,) * 4
    (note,) = dif["notes"]
    assert note.startswith("No class: 100 people of each group must have had the question")
    assert note.endswith("of the smaller group it was 14.")
    said = run(file).stdout
    assert said.count("Too few people") == 2, "once for the test, once for all its items"


def test_no_group_is_no_fault(tmp_path):
    file = written(tmp_path / "lsat.csv", rows_of(lsat6()))
    found = json.loads(run(file, "--json").stdout)
    assert found["reliability"]["alpha"] == pytest.approx(0.2950, abs=5e-5)
    assert found["items"][0]["dif"] is None
    assert found["notes"] == ["Everybody is of one group, so there is nothing to compare."]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_tables_as_programs_write_them(tmp_path, separator, encoding):
    lines = [
        ["Item ", "SCORE", "note", "group", "person"],
        ["q1", "1", "ignored", "العربية", "p1"],
        ["q2", '"0,5"', "", "العربية", "p1"],
        ["", "", "", "", ""],
        ["q1", "0", "", "français", "p2"],
    ]
    file = tmp_path / "scores.csv"
    file.write_text("\r\n".join(map(separator.join, lines)), encoding)
    found = read_responses(file)
    assert found.items == ("q1", "q2")
    assert found.groups == ("العربية", "français")
    assert found.scores[0].tolist() == [1, 0.5]
    assert found.scores[1].tolist() == pytest.approx([0, float("nan")], nan_ok=True)


def test_a_workbook_is_read_as_a_table_is(tmp_path, bank):
    book = openpyxl.Workbook()
    for row in [("person", "group", "item", "score"), *rows_of(bank)[:50]]:
        cells = [float(cell) if cell in {"0", "1"} else cell for cell in row]
        book.active.append(cells)
    book.save(tmp_path / "scores.xlsx")
    found = read_responses(tmp_path / "scores.xlsx")
    assert found.scores.tolist() == bank.scores[:5].tolist()
    assert found.groups == bank.groups[:5]


@pytest.mark.parametrize(
    ("text", "line", "column", "said"),
    [
        ("", 1, "person", "the first row must name person, group, item, score"),
        ("person,item,score\n", 1, "group", "is missing"),
        ("person,group,item,score,score\n", 1, "score", "stands twice"),
        (HEAD, 2, "", "there is no row below the head"),
        (HEAD + "p,en,q,abc\n", 2, "score", "“abc” is not a score"),
        (HEAD + "p,en,q,-1\n", 2, "score", "0 or more"),
        (HEAD + "p,en,q,nan\n", 2, "score", "“nan” is not a score"),
        (HEAD + "p,en,q,1e999\n", 2, "score", "“1e999” is not a score"),
        (HEAD + "p,en,q,\n", 2, "score", "write 0 where the question was not answered"),
        (HEAD + "p,en,q\n", 2, "score", "the cell is empty"),
        (HEAD + ",en,q,1\n", 2, "person", "say whose response"),
        (HEAD + "p,en,,1\n", 2, "item", "say whose response"),
        (HEAD + "p,en,q,1\np,en,r,1\np,en,q,0\n", 4, "item", "“p” has a score for “q” further up"),
        (HEAD + "p,en,q,1\n\np,ar,r,1\n", 4, "group", "of group “en” further up and of “ar” here"),
        (HEAD + 'p,en,"q,1\n', 2, "", "the row cannot be read"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(tmp_path, text, line, column, said):
    file = tmp_path / "scores.csv"
    file.write_text(text, "utf-8")
    with pytest.raises(TableRefused) as refused:
        read_responses(file)
    (problem,) = refused.value.problems
    assert (problem.file, problem.line, problem.column) == ("scores.csv", line, column)
    assert said in problem.message
    done = run(file)
    assert done.exit_code == 1
    assert done.stderr == f"Error: {problem}\n"
    assert done.stdout == ""


def test_another_encoding_is_told(tmp_path):
    file = tmp_path / "scores.csv"
    file.write_bytes((HEAD + "p,français,q,1\n").encode("latin-1"))
    assert "save the table as “CSV UTF-8”" in run(file).stderr
    file.write_bytes((HEAD + "p,en,q,1\n").encode("utf-16"))
    assert run(file).stderr.count("\n") == 1


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut off", b"not a workbook at all"])
def test_what_is_no_workbook_is_told(tmp_path, content):
    file = tmp_path / "scores.xlsx"
    file.write_bytes(content)
    done = run(file)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "this is not a workbook" in done.stderr


def test_all_problems_are_listed_up_to_a_number_of_them(tmp_path):
    file = tmp_path / "scores.csv"
    file.write_text(HEAD + "".join(f"p{n},en,q,x\n" for n in range(50)), "utf-8")
    done = run(file)
    assert len(done.stdout.splitlines()) == reading.MOST_PROBLEMS
    assert done.stderr.endswith("0 or more. (50 problems)\n")
    told = json.loads(run(file, "--json").stdout)
    assert (told["valid"], told["count"], len(told["problems"])) == (False, 50, 20)


def test_more_than_a_matrix_holds_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "MOST_CELLS", 3)
    file = tmp_path / "scores.csv"
    file.write_text(HEAD + "p1,en,q1,1\np2,en,q2,1\n", "utf-8")
    assert "2 people and 2 items are too many" in run(file).stderr


cell = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=4)


@given(st.lists(st.tuples(cell, cell, cell, cell), max_size=6))
def test_whatever_a_table_holds_it_is_read_or_refused(tmp_path_factory, rows):
    file = tmp_path_factory.mktemp("any") / "scores.csv"
    written(file, rows)
    done = run(file, "--json")
    assert done.exit_code in {0, 1}, done.exception
    assert isinstance(json.loads(done.stdout), dict)


def test_help_and_pages_pay_nothing_for_it():
    code = (
        "import sys, lms.app, lms.wiring; from lms.admin.commands import lms\n"
        "for name in lms.list_commands(None): lms.get_command(None, name)\n"
        "sys.exit(int(bool({'numpy', 'scipy', 'openpyxl', 'statsmodels'} & set(sys.modules))))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
