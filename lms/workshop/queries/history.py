"""Reads of a course's history: its revisions, what one changed, what differs between any two."""

from collections.abc import Mapping
from dataclasses import dataclass

from lms.content import queries as content
from lms.content.format import COURSE_FILE, CourseFile
from lms.content.naming import name_of, titles_of
from lms.content.queries import CourseRow, RevisionRow
from lms.kit import storage
from lms.kit.errors import NotVisible
from lms.kit.i18n import Text
from lms.workshop.comparison import changed_paths
from lms.workshop.queries.copies import Copy, get_copy, get_revision, read_head
from lms.workshop.queries.saving import NamedChange, name_change
from lms.workshop.rules import RevisionUnknown

# How a person's own working copy is called where a number of a revision may stand.
MINE = "mine"
# How many files are compared on one page; more are named, and compared one by one.
MOST_COMPARED = 25


@dataclass(frozen=True, slots=True)
class Side:
    """A state that is compared: a revision by its number, or a person's own copy."""

    name: str
    hashes: Mapping[str, str]
    copy: Copy | None = None

    def read(self, path: str) -> bytes | None:
        """Return a file of this state, or nothing where it has none."""
        if self.copy is not None:
            return self.copy.read(path)
        return storage.get(self.hashes[path]) if path in self.hashes else None

    @property
    def head(self) -> CourseFile | None:
        """Return what its `course.yaml` says, or nothing where it cannot be read."""
        return read_head(self.read(COURSE_FILE) or b"")


@dataclass(frozen=True, slots=True)
class Compared:
    """What differs between two states: the first files in detail, the others by name."""

    old: Side
    new: Side
    changes: tuple[NamedChange, ...]
    others: tuple[tuple[str, Text], ...]
    language: str


@dataclass(frozen=True, slots=True)
class RevisionPage:
    """A revision with the names of its files; the numbers of those that it was made from."""

    revision: RevisionRow
    outline: CourseFile | None
    files: tuple[tuple[str, Text], ...]
    parents: tuple[int, ...]
    is_newest: bool


def list_history(course: CourseRow, size: int, page: int) -> tuple[list[RevisionRow], int]:
    """Return one page of a course's revisions, the newest first, and how many there are."""
    newest = content.find_revision(course.id)
    rows = content.list_revisions(course.id, size, (page - 1) * size)
    return rows, newest.number if newest else 0


def list_restorable(mine: Side, old: Side) -> list[tuple[str, Text, str]]:
    """Return what restoring would change in a person's copy: path, name, what becomes of it."""
    titles = {**titles_of(old.head), **titles_of(mine.head)}
    return [
        (path, name_of(path, old.read(path) or mine.read(path), titles), _fate(path, mine, old))
        for path in changed_paths(mine.hashes, old.hashes)
        if not path.startswith("locale/")
    ]


def _fate(path: str, mine: Side, old: Side) -> str:
    if path not in old.hashes:
        return "removed"
    return "changed" if path in mine.hashes else "added"


def get_revision_page(course: CourseRow, number: int) -> RevisionPage:
    """Return a revision with what it holds; raise `RevisionUnknown` where there is none."""
    revision = get_revision(course.id, number)
    side = open_side(course, None, str(number))
    newest = content.find_revision(course.id)
    head = side.head
    titles = titles_of(head)
    return RevisionPage(
        revision,
        head,
        tuple((path, name_of(path, side.read(path), titles)) for path in sorted(side.hashes)),
        tuple(content.get_revision_by_id(parent).number for parent in revision.parents),
        newest is not None and newest.number == number,
    )


def open_side(course: CourseRow, person_id: str | None, name: str) -> Side:
    """Return the state called `name`; raise `RevisionUnknown` where there is none."""
    if name == MINE:
        copy = get_copy(course, person_id)
        return Side(name, copy.hashes, copy)
    revision = get_revision(course.id, read_number(name))
    return Side(name, content.get_entries(revision.tree_hash))


def read_number(text: str) -> int:
    """Return a revision's number as it stands in an address; raise `RevisionUnknown`."""
    if not (text.isascii() and text.isdecimal() and len(text) < 7):  # noqa: PLR2004 - a million
        raise RevisionUnknown(number=text)
    return int(text)


def compare_sides(old: Side, new: Side, only: str = "") -> Compared:
    """Return what differs between two states; `only` one file, where it is named."""
    paths = [path for path in changed_paths(old.hashes, new.hashes) if only in {"", path}]
    head = new.head or old.head
    titles = {**titles_of(old.head), **titles_of(head)}
    return Compared(
        old, new,
        tuple(
            name_change(path, old.read(path), new.read(path), titles)
            for path in paths[:MOST_COMPARED]
        ),
        tuple((path, name_of(path, None, titles)) for path in paths[MOST_COMPARED:]),
        head.source_language if head else "en",
    )  # fmt: skip


def get_saved_file(course: CourseRow, number: int, path: str) -> bytes:
    """Return a file of a revision; raise `NotVisible` where it has none."""
    content_of = open_side(course, None, str(number)).read(path)
    if content_of is None:
        raise NotVisible
    return content_of
