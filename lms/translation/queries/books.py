"""The source of a course as units, taken from the files of a revision.

Files are known by their hash and never change, so what was found in one is remembered: a page that
was saved is taken apart again, the three hundred others are not.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from lms.content import queries as content
from lms.content.catalogues import po_file
from lms.content.format import COURSE_FILE, CourseFile
from lms.content.naming import name_of
from lms.content.queries import CourseRow
from lms.content.reader import Course, read_course
from lms.content.rules import CourseInvalid
from lms.content.texts import list_units
from lms.kit import storage
from lms.kit.folding import fold
from lms.kit.i18n import Text
from lms.translation.rules import unit_id
from lms.units import markdown, po
from lms.units.unit import Key, Unit

# Enough for the pages and banks of ten large courses; a file takes some kilobytes.
REMEMBERED_FILES = 4096
REMEMBERED_BOOKS = 16


@dataclass(frozen=True, slots=True)
class SourceFile:
    """The units of one file, their ids, and their words as they are searched."""

    units: tuple[Unit, ...]
    ids: tuple[str, ...]
    folded: tuple[str, ...]


@dataclass(frozen=True)
class Book:
    """A course's source at one revision: its units in order, and the files they stand in.

    `titles` names each file as readers know it: by its title, or by its kind where it has none;
    `places` finds a unit by its id.
    """

    head: CourseFile
    entries: Mapping[str, str]
    units: tuple[Unit, ...]
    ids: tuple[str, ...]
    folded: tuple[str, ...]
    titles: Mapping[str, str | Text]
    places: Mapping[str, int]

    @property
    def language(self) -> str:
        """Return the language that the course is written in."""
        return self.head.source_language

    def find(self, wanted: str) -> Unit | None:
        """Return the unit of an id, or nothing."""
        place = self.places.get(wanted)
        return None if place is None else self.units[place]

    def file(self, path: str) -> Course:
        """Return a course that has nothing but one file of this one."""
        return _read(path, self.entries[path])


@lru_cache(maxsize=REMEMBERED_BOOKS)
def get_book(tree_hash: str) -> Book:
    """Return the source of a course from the tree of one of its revisions.

    Raises `CourseInvalid` where its `course.yaml` cannot be read.
    """
    entries = content.get_entries(tree_hash)
    head = _read_head(entries)
    files = {path: _take_apart(path, entries[path]) for path in _in_order(head, entries)}
    ids = tuple(name for file in files.values() for name in file.ids)
    return Book(
        head,
        entries,
        tuple(unit for file in files.values() for unit in file.units),
        ids,
        tuple(text for file in files.values() for text in file.folded),
        _titles(head, files),
        {name: place for place, name in enumerate(ids)},
    )


def get_title(course: CourseRow) -> str:
    """Return what the newest revision calls a course, its slug where that cannot be read."""
    revision = content.find_revision(course.id)
    if revision is None:
        return course.slug
    try:
        return _read_head(content.get_entries(revision.tree_hash)).title
    except CourseInvalid:
        return course.slug


def _read_head(entries: Mapping[str, str]) -> CourseFile:
    files = {path: storage.get(entries[path]) for path in (COURSE_FILE,) if path in entries}
    course, problems = read_course(files)
    if course.course is None:
        raise CourseInvalid(problems)
    return course.course


def get_declared(book: Book, language: str) -> Mapping[Key, Key]:
    """Return the former texts that the course's own catalogue of a language names."""
    content_hash = book.entries.get(po_file(language))
    return _declared(content_hash) if content_hash else {}


@lru_cache(maxsize=64)
def _declared(content_hash: str) -> Mapping[Key, Key]:
    content = storage.get(content_hash)
    # To read ten thousand entries takes a second, and most catalogues have no former text.
    if b"\n#| " not in content:
        return {}
    try:
        entries = po.read(content).living().values()
    except po.CatalogueBroken:
        return {}
    return {entry.key: entry.previous for entry in entries if entry.previous}


@lru_cache(maxsize=64)
def _read(path: str, content_hash: str) -> Course:
    return read_course({path: storage.get(content_hash)})[0]


@lru_cache(maxsize=REMEMBERED_FILES)
def _take_apart(path: str, content_hash: str) -> SourceFile:
    # Not by way of `_read`: what is parsed here would push what is looked at out of its memory.
    units = list_units(read_course({path: storage.get(content_hash)})[0])
    return SourceFile(
        tuple(units),
        tuple(unit_id(unit.key) for unit in units),
        tuple(fold(unit.text) for unit in units),
    )


def _in_order(head: CourseFile, entries: Mapping[str, str]) -> list[str]:
    """Return the files that hold units: the course's own, what it shows, what it does not, banks.

    That is the order of `lms.content.texts`, in which catalogues are written too.
    """
    shown = [activity.page or activity.quiz or "" for activity in head.activities]
    others = [
        path
        for path in sorted(entries)
        if (path.startswith("pages/") and path.endswith(".md"))
        or (path.startswith("quizzes/") and path.endswith(".yaml"))
    ]
    banks = [
        path for path in sorted(entries) if path.startswith("questions/") and path.endswith(".yaml")
    ]
    wanted = dict.fromkeys([COURSE_FILE, *shown, *others, *banks])
    return [path for path in wanted if path in entries]


def _titles(head: CourseFile, files: Mapping[str, SourceFile]) -> dict[str, str | Text]:
    """Return what a reader calls each file: its activity's title, its first heading, its kind."""
    named = {activity.page or activity.quiz or "": activity.title for activity in head.activities}
    titles: dict[str, str | Text] = {}
    for path, file in files.items():
        heading = next((u.text for u in file.units if u.kind in {"title", "heading"}), "")
        heading = heading or next((u.text for u in file.units if u.kind == "title of a quiz"), "")
        titles[path] = named.get(path) or markdown.words(heading) or name_of(path)
    titles[COURSE_FILE] = head.title
    return titles
