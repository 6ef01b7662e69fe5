"""A unit where it stands: its page as trainees will see it, or its question with all its texts.

Rendered for one page at a time and for translators alone; what trainees read is compiled once, when
a course is published.
"""

from dataclasses import dataclass

from lms.content.editions import LABELS, media_address
from lms.content.queries import CourseRow
from lms.content.reader import Course
from lms.kit.i18n import direction, translate
from lms.questions.types import get_type
from lms.translation.queries.sheets import Sheet
from lms.translation.rules import Neighbours, UnitRow
from lms.units import markdown
from lms.units.markdown import Setting
from lms.units.unit import Key

# Put around a text before it is rendered, and made a mark after: signs of punctuation, so that
# emphasis beside them still is emphasis, and such as no text has.
_OPEN, _CLOSE = "\u2e28", "\u2e29"
# Texts that are no part of the page's flow cannot be marked in it.
_UNMARKED = frozenset({"title", "alternative text"})
_OF_QUESTIONS = frozenset({"question", "choice", "part of a question", "feedback"})


@dataclass(frozen=True, slots=True)
class Preview:
    """A page in the language at hand as finished HTML; what is not translated stands as marked."""

    html: str
    language: str
    direction: str


def get_preview(course: CourseRow, sheet: Sheet, row: UnitRow) -> Preview | None:
    """Return the page or document that a unit stands on, the unit marked in it, or nothing."""
    context, text = _text_around(sheet.book.file(row.file), row)
    if text is None:
        return None
    texts = _texts(sheet, row.file)
    if row.kind not in _UNMARKED:
        texts[row.key] = f"{_OPEN}{texts.get(row.key, row.source)}{_CLOSE}"
    language = sheet.language
    media = media_address(course.newest_version_id) if course.newest_version_id else ""
    labels = {name: translate(language, label) for name, label in LABELS.items()}
    # Links within the course lead nowhere from here.
    links = dict.fromkeys(sheet.book.titles, "#preview")
    setting = Setting(context, sheet.book.language, texts, labels, media, links)
    html = markdown.render(text, setting)
    html = html.replace(_OPEN, '<mark id="here">').replace(_CLOSE, "</mark>")
    return Preview(html, language, direction(language))


def _text_around(course: Course, row: UnitRow) -> tuple[str, str | None]:
    """Return the context and the text of a page or document, if a unit is a block of one."""
    for question in course.banks.get(row.file, ()):
        for name, text in get_type(question.type).blocks(question):
            context = f"{row.file}#{question.id}.{name}"
            if row.key.context == context or row.key.context.startswith(f"{context}#"):
                return context, text
    return row.file, course.pages.get(row.file)


def _texts(sheet: Sheet, file: str) -> dict[Key, str]:
    return {row.key: row.translation for row in sheet.rows if row.file == file and row.translation}


def list_around(sheet: Sheet, row: UnitRow, reach: int = 3) -> list[UnitRow]:
    """Return the units that a translator should see beside one.

    Of a question, all its texts; otherwise the nearest in the same file.
    """
    question = _question_of(row)
    if question:
        name = f"{row.file}#{question}."
        return [other for other in sheet.rows if other.key.context.startswith(name)]
    place = sheet.book.places[row.id]
    near = sheet.rows[max(0, place - reach) : place + reach + 1]
    return [other for other in near if other.file == row.file]


def _question_of(row: UnitRow) -> str:
    """Return the id of the question that a unit belongs to, or nothing."""
    return row.place.partition(".")[0] if row.kind in _OF_QUESTIONS else ""


def get_neighbours(sheet: Sheet, row: UnitRow) -> Neighbours:
    """Return what else of its question matters to a unit."""
    question = _question_of(row)
    if not question:
        return Neighbours()
    others = list_around(sheet, row)
    choices = [
        other.translation
        for other in others
        if _list_of(other) and _list_of(other) == _list_of(row) and other.id != row.id
    ]
    return Neighbours(choices, row.kind == "question" and _lacks_answers(sheet, row, question))


def _list_of(row: UnitRow) -> str:
    """Return which list of its question a text stands in, such as `q.choices`, or nothing."""
    is_listed = row.kind in {"choice", "part of a question"}
    return row.place.rsplit(".", 2)[0] if is_listed else ""


def _lacks_answers(sheet: Sheet, row: UnitRow, question: str) -> bool:
    return any(
        sheet.language not in accept
        for one in sheet.book.file(row.file).banks.get(row.file, ())
        if one.id == question
        for accept in get_type(one.type).accepted(one)
    )
