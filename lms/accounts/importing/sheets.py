"""Reading a spreadsheet, CSV or XLSX, as texts: nothing in it is computed, followed or trusted.

What its columns mean is in `columns`, what its lines say in `lines`.
"""

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from lms.accounts.rules import drop_unseen
from lms.kit.errors import Invalid
from lms.kit.i18n import N_

MEBIBYTE = 1024 * 1024
LARGEST_FILE = 5 * MEBIBYTE
LARGEST_UNPACKED = 64 * MEBIBYTE
MOST_ROWS = 20_000
MOST_COLUMNS = 60
LONGEST_CELL = 500
MOST_MERGED = 1000
SAMPLES = 3
# A title and a remark or two may stand above the line that names the columns.
MOST_ABOVE = 10
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_PACKED = b"PK\x03\x04"
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s+ref="([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})"')


class SheetUnreadable(Invalid):
    """The file as a whole cannot be read."""

    message = N_(
        "This is neither a CSV file in UTF-8 nor an Excel workbook (.xlsx). "
        "Save the spreadsheet as one of them."
    )


class SheetTooLarge(Invalid):
    """What is unpacked or listed has a limit."""

    message = N_("The file is too large: at most %(most)s people and 5 MB. Please split it.")


class SheetEmpty(Invalid):
    """A list names somebody."""

    message = N_("The file lists nobody: it has only the first line with the names of the columns.")


class SheetBlank(SheetEmpty):
    """A file without a byte has no first line either."""

    message = N_("The file is empty.")


class NoWorkbook(SheetUnreadable):
    """What is named a workbook and is none would be read as something that nobody wrote."""

    message = N_(
        "The content is not what the name says: this is no %(ending)s file. "
        "Save it from its program as one, and try anew."
    )


class SheetTooWide(Invalid):
    """A list of people has not hundreds of columns."""

    message = N_("The list has more than %(most)s columns. Remove those that are not needed.")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The names of the columns, and the lines below with their numbers in the file."""

    headings: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    def list_columns(self) -> list[tuple[str, list[str]]]:
        """Return the name of each column with the first few values in it, to know it by."""
        return [
            (heading, list(islice((cells[at] for _line, cells in self.rows if cells[at]), SAMPLES)))
            for at, heading in enumerate(self.headings)
        ]


Cleaner = Callable[[str], str]
Lines = Iterable[tuple[int, Sequence[str]]]


def read_sheet(
    content: bytes, words: Iterable[str] = (), file_name: str = "", clean: Cleaner = drop_unseen
) -> Sheet:
    """Return what a file lists; `words` (folded) are known names of columns.

    `clean` takes from a cell what is not to be kept of it.

    Raises `SheetUnreadable`, `SheetTooLarge`, `SheetTooWide`, `SheetEmpty`.
    """
    if not content.strip():
        raise SheetBlank
    if file_name.lower().endswith(".xlsx") and not content.startswith(_PACKED):
        raise NoWorkbook(ending=".xlsx")
    if len(content) > LARGEST_FILE:
        raise SheetTooLarge(most=MOST_ROWS)
    read = _read_workbook if content.startswith(_PACKED) else _read_csv
    lines = read(content, clean)
    filled = []
    for line, cells in lines:
        if any(cells):
            filled.append((line, cells))
        if len(filled) > MOST_ROWS + MOST_ABOVE:
            raise SheetTooLarge(most=MOST_ROWS)
    return _with_headings(filled, frozenset(words))


def _with_headings(filled: list[tuple[int, Sequence[str]]], words: frozenset[str]) -> Sheet:
    known = [
        sum(cell.casefold() in words for cell in cells) for _line, cells in filled[:MOST_ABOVE]
    ]
    first = known.index(max(known)) if any(count > 1 for count in known) else 0
    if len(filled) <= first + 1:
        raise SheetEmpty
    rows = filled[first + 1 :]
    if len(rows) > MOST_ROWS:
        raise SheetTooLarge(most=MOST_ROWS)
    width = max(len(cells) for _line, cells in filled[first:])
    if width > MOST_COLUMNS:
        raise SheetTooWide(most=MOST_COLUMNS)

    def padded(cells: Sequence[str]) -> tuple[str, ...]:
        return (*cells, *[""] * (width - len(cells)))

    return Sheet(padded(filled[first][1]), tuple((line, padded(cells)) for line, cells in rows))


def _clean(cell: object, clean: Cleaner) -> str:
    return "" if cell is None else clean(str(cell)).strip()[:LONGEST_CELL]


def _trimmed(cells: Iterable[object], clean: Cleaner) -> list[str]:
    texts = [_clean(cell, clean) for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return texts


def _read_csv(content: bytes, clean: Cleaner) -> Iterator[tuple[int, Sequence[str]]]:
    try:
        text = content.decode(
            "utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
        )
        first_line = text.split("\n", maxsplit=1)[0]
        delimiter = max(",;\t", key=first_line.count)
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        for cells in reader:
            yield reader.line_num, _trimmed(cells, clean)
    except (UnicodeError, csv.Error) as error:
        raise SheetUnreadable from error


def _read_workbook(content: bytes, clean: Cleaner) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield the lines of the first sheet; formulas are their text, not what they give."""
    from openpyxl import load_workbook  # noqa: PLC0415 - of workbooks alone

    try:
        _check_packed(content)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        sheet: Any = book.worksheets[0]
        above = _find_merged(content, sheet._worksheet_path)
        upper: dict[int, str] = {}
        found = sheet.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True)
        for line, cells in enumerate(found, start=1):
            texts = [_clean(cell, clean) for cell in cells]
            for place in above.get(line, ()):
                # Excel keeps what stands in merged cells in the uppermost; it is said of all.
                if place < len(texts):
                    texts[place] = texts[place] or upper.get(place, "")
            upper = dict(enumerate(texts))
            yield line, _trimmed(texts, clean)
    except Invalid:
        raise
    # openpyxl raises whatever its parts do at what is no workbook.
    except Exception as error:
        raise SheetUnreadable from error


def _check_packed(content: bytes) -> None:
    """Refuse what unpacks to more than a list of people needs, and what defines entities."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        if sum(member.file_size for member in packed.infolist()) > LARGEST_UNPACKED:
            raise SheetTooLarge(most=MOST_ROWS)
        for name in packed.namelist():
            if name.endswith((".xml", ".rels")) and b"<!DOCTYPE" in packed.read(name).replace(
                b"\0", b""
            ):
                raise SheetUnreadable


def _find_merged(content: bytes, path: str) -> dict[int, list[int]]:
    """Return, by line, the places of the cells that are merged with the one above."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        found = _MERGED.findall(packed.read(path))
    if len(found) > MOST_MERGED:
        raise SheetUnreadable
    merged: dict[int, list[int]] = {}
    for letters, top, bottom in found:
        place = 0
        for letter in letters:
            place = place * 26 + letter - ord("A") + 1
        last = min(int(bottom), MOST_ROWS + MOST_ABOVE)
        for line in range(int(top) + 1, last + 1) if place <= MOST_COLUMNS else ():
            merged.setdefault(line, []).append(place - 1)
    return merged


def pack_sheet(sheet: Sheet) -> bytes:
    """Return a sheet as it is stored: plain, so that it is read again in no time."""
    return json.dumps([sheet.headings, sheet.rows], ensure_ascii=False).encode()


def unpack_sheet(content: bytes) -> Sheet:
    """Return the sheet that `pack_sheet` packed."""
    headings, rows = json.loads(content)
    return Sheet(tuple(headings), tuple((line, tuple(cells)) for line, cells in rows))
