"""A table as a workbook of which no program runs a cell, whatever somebody typed.

What stands in it is chosen in `rules.nomination_lists`, or by whichever room makes a table.
"""

import io
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import chain, islice

Cell = str | int | float | date | None
# So many rows are looked at for how wide a column is: all of a long table would fill the memory.
_LOOKED_AT = 200
_NARROWEST, _WIDEST = 8, 60
# The longest name of a sheet that spreadsheets read.
_LONGEST_TITLE = 31


def to_workbook(header: Sequence[str], rows: Iterable[Sequence[Cell]], title: str) -> bytes:
    """Return the rows as a workbook of one sheet, `title`: its head stays in sight, and filters.

    A text stays one, whatever is in it; numbers and days can be reckoned with.
    """
    # A page needs no workbook.
    from openpyxl import Workbook  # noqa: PLC0415 - loaded for an export alone
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - as above
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - as above

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:_LONGEST_TITLE])
    sheet.freeze_panes = "A2"

    def as_text(value: Cell) -> WriteOnlyCell:
        cell = WriteOnlyCell(sheet, value)
        cell.data_type = "s"
        return cell

    rows = iter(rows)
    first = list(islice(rows, _LOOKED_AT))
    for place, width in enumerate(_widths(header, first), 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    count = 0
    for row in chain((header,), first, rows):
        count += 1
        # A cell is made only where a plain value would be taken otherwise: it takes longer.
        sheet.append([as_text(value) if _is_taken_otherwise(value) else value for value in row])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(header))}{count}"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _is_taken_otherwise(value: Cell) -> bool:
    """Say whether a text would be a formula by itself (=1+1), or an error (#N/A)."""
    return isinstance(value, str) and value.startswith(("=", "#"))


def _widths(header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> list[int]:
    """Return how wide each column is, in characters."""
    columns = zip(header, *rows, strict=False)
    longest = (max(len(_shown(cell)) for cell in column) for column in columns)
    return [min(max(length + 2, _NARROWEST), _WIDEST) for length in longest]


def _shown(cell: Cell) -> str:
    return "" if cell is None else str(cell)
