"""The library kept up to date: a course's questions read from its files, their uses counted.

Both are done by jobs that look every so often what is new: a course changes by editors, imports,
publications and translators alike, and none of them waits for the list.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, bindparam, delete, insert, or_, update

from lms.content import queries as content
from lms.content.models import Version
from lms.content.queries import CourseRow
from lms.kit.db import db
from lms.questions.cases import CASE_FILE
from lms.workshop.library.figures import Figures, Use, sum_up
from lms.workshop.library.reading import Entry, question_hash
from lms.workshop.library.searching import words_in
from lms.workshop.models import (
    LibraryCourse,
    LibraryQuestion,
    LibraryText,
    QuestionUse,
    VersionCount,
)
from lms.workshop.queries.library import find_by_id, list_marks
from lms.workshop.queries.questions import bank_file
from lms.workshop.queries.shelves import Shelf, find_draft, find_published
from lms.workshop.queries.uses import list_uses

READ_LIBRARY = "workshop.read_library"
COUNT_USES = "workshop.count_uses"
# So much of a question's text stands for it in the list.
LONGEST_TEXT = 300

Figured = dict[tuple[str, str], tuple[Figures, bool]]


class Read:
    """What the library is to have of a course, read from its files and not kept yet."""

    def __init__(self, course: CourseRow, mark: str) -> None:
        draft, published = find_draft(course), find_published(course)
        self.course_id, self.mark = course.id, mark
        known = draft or published
        self.title = known.title if known else course.slug
        self.language = known.language if known else "en"
        asked = content.get_items(course.newest_version_id) if course.newest_version_id else {}
        hashes = {name: question_hash(question) for name, question in asked.items()}
        figured = _figures(list_uses(course.id))
        every = _find(draft, published)
        found = [one for one in every if one.entry.question.type != CASE_FILE]
        self.rows = [_row(one, hashes, figured) for one in found]
        self.texts = [row for one in found for row in _texts(one)]


def read_course(course_id: str) -> Read | None:
    """Read a course's questions, published and in the draft; nothing where it is gone."""
    course, mark = find_by_id(course_id), list_marks().get(course_id)
    return Read(course, mark) if course and mark is not None else None


def keep_course(now: datetime, found: Read) -> None:
    """Keep what was read of a course, in the place of what was there."""
    for table in (LibraryText, LibraryQuestion, LibraryCourse):
        db.session.execute(delete(table).where(table.course_id == found.course_id))
    values = {
        "course_id": found.course_id, "mark": found.mark, "title": found.title,
        "language": found.language, "read_at": now,
    }  # fmt: skip
    db.session.execute(insert(LibraryCourse).values(values))
    for table, rows in ((LibraryQuestion, found.rows), (LibraryText, found.texts)):
        if rows:
            db.session.execute(insert(table), rows)


@dataclass(frozen=True, slots=True)
class _Found:
    """A question of a course in one state; `is_shadowed`: the draft has another in its place."""

    shelf: Shelf
    entry: Entry
    is_deciding: bool
    is_shadowed: bool

    @property
    def name(self) -> dict[str, str]:
        """Return what names it in every table of the library."""
        of = {"course_id": self.shelf.course.id, "state": self.shelf.state}
        return {**of, "question_id": self.entry.question.id}

    @property
    def objective(self) -> str | None:
        """Return the words of the objective that it tests."""
        name = self.entry.question.objective
        return self.shelf.objectives.get(name or "", name)


def _find(draft: Shelf | None, published: Shelf | None) -> Iterator[_Found]:
    """Yield what the draft has that is not published so, then all that is published."""
    out = {entry.question.id: entry for entry in published.entries()} if published else {}
    shadowed = set()
    if draft:
        deciding = draft.deciding()
        for entry in draft.entries():
            if _differ(entry, out.get(entry.question.id)):
                shadowed.add(entry.question.id)
                yield _Found(draft, entry, bank_file(entry.bank) in deciding, is_shadowed=False)
    if published:
        deciding = published.deciding()
        for name, entry in out.items():
            yield _Found(published, entry, bank_file(entry.bank) in deciding, name in shadowed)


