"""A course in one language as translators see it: every unit and how its translation stands.

It is derived from the newest revision and the rows of translations, and kept in memory with the
stamp of both: a page costs two small queries, and a save only the row that it wrote. Only committed
rows get in, for a page reads in a transaction of its own; who saves asks the table itself.
"""

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from threading import Lock
from typing import NamedTuple, cast

from sqlalchemy import bindparam, func, select

from lms.content import queries as content
from lms.content.models import UnitTranslation
from lms.content.queries import CourseRow, RevisionRow
from lms.content.rules import CourseHasNoDraft, CourseInvalid
from lms.content.standing import Said, find_links, stand
from lms.kit.db import read
from lms.kit.folding import fold
from lms.kit.i18n import LANGUAGES
from lms.translation.queries.books import Book, get_book, get_declared
from lms.translation.rules import Counts, UnitRow, count, unit_id
from lms.units.po import Status
from lms.units.unit import Key

# A sheet of ten thousand units takes some 8 MB; the one used longest ago is forgotten first.
REMEMBERED_SHEETS = 24


class Stamp(NamedTuple):
    """How many rows of translations there are, and the number of the newest."""

    rows: int = 0
    seq: int = 0


class Written(NamedTuple):
    """The newest row of a text, with what is known from the rows before it."""

    said: Said
    author_id: str | None
    marked_by: str | None
    created_at: datetime
    sent_back_at: datetime | None = None

    @property
    def seq(self) -> int:
        """Return the number of the row."""
        return self.said.at


@dataclass(frozen=True)
class Sheet:
    """The units of a course in one language, in the course's order, as they stand."""

    revision: RevisionRow
    book: Book
    language: str
    stamp: Stamp
    written: Mapping[Key, Written]
    links: Mapping[Key, Key]
    rows: tuple[UnitRow, ...]

    @cached_property
    def counts(self) -> Counts:
        """Return how many units have which status."""
        return count(self.rows)

    @cached_property
    def searched(self) -> tuple[str, ...]:
        """Return what is searched of each unit: its source and its translation, folded."""
        pairs = zip(self.book.folded, self.rows, strict=True)
        return tuple(f"{source}\n{fold(row.translation)}" for source, row in pairs)

    def find(self, wanted: str) -> UnitRow | None:
        """Return the unit of an id, or nothing."""
        place = self.book.places.get(wanted)
        return None if place is None else self.rows[place]

    def find_successor(self, former: str) -> UnitRow | None:
        """Return the unit that has the translation of a former text, by that text's id."""
        for row in self.rows:
            if row.previous and unit_id(row.previous) == former:
                return row
        return None


_sheets: OrderedDict[tuple[str, str], Sheet] = OrderedDict()
_lock = Lock()

_stamps = (
    select(
        UnitTranslation.course_id,
        UnitTranslation.language,
        func.count(),
        func.max(UnitTranslation.seq),
    )
    .where(UnitTranslation.course_id.in_(bindparam("course_ids", expanding=True)))
    .where(UnitTranslation.language.in_(bindparam("languages", expanding=True)))
    .group_by(UnitTranslation.course_id, UnitTranslation.language)
)
# Every translation of a course in one language, the oldest first.
translations = (
    select(
        UnitTranslation.seq,
        UnitTranslation.context,
        UnitTranslation.source,
        UnitTranslation.text,
        UnitTranslation.status,
        UnitTranslation.person_id,
        UnitTranslation.created_at,
    )
    .where(
        UnitTranslation.course_id == bindparam("course_id"),
        UnitTranslation.language == bindparam("language"),
    )
    .order_by(UnitTranslation.seq)
)
_newer = translations.where(UnitTranslation.seq > bindparam("seq"))


def get_sheet(course: CourseRow, language: str) -> Sheet | None:
    """Return a course in one language, or nothing where that is its own.

    Raises `CourseHasNoDraft`, or `CourseInvalid` where `course.yaml` cannot be read.
    """
    return list_sheets(course, [language]).get(language)


def list_sheets(course: CourseRow, languages: Sequence[str] = LANGUAGES) -> dict[str, Sheet]:
    """Return a course in every language but its own; raises as `get_sheet` does."""
    revision = content.find_revision(course.id)
    if revision is None:
        raise CourseHasNoDraft(slug=course.slug)
    stamps = _stamps_of([course.id], languages)
    return _sheets_of(course, revision, get_book(revision.tree_hash), languages, stamps)


def get_sheets(
    courses: Sequence[CourseRow], languages: Sequence[str]
) -> dict[str, dict[str, Sheet]]:
    """Return courses in languages, by id and code, but for each course's own.

    A course whose draft cannot be read is left out, so that it does not hide the others.
    """
    revisions = content.find_newest_revisions()
    stamps = _stamps_of([course.id for course in courses], languages)
    found = {}
    for course in courses:
        revision = revisions.get(course.id)
        book = _find_book(revision) if revision else None
        if revision and book:
            found[course.id] = _sheets_of(course, revision, book, languages, stamps)
    return found


def _find_book(revision: RevisionRow) -> Book | None:
    try:
        return get_book(revision.tree_hash)
    except CourseInvalid:
        return None


