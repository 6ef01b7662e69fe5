"""What a trainer does with a course's files: write, discard, save, restore, begin a new course.

Everything writes into the person's working copy first; saving makes a revision of it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, update

from lms.content import hashes
from lms.content import queries as content
from lms.content import services as drafts
from lms.content.queries import CourseRow
from lms.kit import storage
from lms.kit.actor import Actor
from lms.kit.db import db
from lms.kit.ids import new_id
from lms.workshop import queries
from lms.workshop.models import WorkingCopy, WorkingFile
from lms.workshop.queries import Copy
from lms.workshop.rules import NothingToSave, Side, check_path, merge

MEDIA = "media/"


@dataclass(frozen=True)
class Saved:
    """What became of saving: a revision's number, or the files in conflict and no revision."""

    number: int | None
    conflicts: tuple[str, ...] = ()
    is_merged: bool = False


def change_files(
    actor: Actor, now: datetime, course: CourseRow, changes: Mapping[str, bytes | None]
) -> None:
    """Write files into the actor's working copy; a file without content is removed.

    A file that is again as the revision has it is no change any more. Raises `FileNameRefused`.
    """
    copy = queries.get_copy(course, actor.person_id)
    copy_id = _begin_copy(actor, now, copy)
    for path, new in changes.items():
        check_path(path)
        db.session.execute(
            delete(WorkingFile).where(WorkingFile.copy_id == copy_id, WorkingFile.path == path)
        )
        if _hash(new) != copy.entries.get(path):
            db.session.add(_row(copy_id, path, new, now))
    db.session.execute(update(WorkingCopy).where(WorkingCopy.id == copy_id).values(updated_at=now))
    db.session.flush()


def _hash(new: bytes | None) -> str | None:
    return None if new is None else hashes.content_hash(new)


def _row(copy_id: str, path: str, new: bytes | None, now: datetime) -> WorkingFile:
    is_media = path.startswith(MEDIA)
    return WorkingFile(
        copy_id=copy_id,
        path=path,
        text=new.decode() if new is not None and not is_media else None,
        blob_hash=storage.put(new) if new is not None and is_media else None,
        updated_at=now,
    )


def _begin_copy(actor: Actor, now: datetime, copy: Copy) -> str:
    copy_id = queries.find_copy_id(copy.course.id, actor.person_id)
    if copy_id is None:
        copy_id = new_id()
        db.session.add(
            WorkingCopy(
                id=copy_id, course_id=copy.course.id, person_id=actor.person_id,
                base_id=copy.base.id, created_at=now, updated_at=now,
            )
        )  # fmt: skip
        db.session.flush()
    return copy_id


def discard(actor: Actor, course: CourseRow, paths: Collection[str] | None = None) -> None:
    """Drop what the actor has not saved: the files named, or all."""
    copy_id = queries.find_copy_id(course.id, actor.person_id)
    if copy_id is None:
        return
    if paths is None:
        db.session.execute(delete(WorkingFile).where(WorkingFile.copy_id == copy_id))
        db.session.execute(delete(WorkingCopy).where(WorkingCopy.id == copy_id))
        return
    db.session.execute(
        delete(WorkingFile).where(WorkingFile.copy_id == copy_id, WorkingFile.path.in_(paths))
    )


def save(
    actor: Actor,
    now: datetime,
    course: CourseRow,
    message: str,
    decided: Mapping[str, Side] | None = None,
) -> Saved:
    """Make a revision of the actor's working copy, merged with what others saved meanwhile.

    Where both changed one file nothing is saved until `decided` says whose stands: the conflicts
    are returned. Raises `NothingToSave`.
    """
    content.lock_course(course.id)
    copy = queries.get_copy(course, actor.person_id)
    if not copy.changes:
        raise NothingToSave
    mine = _entries_of(copy)
    merged = merge(copy.entries, mine, content.get_entries(copy.newest.tree_hash), decided or {})
    if merged.conflicts:
        return Saved(None, merged.conflicts)
    parents = [copy.newest.id, *([copy.base.id] if copy.is_behind else [])]
    number = drafts.save_revision(actor, now, course, merged.entries, parents, message)
    discard(actor, course)
    return Saved(number, is_merged=copy.is_behind)


def _entries_of(copy: Copy) -> dict[str, str]:
    """Return the tree that a working copy makes, its texts stored by hash."""
    entries = dict(copy.entries)
    for path, change in copy.changes.items():
        if change.content is None:
            entries.pop(path, None)
        else:
            entries[path] = storage.put(change.content)
    return entries


def restore(
    actor: Actor, now: datetime, course: CourseRow, number: int, paths: Collection[str] = ()
) -> None:
    """Bring an earlier revision's files back into the actor's working copy: all, or those named.

    Nothing is lost by it: it is a change like another, to be saved or discarded. Translations are
    rows of their own and stay. Raises `RevisionUnknown`.
    """
    old = content.get_entries(queries.get_revision(course.id, number).tree_hash)
    copy = queries.get_copy(course, actor.person_id)
    wanted = [
        path
        for path in sorted({*old, *copy.paths})
        if (not paths or path in paths) and not path.startswith("locale/")
    ]
    change_files(
        actor, now, course,
        {path: storage.get(old[path]) if path in old else None for path in wanted},
    )  # fmt: skip
