"""Results taken out as tables: the attempts that an analysis is of, or their scored responses.

What the columns are stands in `lms.assessment.rules.exports`; who may was decided by `policy`.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice

from lms.assessment import queries
from lms.assessment.queries import AnalysisRow
from lms.assessment.rules import FEWEST, AnalysedRow, choose_attempts
from lms.assessment.rules.exports import (
    COLUMNS,
    MOST_IN_A_WORKBOOK,
    Cell,
    Table,
    TooFewToExport,
    TooManyForAWorkbook,
    choose_exported,
    list_attempts,
    list_responses,
)
from lms.assessment.services.analyses import name_items
from lms.audit import services as audit
from lms.content import queries as content
from lms.content.queries import CourseRow
from lms.kit.actor import Actor


def export_table(
    actor: Actor, now: datetime, course: CourseRow, analysis: AnalysisRow, table: Table
) -> Iterator[tuple[Cell, ...]]:
    """Return the rows of a table of the attempts that an analysis is of, as they are by now.

    It is noted in the audit log. Raises `TooFewToExport`.
    """
    if not analysis.found.people:
        raise TooFewToExport(fewest=FEWEST)
    wish = analysis.wish
    numbers = {
        row.id: row.number
        for row in content.list_versions(course.id)
        if row.number in wish.versions
    }
    found = queries.list_analysed(list(numbers), wish.activity_id, wish)
    attempts = choose_exported(choose_attempts(found, wish.which))
    audit.note(
        actor, now, "results.exported", subject_type="course", subject_id=course.id,
        details={"table": table, "activity": wish.activity_id, "attempts": len(attempts)},
    )  # fmt: skip
    if table == "attempts":
        return list_attempts(attempts, queries.iter_sat(attempts), numbers)
    names, questions = name_items(numbers)
    weights = {name: question.weight for name, question in questions.items()}
    return list_responses(attempts, _marks(attempts), names, weights)


def _marks(attempts: Sequence[AnalysedRow]) -> Iterator[tuple[str, str, int, int]]:
    for marks, _responses in queries.iter_chunks(attempts):
        yield from marks


def to_workbook(table: Table, rows: Iterable[tuple[Cell, ...]]) -> bytes:
    """Return a table as a workbook; raise `TooManyForAWorkbook`."""
    from openpyxl import Workbook  # noqa: PLC0415 - a page needs no workbook

    some = list(islice(rows, MOST_IN_A_WORKBOOK + 1))
    if len(some) > MOST_IN_A_WORKBOOK:
        raise TooManyForAWorkbook(most=MOST_IN_A_WORKBOOK)
    book = Workbook(write_only=True)
    sheet = book.create_sheet(table)
    sheet.append(COLUMNS[table])
    for row in some:
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
