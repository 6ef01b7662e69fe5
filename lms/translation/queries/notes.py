"""What should be looked at again in a translator's file: the workbench's own notes, text by text.

What becomes of the file is decided in `lms.content.exchange`.
"""

from collections import defaultdict
from dataclasses import replace

from lms.content.exchange import Report
from lms.content.queries import CourseRow
from lms.kit.i18n import Text
from lms.translation.queries.pages import list_warnings
from lms.translation.queries.sheets import get_sheet
from lms.translation.queries.terms import list_terms
from lms.translation.rules import Finder, UnitRow
from lms.units.unit import Key


def add_notes(course: CourseRow, report: Report) -> Report:
    """Return a report in which each text that is taken has the notes of the workbench.

    Texts that belong together, such as the choices of a question, are seen as the file has them.
    """
    sheet = get_sheet(course, report.language)
    taken = {unit.key: unit.value[0] for unit in report.of("taken")}
    if sheet is None or not taken:
        return report
    by_file: dict[str, list[UnitRow]] = defaultdict(list)
    for row in sheet.rows:
        by_file[row.file].append(replace(row, translation=taken.get(row.key, row.translation)))
    finder = Finder(list_terms(course.id), sheet.book.language)
    notes: dict[Key, tuple[Text, ...]] = {}
    for rows in by_file.values():
        # What belongs together stands in one file: it need not be looked for in the whole course.
        page = replace(sheet, rows=tuple(rows))
        for row in rows:
            if row.key in taken:
                found = list_warnings(page, row, row.translation, finder.find(row.source))
                notes[row.key] = tuple(found)
    units = (
        replace(unit, notes=notes.get(unit.key, ())) if unit.outcome == "taken" else unit
        for unit in report.units
    )
    return replace(report, units=tuple(units))