def _differ(draft: Entry, published: Entry | None) -> bool:
    """Say whether those who see drafts find something else there."""
    return published is None or (draft.question, draft.bank, draft.languages) != (
        published.question, published.bank, published.languages,
    )  # fmt: skip


def _row(found: _Found, asked: Mapping[str, str], figured: Figured) -> dict[str, Any]:
    """Return a question as the list has it.

    What is published may be worded anew, its meaning declared unchanged: `asked` are the hashes
    under which the newest version asks it.
    """
    entry, question = found.entry, found.entry.question
    is_published = found.shelf.state == "published"
    of = asked.get(question.id, entry.hash) if is_published else entry.hash
    figures, is_sat = figured.get((question.id, of), (Figures(None, None, 0, 0), False))
    return {
        **found.name, "is_shadowed": found.is_shadowed, "is_deciding": found.is_deciding,
        "is_exam": found.is_deciding or is_sat, "bank": entry.bank, "place": entry.place,
        "type": question.type, "level": question.level, "article": question.article,
        "languages": f" {' '.join(entry.languages)} ", "hash": of, "objective": found.objective,
        "text": " ".join(question.text.split())[:LONGEST_TEXT], **figures._asdict(),
    }  # fmt: skip


def _texts(found: _Found) -> Iterator[dict[str, Any]]:
    """Yield what a question may be found by in each language.

    What is said of answers is left out: it tells keys.
    """
    entry = found.entry
    for language in sorted({entry.language, *entry.said}):
        texts = entry.texts(language).items()
        shown = [text for field, text in texts if not field.endswith("feedback")]
        if shown:
            words = words_in([entry.question.id, found.objective or "", *shown])
            yield {**found.name, "language": language, "words": words}


def _figures(uses: Iterable[tuple[str, Use]]) -> Figured:
    """Return the figures of each question, by id and hash, and whether it is asked in sittings.

    That holds for all its versions: who learns the question learns it whatever its wording.
    """
    by_name: dict[tuple[str, str], list[Use]] = {}
    sat = set()
    for of, use in uses:
        by_name.setdefault((use.question_id, of), []).append(use)
        if use.is_sat:
            sat.add(use.question_id)
    return {name: (sum_up(found), name[0] in sat) for name, found in by_name.items()}


def keep_uses(now: datetime, version_id: str, mark: str, uses: Iterable[Use]) -> None:
    """Keep what was counted of a version, and what the list says of its questions by it."""
    course_id = db.session.get_one(Version, version_id).course_id
    hashes = {name: question_hash(one) for name, one in content.get_items(version_id).items()}
    for table in (QuestionUse, VersionCount):
        db.session.execute(delete(table).where(table.version_id == version_id))
    db.session.execute(
        insert(VersionCount).values(version_id=version_id, mark=mark, counted_at=now)
    )
    rows = [_use_row(version_id, course_id, hashes[use.question_id], use) for use in uses]
    if rows:
        db.session.execute(insert(QuestionUse), rows)
    _refigure(course_id)


def _use_row(version_id: str, course_id: str, of: str, use: Use) -> dict[str, Any]:
    values = {name: getattr(use, name) for name in Use.__dataclass_fields__}
    return {"version_id": version_id, "course_id": course_id, "hash": of, **values}


_figure = (
    update(LibraryQuestion.__table__)  # type: ignore[arg-type]  # a table, as the mapper has it
    .where(
        LibraryQuestion.course_id == bindparam("of_course"),
        LibraryQuestion.question_id == bindparam("of_question"),
        LibraryQuestion.hash == bindparam("of_hash"),
    )
    .values(
        {name: bindparam(f"new_{name}") for name in Figures._fields}
        | {"is_exam": or_(LibraryQuestion.is_deciding, bindparam("is_sat", type_=Boolean))}
    )
)


def _refigure(course_id: str) -> None:
    rows = [
        {
            "of_course": course_id, "of_question": question_id, "of_hash": of, "is_sat": is_sat,
            **{f"new_{name}": value for name, value in figures._asdict().items()},
        }
        for (question_id, of), (figures, is_sat) in _figures(list_uses(course_id)).items()
    ]  # fmt: skip
    if rows:
        db.session.connection().execute(_figure, rows)
