"""A table as a workbook of which no program runs a cell, whatever somebody typed.

What stands in it is chosen in `rules.nomination_lists`.
"""

import io
from collections.abc import Iterable, Sequence
from itertools import chain


def to_workbook(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return the rows as a workbook; every cell is a text."""
    # A page needs no workbook.
    from openpyxl import Workbook  # noqa: PLC0415 - loaded for an export alone
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - as above

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in chain((header,), rows):
        cells = []
        for text in row:
            cell = WriteOnlyCell(sheet, text)
            # A text that begins with a sign of equality would be a formula by itself.
            cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
