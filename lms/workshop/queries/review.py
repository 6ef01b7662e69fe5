"""Reads of the review: threads with their comments, and the texts that they are about."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, or_, select

from lms.content import queries as content
from lms.content.format import COURSE_FILE, CourseFile
from lms.content.naming import name_of, titles_of
from lms.content.queries import CourseRow
from lms.content.reader import read_course
from lms.content.texts import list_units
from lms.kit import storage
from lms.kit.db import read
from lms.kit.errors import NotVisible
from lms.kit.i18n import Text
from lms.units import markdown
from lms.units.differences import Part, compare_words
from lms.units.unit import Key, Unit
from lms.workshop.anchors import Place, find_places
from lms.workshop.models import ReviewComment, ReviewThread
from lms.workshop.queries.copies import read_head
from lms.workshop.queries.outline import title_in
from lms.workshop.queries.pages import title_of_stored
from lms.workshop.rules import RevisionUnknown


@dataclass(frozen=True, slots=True)
class Comment:
    """What one person said."""

    person_id: str | None
    text: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Thread:
    """A remark with its answers, and the words that it was made on."""

    id: str
    key: Key
    created_at: datetime
    resolved_at: datetime | None
    resolved_by: str | None
    comments: tuple[Comment, ...] = ()
    place: Place | None = None

    @property
    def file(self) -> str:
        """Return the file that it is about."""
        return self.key.context.partition("#")[0]

    @property
    def is_gone(self) -> bool:
        """Say whether the text is no more."""
        return self.place is not None and self.place.unit is None

    @property
    def parts(self) -> Sequence[Part]:
        """Return what became of the words, where they changed."""
        unit = self.place.unit if self.place else None
        return compare_words(self.key.text, unit.text) if unit else ()


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A file's texts in order, each with the threads about it; `lost`: those whose text is gone."""

    path: str
    head: CourseFile | None
    units: tuple[Unit, ...]
    threads: Mapping[Key, Sequence[Thread]]
    lost: tuple[Thread, ...]


ThreadSelect = Select[str, str, str, datetime, datetime | None, str | None]
_threads: ThreadSelect = select(
    ReviewThread.id, ReviewThread.context, ReviewThread.text, ReviewThread.created_at,
    ReviewThread.resolved_at, ReviewThread.resolved_by,
)  # fmt: skip


def count_open(course_id: str) -> int:
    """Return how many threads of a course are not resolved."""
    query = select(func.count()).where(
        ReviewThread.course_id == course_id, ReviewThread.resolved_at.is_(None)
    )
    return read(query).scalar_one()


def list_threads(
    course: CourseRow, status: str, file: str, size: int, page: int
) -> tuple[list[Thread], int]:
    """Return one page of a course's threads, those last begun first, and how many there are.

    `status`: open, resolved or all; `file`: of this file alone, where one is named.
    """
    wanted = [ReviewThread.course_id == course.id, *_filters(status, file)]
    total = read(select(func.count()).select_from(ReviewThread).where(*wanted)).scalar_one()
    query = (
        _threads.where(*wanted)
        .order_by(ReviewThread.created_at.desc(), ReviewThread.id)
        .limit(size)
        .offset((page - 1) * size)
    )
    return _placed(course, _with_comments(query)), total


def _filters(status: str, file: str) -> list[ColumnElement[bool]]:
    filters: list[ColumnElement[bool]] = []
    if status == "open":
        filters.append(ReviewThread.resolved_at.is_(None))
    elif status == "resolved":
        filters.append(ReviewThread.resolved_at.is_not(None))
    if file:
        inside = ReviewThread.context.startswith(f"{file}#", autoescape=True)
        filters.append(or_(ReviewThread.context == file, inside))
    return filters


def list_files(course: CourseRow) -> list[str]:
    """Return the files of a course whose texts can be remarked on, in order."""
    return [path for path in _entries(course) if path.endswith((".md", ".yaml"))]


def get_thread(course_id: str, thread_id: str) -> Thread:
    """Return one thread of a course; raise `NotVisible` where there is none."""
    query = _threads.where(ReviewThread.course_id == course_id, ReviewThread.id == thread_id)
    found = _with_comments(query)
    if not found:
        raise NotVisible
    return found[0]


