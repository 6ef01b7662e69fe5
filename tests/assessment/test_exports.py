"""Results as tables: stable columns, nobody named, read again by `lms analysis`, and for whom."""

import csv
import io
import json

import openpyxl
from click.testing import CliRunner
from sqlalchemy import select

from lms.admin.commands import lms
from lms.assessment.rules import exports
from lms.audit.models import AuditEvent
from lms.kit.db import db
from tests.assessment.test_analyses import (  # noqa: F401 - fixtures
    ask,
    course,
    crowd,
    found_at,
    sit,
)


def rows_of(answer):
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


def test_scored_responses_are_what_the_command_reads(crowd, browse, run_jobs, tmp_path) -> None:  # noqa: F811
    sit(crowd, 240)
    bruno = browse("bruno")
    address, page = ask(bruno, run_jobs)
    link = f"{address}/responses/csv"
    assert link in page
    answer = bruno.get(link)
    assert "attachment" in answer.headers["Content-Disposition"]
    rows = rows_of(answer)
    assert tuple(rows[0]) == exports.COLUMNS["responses"]
    assert {row["person"] for row in rows} == {f"r{place}" for place in range(1, 241)}
    file = tmp_path / "responses.csv"
    file.write_bytes(answer.data)
    told = json.loads(CliRunner().invoke(lms, ["analysis", str(file), "--json"]).output)
    found = found_at(address).found
    assert round(told["reliability"]["alpha"], 9) == round(found.reliability.alpha, 9)
    facilities = {item["item"]: round(item["facility"], 9) for item in told["items"]}
    assert facilities == {item.item: round(item.facility, 9) for item in found.questions}


def test_attempts_have_their_columns_and_no_code_of_the_responses(crowd, browse, run_jobs) -> None:  # noqa: F811
    people = sit(crowd, 12)
    bruno = browse("bruno")
    address, _page = ask(bruno, run_jobs)
    answer = bruno.get(f"{address}/attempts/csv")
    rows = rows_of(answer)
    assert tuple(rows[0]) == exports.COLUMNS["attempts"]
    assert [row["attempt"] for row in rows] == [f"a{place}" for place in range(1, 13)]
    assert {row["version"] for row in rows} == {"1"}
    assert {row["passed"] for row in rows} <= {"yes", "no"}
    assert all(0 <= float(row["points"]) <= 100 for row in rows)
    assert not any(person in answer.text for person in people)


def test_workbooks_have_the_same_rows(crowd, browse, run_jobs, monkeypatch) -> None:  # noqa: F811
    sit(crowd, 12)
    bruno = browse("bruno")
    address, _page = ask(bruno, run_jobs)
    for table in exports.COLUMNS:
        plain = rows_of(bruno.get(f"{address}/{table}/csv"))
        book = openpyxl.load_workbook(io.BytesIO(bruno.get(f"{address}/{table}/xlsx").data))
        head, *rows = book[table].iter_rows(values_only=True)
        assert head == exports.COLUMNS[table]
        # An empty cell is nothing there, and an empty text here.
        found = [["" if cell is None else str(cell) for cell in row] for row in rows]
        assert found == [[*row.values()] for row in plain]
    monkeypatch.setattr("lms.assessment.services.exports.MOST_IN_A_WORKBOOK", 11)
    refused = bruno.get(f"{address}/attempts/xlsx")
    assert refused.status_code == 409
    assert "Take the CSV." in refused.text


def test_few_people_are_not_told_of(crowd, browse, run_jobs) -> None:  # noqa: F811
    sit(crowd, 4)
    bruno = browse("bruno")
    address, _page = ask(bruno, run_jobs)
    for table in exports.COLUMNS:
        assert bruno.get(f"{address}/{table}/csv").status_code == 409
    sit(crowd, 5, seed=61)
    address, _page = ask(bruno, run_jobs)
    rows = rows_of(bruno.get(f"{address}/attempts/csv"))
    assert {row["language"] for row in rows} == {"en"}, "four sat in Arabic"


def test_taking_along_is_noted_and_only_the_courses_trainer_may(crowd, browse, run_jobs) -> None:  # noqa: F811
    sit(crowd, 12)
    address, _page = ask(browse("bruno"), run_jobs)
    for name, code in (("farid", 403), ("amina", 403), (None, 303)):
        browser = browse(name) if name else browse()
        assert browser.get(f"{address}/responses/csv").status_code == code
    bruno = browse("bruno")
    assert bruno.get(f"{address}/nothing/csv").status_code == 404
    assert bruno.get(f"{address}/responses/json").status_code == 404
    assert bruno.get(f"{address}/responses/csv").status_code == 200
    noted = db.session.scalars(
        select(AuditEvent).where(AuditEvent.action == "results.exported")
    ).all()
    assert len(noted) == 1
