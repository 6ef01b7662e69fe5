"""Scored responses from a table: a row for each person and question, in CSV or XLSX.

The columns person, group, item and score may stand in any order; others are passed over.
"""

import csv
import io
import math
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from lms.assessment.analysis.responses import Responses

COLUMNS = ("person", "group", "item", "score")
# More problems than these say nothing new.
MOST_PROBLEMS = 20
# People times questions: what a matrix of 400 MiB holds.
MOST_CELLS = 50_000_000

Row = tuple[int, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a table, where, and what to do about it."""

    file: str
    line: int
    column: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file}, line {self.line}" + (f", {self.column}" if self.column else "")
        return f"{place}: {self.message}"


class TableRefused(Exception):
    """The table has problems; none of it was used."""

    def __init__(self, problems: Sequence[Problem], count: int) -> None:
        super().__init__(str(problems[0]))
        self.problems = problems
        self.count = count


@dataclass(slots=True)
class _Sheet:
    """What has been read so far: an entry in each array for each row, and what was wrong."""

    file: str
    people: dict[str, int] = field(default_factory=dict)
    items: dict[str, int] = field(default_factory=dict)
    groups: list[str] = field(default_factory=list)
    lines: "array[int]" = field(default_factory=lambda: array("q"))
    rows: "array[int]" = field(default_factory=lambda: array("q"))
    columns: "array[int]" = field(default_factory=lambda: array("q"))
    scores: "array[float]" = field(default_factory=lambda: array("d"))
    problems: list[Problem] = field(default_factory=list)
    count: int = 0

    def complain(self, line: int, column: str, message: str) -> None:
        """Note a problem; beyond the most that are told, it is only counted."""
        self.count += 1
        if self.count <= MOST_PROBLEMS:
            self.problems.append(Problem(self.file, line, column, message))

    def refuse(self, line: int, column: str, message: str) -> TableRefused:
        """Return what ends the reading at once, with all that was found before."""
        self.complain(line, column, message)
        return TableRefused(self.problems, self.count)


def read_responses(path: Path) -> Responses:
    """Return the matrix of a file of scored responses; raise `TableRefused`."""
    sheet = _Sheet(path.name)
    rows = _read_xlsx(path, sheet) if path.suffix.lower() == ".xlsx" else _read_csv(path, sheet)
    line, names = next(rows, (1, ()))
    places = _find_columns(sheet, line, names)
    for line, cells in rows:
        _take(sheet, line, {name: _cell(cells, place) for name, place in places.items()})
    if not sheet.scores and not sheet.count:
        raise sheet.refuse(2, "", "there is no row below the head; add one for each response.")
    _check_repeats(sheet)
    if sheet.count:
        raise TableRefused(sheet.problems, sheet.count)
    return _matrix(sheet)


def _cell(cells: Sequence[str], place: int) -> str:
    return cells[place].strip() if place < len(cells) else ""


def _find_columns(sheet: _Sheet, line: int, names: Sequence[str]) -> dict[str, int]:
    found = [name.strip().casefold() for name in names]
    for column in COLUMNS:
        if found.count(column) != 1:
            what = "is missing" if column not in found else "stands twice"
            raise sheet.refuse(
                line, column,
                f"this column {what}; the first row must name {', '.join(COLUMNS)}, each once.",
            )  # fmt: skip
    return {column: found.index(column) for column in COLUMNS}


def _take(sheet: _Sheet, line: int, cells: Mapping[str, str]) -> None:
    if not any(cells.values()):
        return
    for column in ("person", "item"):
        if not cells[column]:
            sheet.complain(line, column, "the cell is empty; say whose response to what this is.")
            return
    score = _read_score(sheet, line, cells["score"])
    row = sheet.people.setdefault(cells["person"], len(sheet.people))
    _place_in_group(sheet, line, row, cells)
    if score is None:
        return
    sheet.lines.append(line)
    sheet.rows.append(row)
    sheet.columns.append(sheet.items.setdefault(cells["item"], len(sheet.items)))
    sheet.scores.append(score)


def _place_in_group(sheet: _Sheet, line: int, row: int, cells: Mapping[str, str]) -> None:
    if row == len(sheet.groups):
        sheet.groups.append(cells["group"])
    elif sheet.groups[row] != cells["group"]:
        sheet.complain(
            line, "group",
            f"“{cells['person']}” is of group “{sheet.groups[row]}” further up and of "
            f"“{cells['group']}” here; a person has one group, so give a second sitting another "
            "name of person.",
        )  # fmt: skip


def _read_score(sheet: _Sheet, line: int, text: str) -> float | None:
    if not text:
        sheet.complain(
            line, "score",
            "the cell is empty; write 0 where the question was not answered, and leave the row out "
            "where it was not asked.",
        )  # fmt: skip
        return None
    try:
        # A comma as decimal sign, as in tables whose cells a semicolon parts.
        score = float(text.replace(",", "."))
    except ValueError:
        score = math.nan
    if math.isfinite(score) and score >= 0:
        return score
    sheet.complain(
        line, "score", f"“{text}” is not a score; write a number of points that is 0 or more."
    )
    return None


def _check_repeats(sheet: _Sheet) -> None:
    cells = np.array(sheet.rows) * max(len(sheet.items), 1) + np.array(sheet.columns)
    order = np.argsort(cells, kind="stable")
    repeats = order[1:][cells[order][1:] == cells[order][:-1]]
    people, items = list(sheet.people), list(sheet.items)
    for place in sorted(repeats):
        person, item = people[sheet.rows[place]], items[sheet.columns[place]]
        sheet.complain(
            sheet.lines[place], "item",
            f"“{person}” has a score for “{item}” further up already; keep one of them, or give a "
            "second sitting another name of person.",
        )  # fmt: skip


def _matrix(sheet: _Sheet) -> Responses:
    shape = len(sheet.people), len(sheet.items)
    if shape[0] * shape[1] > MOST_CELLS:
        raise sheet.refuse(
            1, "",
            f"{shape[0]} people and {shape[1]} items are too many for one analysis; analyse the "
            "items of one test at a time.",
        )  # fmt: skip
    scores = np.full(shape, np.nan)
    scores[np.array(sheet.rows), np.array(sheet.columns)] = np.array(sheet.scores)
    return Responses(tuple(sheet.items), scores, tuple(sheet.groups))


def _read_csv(path: Path, sheet: _Sheet) -> Iterator[Row]:
    """Yield the rows of a CSV file with their lines; comma, semicolon or tabulator part cells."""
    with path.open("rb") as file:
        head = file.readline().decode("utf-8-sig", errors="replace")
        file.seek(0)
        text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
        separator = max(",;\t", key=head.count)
        reader = csv.reader(text, delimiter=separator, strict=True)
        try:
            for cells in reader:
                yield reader.line_num, cells
        except UnicodeDecodeError as error:
            raise sheet.refuse(
                reader.line_num + 1, "",
                "the text from here on is not UTF-8; save the table as “CSV UTF-8” and try again.",
            ) from error  # fmt: skip
        except csv.Error as error:
            raise sheet.refuse(
                reader.line_num,
                "",
                f"the row cannot be read ({error}); save the table as CSV anew.",
            ) from error


def _read_xlsx(path: Path, sheet: _Sheet) -> Iterator[Row]:
    """Yield the rows of the first sheet of a workbook."""
    from openpyxl import load_workbook  # noqa: PLC0415 - of workbooks alone
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415 - for a workbook alone

    try:
        book = load_workbook(path, read_only=True, data_only=True)
        found: Iterable[Sequence[object]] = book.worksheets[0].iter_rows(values_only=True)
        for line, cells in enumerate(found, start=1):
            yield line, ["" if cell is None else str(cell) for cell in cells]
    except (InvalidFileException, BadZipFile, KeyError, IndexError, ValueError, OSError) as error:
        raise sheet.refuse(
            1, "", "this is not a workbook with a sheet of cells; save the table as CSV or XLSX."
        ) from error
