"""An analysis as tables for other programs: of questions and groups compared, and of choices.

The names of the columns are stable and the same in every language.
"""

import io
from collections.abc import Iterator
from typing import Any

from lms.assessment.analysis.findings import Analysis, Dif, Question

COLUMNS = (
    "item", "n", "full_points", "facility", "discrimination", "seconds", "reference", "focal",
    "reference_people", "focal_people", "alpha_mh", "chi2", "delta", "error", "smd", "effect",
    "class", "is_purified",
)  # fmt: skip
# A part is empty where a question has none; a choice, where one types and it is what is accepted.
CHOICE_COLUMNS = ("item", "part", "choice", "is_key", "people", "count", "share", "rest")
Cell = str | int | float | None


def list_rows(analysis: Analysis) -> Iterator[tuple[Cell, ...]]:
    """Yield the rows; a question that was compared with nobody has one, its last cells empty."""
    for question in analysis.questions:
        for dif in question.difs or (None,):
            yield (*_figures(question), *_fairness(dif))


def _figures(row: Question) -> tuple[Cell, ...]:
    return row.item, row.n, row.full_points, row.facility, row.discrimination, row.seconds


def _fairness(dif: Dif | None) -> tuple[Cell, ...]:
    if dif is None:
        return (None,) * 12
    return (
        dif.reference, dif.focal, dif.reference_people, dif.focal_people, dif.alpha_mh, dif.chi2,
        dif.delta, dif.error, dif.smd, dif.effect, dif.letter, "yes" if dif.is_purified else "no",
    )  # fmt: skip


def list_choices(analysis: Analysis) -> Iterator[tuple[Cell, ...]]:
    """Yield a row for each choice of each part of each question."""
    for question in analysis.questions:
        for part in question.attractions:
            for one in part.choices:
                yield (
                    question.item, part.id, one.id, "yes" if one.is_key else "no", part.people,
                    one.count, one.share, one.rest,
                )  # fmt: skip


def to_workbook(analysis: Analysis) -> bytes:
    """Return the tables as a workbook; the test as a whole has a sheet of its own."""
    from openpyxl import Workbook  # noqa: PLC0415 - of a job alone: a page needs no workbook

    book = Workbook(write_only=True)
    items = book.create_sheet("items")
    items.append(COLUMNS)
    for row in list_rows(analysis):
        items.append(row)
    choices = book.create_sheet("choices")
    choices.append(CHOICE_COLUMNS)
    for row in list_choices(analysis):
        choices.append([_plain(choices, cell) for cell in row])
    test = book.create_sheet("test")
    test.append(("figure", "value"))
    for figure in list_figures(analysis):
        test.append(figure)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _plain(sheet: Any, cell: Cell) -> Any:  # noqa: ANN401 - openpyxl's own, imported as above
    """Return a cell of which no program makes a formula, whatever somebody typed."""
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - of a job alone, as above

    if not isinstance(cell, str):
        return cell
    written = WriteOnlyCell(sheet, cell)
    written.data_type = "s"
    return written


def list_figures(analysis: Analysis) -> Iterator[tuple[str, Cell]]:
    """Yield the figures of the test as a whole, by name."""
    found = analysis.reliability.model_dump(exclude={"notes", "people"})
    yield "people", analysis.people
    yield from found.items()
    if analysis.gain is not None:
        for name, value in analysis.gain.model_dump(exclude={"note", "people"}).items():
            yield name if name == "gain" else f"gain_{name}", value