def get_reviewed(course: CourseRow, path: str) -> Reviewed:
    """Return a file as it is saved now, with all that was said about it.

    Raises `NotVisible` where there is no such file and nobody spoke of one.
    """
    units = read_units(course, path)
    query = _threads.where(ReviewThread.course_id == course.id, *_filters("all", path))
    threads = _with_comments(query.order_by(ReviewThread.created_at, ReviewThread.id))
    if not units and not threads and path not in _entries(course):
        raise NotVisible
    threads = [_place(thread, find_places([t.key for t in threads], units)) for thread in threads]
    by_unit: dict[Key, list[Thread]] = {}
    for thread in threads:
        if thread.place and thread.place.unit:
            by_unit.setdefault(thread.place.unit.key, []).append(thread)
    lost = tuple(thread for thread in threads if thread.is_gone)
    return Reviewed(path, get_head(course), tuple(units), by_unit, lost)


def read_units(course: CourseRow, path: str) -> list[Unit]:
    """Return the texts of one file of the newest revision; none where it cannot be read."""
    entries = _entries(course)
    if path not in entries:
        return []
    text = storage.get(entries[path])
    if path.endswith(".md"):
        return markdown.extract(path, text.decode(errors="replace"))
    found = read_course({path: text})[0]
    return [unit for unit in list_units(found) if unit.file == path]


def _entries(course: CourseRow) -> Mapping[str, str]:
    newest = content.find_revision(course.id)
    if newest is None:
        raise RevisionUnknown(number=1)
    return content.get_entries(newest.tree_hash)


def get_head(course: CourseRow) -> CourseFile | None:
    """Return what the newest `course.yaml` says, or nothing where it cannot be read."""
    entries = _entries(course)
    return read_head(storage.get(entries[COURSE_FILE])) if COURSE_FILE in entries else None


def get_title(course: CourseRow) -> str:
    """Return what the newest revision calls the course, its slug where that cannot be read."""
    entries = _entries(course)
    content = storage.get(entries[COURSE_FILE]) if COURSE_FILE in entries else b""
    return title_in(content, course.slug)


def get_names_of_files(course: CourseRow) -> Callable[[str], Text]:
    """Return a function that says what a file of the newest revision is called to people."""
    entries, titles = _entries(course), titles_of(get_head(course))

    def called(path: str) -> Text:
        if path not in titles and path in entries and path.startswith("pages/"):
            titles[path] = title_of_stored(entries[path])
        return name_of(path, titles=titles)

    return called


def _with_comments(query: ThreadSelect) -> list[Thread]:
    rows = read(query).all()
    comments: dict[str, list[Comment]] = {}
    said = (
        select(
            ReviewComment.thread_id, ReviewComment.person_id, ReviewComment.text,
            ReviewComment.created_at,
        )
        .where(ReviewComment.thread_id.in_([row.id for row in rows]))
        .order_by(ReviewComment.created_at, ReviewComment.id)
    )  # fmt: skip
    for thread_id, person_id, text, created_at in read(said):
        comments.setdefault(thread_id, []).append(Comment(person_id, text, created_at))
    return [
        Thread(
            row.id, Key(row.context, row.text), row.created_at, row.resolved_at, row.resolved_by,
            tuple(comments.get(row.id, ())),
        )
        for row in rows
    ]  # fmt: skip


def _placed(course: CourseRow, threads: list[Thread]) -> list[Thread]:
    places: dict[Key, Place] = {}
    for file in dict.fromkeys(thread.file for thread in threads):
        keys = [thread.key for thread in threads if thread.file == file]
        places |= find_places(keys, read_units(course, file))
    return [_place(thread, places) for thread in threads]


def _place(thread: Thread, places: Mapping[Key, Place]) -> Thread:
    return Thread(
        thread.id, thread.key, thread.created_at, thread.resolved_at, thread.resolved_by,
        thread.comments, places[thread.key],
    )  # fmt: skip
