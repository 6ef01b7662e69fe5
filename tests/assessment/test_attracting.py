"""What the answers to questions of several parts attract: shown, and taken along."""

import csv
import io
import json
import re

import openpyxl
import pytest

from lms.assessment import queries
from lms.assessment.analysis.sheets import CHOICE_COLUMNS
from lms.kit.db import db
from tests.assessment import courses, kinds
from tests.assessment.crowd import Crowd

PAGE = f"/teach/{courses.SLUG}/analysis"
PEOPLE = 60


@pytest.fixture
def made(app, browse, run_jobs):
    """The address of an analysis of many people, half of whom are wrong on average."""
    kinds.publish()
    Crowd(courses.SLUG, "drill", lambda ability, *_: ability, ("en",), kinds.say).sit(PEOPLE)
    db.session.commit()
    bruno = browse("bruno")
    answer = bruno.post(PAGE, {"quiz": "drill", "versions": "1", "which": "first"})
    assert answer.status_code == 303, answer.text
    run_jobs()
    return answer.location


def found_at(address):
    found = queries.find_analysis(address.rpartition("/")[2]).found
    return {question.item: question for question in found.questions}


def counts(part):
    return {choice.id: choice.count for choice in part.choices}


def test_each_part_has_what_it_attracts(made):
    questions = found_at(made)
    shall, may = questions["powers"].attractions
    assert shall.id == "shall"
    assert sum(counts(shall).values()) == shall.people == PEOPLE
    assert counts(shall)["never"] == 0
    assert counts(may)["never"] == counts(shall)["leave"] > 0
    sign = questions["steps"].attractions[0]
    assert counts(sign)["2"] + counts(sign)["1"] == PEOPLE
    call, second = questions["gift"].attractions
    assert second.people == counts(call)["wait"] == counts(second)["take"]
    assert [choice.share for choice in second.choices] == [0, 1]
    assert questions["loss"].attractions == (), "its numbers differ from paper to paper"
    assert len(questions["item-1"].attractions) == 1


def test_of_what_was_typed_only_what_several_typed_is_told(made):
    number, verb = found_at(made)["gaps"].attractions
    assert list(counts(number)) == ["", "=16"]
    assert list(counts(verb)) == ["punish", "praise"]
    (parties,) = found_at(made)["parties"].attractions
    assert list(counts(parties)) == ["", "19"]
    assert 0 < counts(parties)["19"] < PEOPLE


def test_the_page_has_a_table_and_a_chart_for_each_part(made, browse):
    text = browse("bruno").get(made).text
    assert re.search(r"Choices of question \d+, part 2 of 2", text)
    assert "It is left open." in text
    assert "An accepted answer" in text
    assert "<bdi>=16</bdi>" in text
    assert "nobody 1" not in text
    assert "Place 3" in text
    questions = found_at(made).values()
    tables = sum(len(question.attractions) for question in questions)
    assert len(re.findall(r'id="shares-\d+-\d+-title"', text)) == tables
    arabic = browse("bruno")
    arabic.post("/language", {"language": "ar", "next": made})
    page = arabic.get(made)
    assert page.status_code == 200
    assert 'dir="rtl"' in page.text


def test_the_choices_are_taken_along(made, browse):
    bruno = browse("bruno")
    answer = bruno.get(f"{made}/choices")
    assert f"{courses.SLUG}-choices.csv" in answer.headers["Content-Disposition"]
    sheet = answer.data.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(sheet)))
    assert tuple(rows[0]) == CHOICE_COLUMNS
    typed = [row for row in rows if row["item"] == "gaps" and row["part"] == "number"]
    assert [(row["choice"], row["is_key"]) for row in typed] == [("", "yes"), ("'=16", "no")]
    book = openpyxl.load_workbook(io.BytesIO(bruno.get(f"{made}/xlsx").data))
    cells = list(book["choices"].rows)
    assert tuple(cell.value for cell in cells[0]) == CHOICE_COLUMNS
    assert len(cells) == len(rows) + 1
    (found,) = [cell for row in cells for cell in row if cell.value == "=16"]
    assert found.data_type == "s", "what somebody typed is no formula"
    parts = {
        item["item"]: item["parts"] for item in json.loads(bruno.get(f"{made}/json").data)["items"]
    }
    assert parts["wording"][0]["id"] == "must"
    assert parts["wording"][0]["choices"][0].keys() >= {"id", "is_key", "count", "share", "rest"}
    for name, status in (("amina", 403), ("gita", 403), (None, 303)):
        assert browse(name).get(f"{made}/choices").status_code == status
