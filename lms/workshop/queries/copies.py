"""Reads of working copies: what a person has of a course, saved and unsaved.

A file's content is read only when it is asked for: a course has hundreds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import bindparam, select

from lms.content import queries as content
from lms.content.format import COURSE_FILE, CourseFile
from lms.content.hashes import content_hash
from lms.content.queries import CourseRow, RevisionRow
from lms.content.reader import read_course
from lms.kit import storage
from lms.kit.db import read
from lms.workshop.models import WorkingCopy, WorkingFile
from lms.workshop.rules import Entries, RevisionUnknown

# How many heads of courses a process remembers; a head never changes under its bytes.
REMEMBERED = 256


@dataclass(frozen=True, slots=True)
class Change:
    """An unsaved file: its content, or nothing where it was removed; when it was last written."""

    content: bytes | None
    at: datetime


@dataclass(frozen=True)
class Copy:
    """A course as one person has it: a revision, and over it what is not saved yet.

    `newest` is the newest revision; where it is not `base`, somebody has saved meanwhile.
    """

    course: CourseRow
    base: RevisionRow
    newest: RevisionRow
    entries: Entries
    changes: Mapping[str, Change]

    @property
    def is_behind(self) -> bool:
        """Say whether somebody saved since this copy began."""
        return self.base.id != self.newest.id

    @property
    def paths(self) -> tuple[str, ...]:
        """Return the names of all files, in order."""
        removed = {path for path, change in self.changes.items() if change.content is None}
        return tuple(sorted({*self.entries, *self.changes} - removed))

    @property
    def hashes(self) -> dict[str, str]:
        """Return the hash of each file as the person has it, by path."""
        hashes = dict(self.entries)
        for path, change in self.changes.items():
            if change.content is None:
                hashes.pop(path, None)
            else:
                hashes[path] = content_hash(change.content)
        return hashes

    def read(self, path: str) -> bytes | None:
        """Return a file's content as the person has it, or nothing where there is none."""
        if path in self.changes:
            return self.changes[path].content
        return storage.get(self.entries[path]) if path in self.entries else None

    def read_saved(self, path: str) -> bytes | None:
        """Return a file's content as the revision has it, or nothing."""
        return storage.get(self.entries[path]) if path in self.entries else None

    def files(self) -> dict[str, bytes]:
        """Return all files with their content: for the validator, which wants everything."""
        return {path: content for path in self.paths if (content := self.read(path)) is not None}


@dataclass(frozen=True, slots=True)
class WorkshopCourse:
    """A course in the list of those a trainer works on."""

    course: CourseRow
    title: str
    language: str
    revision: RevisionRow | None
    is_changed: bool


_copies = select(WorkingCopy.course_id).where(WorkingCopy.person_id == bindparam("person_id"))
_copy = select(WorkingCopy.id, WorkingCopy.base_id).where(
    WorkingCopy.course_id == bindparam("course_id"),
    WorkingCopy.person_id == bindparam("person_id"),
)
_files = select(
    WorkingFile.path, WorkingFile.text, WorkingFile.blob_hash, WorkingFile.updated_at
).where(WorkingFile.copy_id == bindparam("copy_id"))


def find_copy_id(course_id: str, person_id: str | None) -> str | None:
    """Return the id of a person's working copy of a course, or nothing where all is saved."""
    row = read(_copy, {"course_id": course_id, "person_id": person_id}).one_or_none()
    return row.id if row else None


def get_copy(course: CourseRow, person_id: str | None) -> Copy:
    """Return a course as a person has it.

    Raises `RevisionUnknown` where the course has no draft at all.
    """
    newest = content.find_revision(course.id)
    if newest is None:
        raise RevisionUnknown(number=1)
    row = read(_copy, {"course_id": course.id, "person_id": person_id}).one_or_none()
    changes = _changes(row.id) if row else {}
    # A copy in which nothing differs any more has nothing to be behind with.
    base = content.get_revision_by_id(row.base_id) if row and changes else newest
    return Copy(course, base, newest, content.get_entries(base.tree_hash), changes)


def get_revision(course_id: str, number: int) -> RevisionRow:
    """Return one revision of a course; raise `RevisionUnknown` where there is none."""
    revision = content.find_revision_by_number(course_id, number)
    if revision is None:
        raise RevisionUnknown(number=number)
    return revision


def list_workshop(courses: Sequence[CourseRow], person_id: str | None) -> list[WorkshopCourse]:
    """Return courses with what their drafts call them, and where the person has unsaved changes."""
    changed = set(read(_copies, {"person_id": person_id}).scalars())
    revisions = content.find_newest_revisions()
    listed = []
    for course in courses:
        revision = revisions.get(course.id)
        head = read_head(_head_of(revision)) if revision else None
        title, language = (head.title, head.source_language) if head else (course.slug, "en")
        listed.append(WorkshopCourse(course, title, language, revision, course.id in changed))
    return listed


def _head_of(revision: RevisionRow) -> bytes:
    entries = content.get_entries(revision.tree_hash)
    return storage.get(entries[COURSE_FILE]) if COURSE_FILE in entries else b""


def get_outline(copy: Copy) -> CourseFile | None:
    """Return what a copy's `course.yaml` says, or nothing where it cannot be read."""
    return read_head(copy.read(COURSE_FILE) or b"")


@lru_cache(maxsize=REMEMBERED)
def read_head(content: bytes) -> CourseFile | None:
    """Return what a `course.yaml` says, or nothing where it cannot be read."""
    return read_course({COURSE_FILE: content})[0].course


def _changes(copy_id: str) -> dict[str, Change]:
    return {
        row.path: Change(_content(row.text, row.blob_hash), row.updated_at)
        for row in read(_files, {"copy_id": copy_id})
    }


def _content(text: str | None, blob_hash: str | None) -> bytes | None:
    if text is not None:
        return text.encode()
    return storage.get(blob_hash) if blob_hash else None