def _sheets_of(
    course: CourseRow,
    revision: RevisionRow,
    book: Book,
    languages: Iterable[str],
    stamps: Mapping[tuple[str, str], Stamp],
) -> dict[str, Sheet]:
    wanted = [(course.id, code) for code in languages if code != book.language]
    return {
        key[1]: _bring_up_to_date(key, revision, book, stamps.get(key, Stamp())) for key in wanted
    }


def _stamps_of(course_ids: list[str], languages: Iterable[str]) -> dict[tuple[str, str], Stamp]:
    values = {"course_ids": course_ids, "languages": list(languages)}
    return {(row[0], row[1]): Stamp(row[2], row[3]) for row in read(_stamps, values)}


def _bring_up_to_date(
    key: tuple[str, str], revision: RevisionRow, book: Book, stamp: Stamp
) -> Sheet:
    with _lock:
        kept = _sheets.get(key)
        sheet = _follow(kept, key, revision, book, stamp) if kept else None
        sheet = sheet or _make(key, revision, book)
        _sheets[key] = sheet
        _sheets.move_to_end(key)
        if len(_sheets) > REMEMBERED_SHEETS:
            _sheets.popitem(last=False)
        return sheet


def _follow(
    kept: Sheet, key: tuple[str, str], revision: RevisionRow, book: Book, stamp: Stamp
) -> Sheet | None:
    """Return the sheet with what came since, or nothing where it has to be made anew."""
    if kept.revision.number > revision.number:
        # What another request saw of a later state stays: this one began before it.
        return kept
    is_same_source = kept.revision.tree_hash == revision.tree_hash
    if is_same_source and (kept.stamp == stamp or kept.stamp.seq > stamp.seq):
        return kept if kept.revision == revision else replace(kept, revision=revision)
    written = dict(kept.written)
    newest, changed = _take_in(written, key, kept.stamp)
    # Rows get their numbers before they are committed: one with a lower number can come late.
    if newest.rows < stamp.rows:
        return None
    if not is_same_source or any(_place_of(book, name) is None for name in changed):
        return _sheet(revision, book, key[1], newest, written)
    links = {unit: former for unit, former in kept.links.items() if unit not in changed}
    rows = list(kept.rows)
    for name in changed:
        place = _place_of(book, name)
        if place is not None:
            rows[place] = _row(book, place, written, links)
    return Sheet(revision, book, key[1], newest, written, links, tuple(rows))


def _place_of(book: Book, name: Key) -> int | None:
    return book.places.get(unit_id(name))


def _make(key: tuple[str, str], revision: RevisionRow, book: Book) -> Sheet:
    written: dict[Key, Written] = {}
    stamp, _changed = _take_in(written, key, Stamp())
    return _sheet(revision, book, key[1], stamp, written)


def _sheet(
    revision: RevisionRow, book: Book, language: str, stamp: Stamp, written: Mapping[Key, Written]
) -> Sheet:
    said = {name: one.said for name, one in written.items()}
    links = find_links(book.units, said, get_declared(book, language))
    rows = tuple(_row(book, place, written, links) for place in range(len(book.units)))
    return Sheet(revision, book, language, stamp, written, links, rows)


def _row(
    book: Book, place: int, written: Mapping[Key, Written], links: Mapping[Key, Key]
) -> UnitRow:
    unit = book.units[place]
    names = [name for name in (unit.key, links.get(unit.key)) if name in written]
    standing = stand(unit, {name: written[name].said for name in names if name}, links)
    own = written.get(unit.key)
    told = own if standing.previous is None else written[standing.previous]
    return UnitRow(
        book.ids[place],
        unit.key,
        unit.file,
        unit.kind,
        standing.text,
        standing.status,
        standing.previous,
        own.seq if own else 0,
        told.author_id if told else None,
        told.marked_by if told else None,
        told.sent_back_at if told and standing.status == "draft" else None,
    )


def _take_in(
    written: dict[Key, Written], key: tuple[str, str], since: Stamp
) -> tuple[Stamp, set[Key]]:
    """Add the rows after a stamp; return the new stamp and whose texts changed."""
    values = {"course_id": key[0], "language": key[1], "seq": since.seq}
    found, seq, changed = since.rows, since.seq, set()
    for seq, context, source, text, status, person_id, created_at in read(_newer, values):
        name = Key(context, source)
        written[name] = follow_row(written.get(name), seq, text, status, person_id, created_at)
        changed.add(name)
        found += 1
    return Stamp(found, seq), changed


def follow_row(
    before: Written | None,
    seq: int,
    text: str,
    status: str,
    person_id: str | None,
    created_at: datetime,
) -> Written:
    """Return what is known of a text after one more of its rows."""
    is_same = before is not None and before.said.text == text
    since = before.said.since if before and before.said.text else seq
    said = Said(text, cast("Status", status), since, seq)
    author_id = before.author_id if before and is_same else person_id
    sent_back_at = _sent_back_at(before, status, person_id, created_at) if is_same else None
    return Written(said, author_id, person_id, created_at, sent_back_at)


def _sent_back_at(
    before: Written | None, status: str, person_id: str | None, created_at: datetime
) -> datetime | None:
    """Return since when a text that stayed as it was is a draft again by another's will."""
    if before is None or status != "draft":
        return None
    if before.said.status == "draft":
        return before.sent_back_at
    # Who takes an own text back, or a command that takes in a file, sends nothing back to anybody.
    is_of_another = person_id is not None and person_id != before.author_id
    return created_at if is_of_another else None
