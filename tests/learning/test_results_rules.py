"""Searching, filtering, ordering and writing out the results of a course."""

import csv
import io
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.learning.rules import (
    ResultRow,
    ResultWish,
    select_results,
    sort_results,
    status_of,
    to_csv,
    to_sheet,
    to_table,
)

START = datetime(2026, 11, 1, 23, 30, tzinfo=UTC)
AMINA = ResultRow("e1", "p1", "o1", "Commission", 1, "fr", 3, 7, None, "active", START, None)
ZOE = ResultRow(
    "e2", "p2", "o2", "Agency", 2, "en", 7, 7, Decimal("87.5"), "achievement", START, START,
    course="The exam", edition=3, last_at=START,
)  # fmt: skip
NAMES = {"p1": "Amina Diallo", "p2": "Zoé Petit"}
ROWS = [ZOE, AMINA]


def chosen(**wish: str) -> list[str]:
    return [row.enrolment_id for row in select_results(ROWS, NAMES, ResultWish(**wish))]


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        ({}, ["e2", "e1"]),
        ({"words": "zoe"}, ["e2"]),
        ({"words": "diallo amina"}, ["e1"]),
        ({"status": "active"}, ["e1"]),
        ({"version": "2"}, ["e2"]),
        ({"version": "two"}, []),
        ({"organisation": "o1"}, ["e1"]),
    ],
)
def test_each_part_of_a_wish_must_be_met(wish: dict[str, str], expected: list[str]) -> None:
    assert chosen(**wish) == expected


@pytest.mark.parametrize(
    ("sort", "first"),
    [
        ("name", "e1"), ("-name", "e2"), ("organisation", "e2"), ("version", "e1"),
        ("progress", "e1"), ("-progress", "e2"), ("points", "e1"), ("-points", "e2"),
        ("status", "e1"), ("-status", "e2"),
    ],
)  # fmt: skip
def test_the_rows_are_in_the_order_wanted(sort: str, first: str) -> None:
    assert sort_results(ROWS, NAMES, sort)[0].enrolment_id == first


@pytest.mark.parametrize(
    ("row", "status"),
    [
        (("active", None, None), "active"),
        (("active", True, False), "participation"),
        (("completed", True, True), "achievement"),
        (("withdrawn", None, None), "withdrawn"),
        (("withdrawn", True, False), "participation"),
    ],
)
def test_what_is_reached_is_stronger_than_what_the_enrolment_is(row, status) -> None:
    assert status_of(*row) == status


def test_the_table_is_written_out_in_the_readers_language_and_zone() -> None:
    row = to_table([ZOE], NAMES, "fr", "Asia/Tokyo")[0]
    assert row.name == "Zoé Petit"
    assert row.points.replace("\u202f", " ").replace("\xa0", " ") == "87 %"
    assert row.completed_on == "2 novembre 2026"


def test_a_result_that_is_none_is_left_empty() -> None:
    assert to_table([AMINA], NAMES, "en", "UTC")[0].points == ""


def test_a_sheet_begins_with_the_mark_by_which_spreadsheets_know_it() -> None:
    sheet = to_sheet(ROWS, NAMES, "en")
    assert sheet.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(sheet.decode("utf-8-sig"))))
    assert lines[0][0] == "Name"
    assert lines[1] == [
        "Zoé Petit", "Agency", "2", "en", "2026-11-01", "100", "87.5", "Achievement", "2026-11-01",
        "3", "2026-11-01", "The exam",
    ]  # fmt: skip


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"])
def test_a_cell_is_never_a_formula(cell: str) -> None:
    line = to_csv(["Name"], [[cell]]).decode("utf-8-sig").split("\r\n", 1)[1]
    assert next(csv.reader(io.StringIO(line)))[0].startswith("'")


@given(st.lists(st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0\r"))))
def test_whatever_the_names_a_sheet_reads_back_as_it_was(cells: list[str]) -> None:
    text = to_csv(["Name"], [[cell, "end"] for cell in cells]).decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text, newline="")))[1:]
    assert [line[0].removeprefix("'") for line in lines] == [
        cell.removeprefix("'") for cell in cells
    ]
