"""What the pages of the workbench show, gathered for each.

Whose courses they are is decided in `policy`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from lms.accounts import queries as accounts
from lms.content.models import Edition, Version
from lms.content.queries import CourseRow
from lms.kit.actor import Actor
from lms.kit.db import read
from lms.kit.i18n import LANGUAGES, Text
from lms.translation.queries.comments import (
    CommentRow,
    find_units,
    list_comments,
    list_discussed,
)
from lms.translation.queries.histories import HistoryRow, list_history
from lms.translation.queries.memories import Match, Shelf, find_matches
from lms.translation.queries.previews import (
    Preview,
    get_neighbours,
    get_preview,
    list_around,
)
from lms.translation.queries.sheets import Sheet, get_sheets, list_sheets
from lms.translation.queries.terms import list_terms
from lms.translation.rules import (
    Counts,
    Finder,
    Marked,
    SourceSign,
    TermRow,
    UnitRow,
    count_by_file,
    find_warnings,
    list_signs,
)
from lms.units.differences import Part, compare_words
from lms.units.unit import Key


@dataclass(frozen=True, slots=True)
class CourseProgress:
    """A course with its progress in each language that it is translated into.

    `discussed`: on how many texts a comment is open.
    """

    course: CourseRow
    title: str
    language: str
    progress: Mapping[str, Counts]
    discussed: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class FileProgress:
    """One file's progress in each language."""

    file: str
    title: str | Text
    total: int
    progress: Mapping[str, Counts]


@dataclass(frozen=True, slots=True)
class UnitPage:
    """All that the page of one unit shows; `number` counts from 1.

    `reasons` are the comments with which a reviewer sent the translation back.
    """

    row: UnitRow
    number: int
    total: int
    before: UnitRow | None
    after: UnitRow | None
    source: Sequence[Marked]
    signs: Sequence[SourceSign]
    changes: Sequence[Part]
    warnings: Sequence[Text]
    terms: Sequence[TermRow]
    matches: Sequence[Match]
    around: Sequence[UnitRow]
    preview: Preview | None
    comments: Sequence[CommentRow]
    reasons: Sequence[CommentRow]
    history: Sequence[HistoryRow]
    names: Mapping[str, str]


def list_progress(courses: Sequence[CourseRow]) -> list[CourseProgress]:
    """Return each course whose draft can be read with its progress in every language, by title."""
    sheets = get_sheets(courses, LANGUAGES)
    discussed = list_discussed(list(sheets))
    return sorted(
        (
            _progress(course, sheets[course.id], discussed)
            for course in courses
            if course.id in sheets
        ),
        key=lambda one: one.title.casefold(),
    )


def _progress(
    course: CourseRow,
    sheets: Mapping[str, Sheet],
    discussed: Mapping[tuple[str, str], Set[Key]],
) -> CourseProgress:
    head = next(iter(sheets.values())).book.head
    return CourseProgress(
        course,
        head.title,
        head.source_language,
        {code: sheet.counts for code, sheet in sheets.items()},
        {
            code: len(find_units(sheet, discussed.get((course.id, code), frozenset())))
            for code, sheet in sheets.items()
        },
    )


def get_course_progress(course: CourseRow) -> tuple[CourseProgress, list[FileProgress]]:
    """Return a course's progress in every language, as a whole and file by file, in its order."""
    sheets = list_sheets(course)
    by_language = {code: count_by_file(sheet.rows) for code, sheet in sheets.items()}
    titles = next(iter(sheets.values())).book.titles
    first = next(iter(by_language.values()))
    files = [
        FileProgress(
            file,
            titles[file],
            first[file].total,
            {code: counts[file] for code, counts in by_language.items()},
        )
        for file in first
    ]
    return _progress(course, sheets, list_discussed([course.id])), files


def list_shelves(
    mine: Iterable[CourseRow], others: Iterable[CourseRow], sheet: Sheet
) -> list[Shelf]:
    """Return the courses whose translations into the sheet's language are remembered.

    Of `others`, which the actor does not translate, only what their newest edition has.
    """
    own, foreign = list(mine), list(others)
    published = _published_at(sheet.language, foreign)
    until = {course.id: published[course.id] for course in foreign if course.id in published}
    courses = [*own, *(course for course in foreign if course.id in until)]
    sheets = get_sheets(courses, [sheet.language])
    return [
        Shelf(found, until.get(course.id))
        for course in courses
        if (found := sheets.get(course.id, {}).get(sheet.language))
        and found.book.language == sheet.book.language
    ]


def _published_at(language: str, courses: Iterable[CourseRow]) -> dict[str, datetime]:
    query = (
        select(Version.course_id, func.max(Edition.published_at))
        .join(Edition, Edition.version_id == Version.id)
        .where(Edition.language == language)
        .where(Version.course_id.in_([course.id for course in courses]))
        .group_by(Version.course_id)
    )
    return {row[0]: row[1] for row in read(query)}


def get_unit_page(
    actor: Actor, course: CourseRow, sheet: Sheet, row: UnitRow, shelves: Iterable[Shelf]
) -> UnitPage:
    """Return all that the page of a unit shows."""
    place = sheet.book.places[row.id]
    keys = [row.key, row.previous] if row.previous else [row.key]
    finder = Finder(list_terms(course.id), sheet.book.language)
    terms = finder.find(row.source)
    history = list_history(course.id, sheet.language, keys)
    comments = list_comments(course.id, sheet.language, keys)
    return UnitPage(
        row=row,
        number=place + 1,
        total=len(sheet.rows),
        before=sheet.rows[place - 1] if place else None,
        after=sheet.rows[place + 1] if place + 1 < len(sheet.rows) else None,
        source=finder.mark(row.source),
        signs=list_signs(row.source),
        changes=compare_words(row.previous.text, row.source) if row.previous else (),
        warnings=list_warnings(sheet, row, row.translation, terms),
        terms=terms,
        matches=find_matches(row, sheet, shelves),
        around=list_around(sheet, row),
        preview=get_preview(course, sheet, row),
        comments=comments,
        # Who sends a text back writes both at one instant.
        reasons=[one for one in comments if one.created_at == row.sent_back_at],
        history=history,
        names=_names(actor, history, comments),
    )


def list_warnings(
    sheet: Sheet, row: UnitRow, translation: str, terms: Iterable[TermRow]
) -> list[Text]:
    """Return what looks wrong with a translation of a unit."""
    return find_warnings(
        row.key.context,
        row.source,
        translation,
        sheet.language,
        terms,
        get_neighbours(sheet, row),
    )


def find_terms(course: CourseRow, sheet: Sheet, row: UnitRow) -> list[TermRow]:
    """Return the terms in the source of a unit."""
    return Finder(list_terms(course.id), sheet.book.language).find(row.source)


def _names(
    actor: Actor, history: Iterable[HistoryRow], comments: Sequence[CommentRow]
) -> Mapping[str, str]:
    people = [row.person_id for row in history]
    people += [person for row in comments for person in (row.person_id, row.resolved_by)]
    known = {person for person in people if person}
    return defaultdict(str, accounts.get_names(actor, known) if known else {})
