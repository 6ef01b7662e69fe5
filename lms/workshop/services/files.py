"""What a trainer does with a course's files: write, discard, save, restore.

Everything writes into the person's working copy first; saving makes a revision of it. What is
discarded is kept for some days.
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
from lms.workshop.comparison import changed_paths
from lms.workshop.models import DiscardedCopy, DiscardedFile, WorkingCopy, WorkingFile
from lms.workshop.queries import Copy
from lms.workshop.queries.discarded import KEPT, Discarded
from lms.workshop.queries.lineage import find_pending_merge
from lms.workshop.rules import (
    Decision,
    NothingToDiscard,
    NothingToSave,
    check_path,
    merge,
    still_valid,
)
from lms.workshop.services.taking import record_taken

MEDIA = "media/"
LOCALE = "locale/"


@dataclass(frozen=True)
class Saved:
    """What became of saving: a revision's number, or the files in conflict and no revision.

    `incoming` are the files that came in from others.
    """

    number: int | None
    conflicts: tuple[str, ...] = ()
    incoming: tuple[str, ...] = ()


def change_files(
    actor: Actor, now: datetime, course: CourseRow, changes: Mapping[str, bytes | None]
) -> None:
    """Write files into the actor's working copy; a file without content is removed.

    A file that is again as the revision has it is no change any more. Raises `FileNameRefused`.
    """
    for path in changes:
        check_path(path)
    put_files(actor, now, course, changes)


def put_files(
    actor: Actor, now: datetime, course: CourseRow, changes: Mapping[str, bytes | None]
) -> str:
    """Write files of any name into the actor's working copy, and return its id.

    A course that was imported may have files of names that no editor gives.
    """
    copy = queries.get_copy(course, actor.person_id)
    copy_id = _begin_copy(actor, now, copy)
    for path, new in changes.items():
        db.session.execute(
            delete(WorkingFile).where(WorkingFile.copy_id == copy_id, WorkingFile.path == path)
        )
        if _hash(new) != copy.entries.get(path):
            db.session.add(_row(copy_id, path, new, now, copy.read(path)))
    db.session.execute(update(WorkingCopy).where(WorkingCopy.id == copy_id).values(updated_at=now))
    db.session.flush()
    return copy_id


def _hash(new: bytes | None) -> str | None:
    return None if new is None else hashes.content_hash(new)


def _row(
    copy_id: str, path: str, new: bytes | None, now: datetime, before: bytes | None
) -> WorkingFile:
    # A page is written every other second, and its editor undoes by itself.
    is_undoable = before is not None and path.endswith(".yaml")
    previous = before.decode(errors="replace") if before is not None and is_undoable else None
    return WorkingFile(
        copy_id=copy_id, path=path, previous=previous, updated_at=now, **_kept(path, new)
    )


def _kept(path: str, new: bytes | None) -> dict[str, str | None]:
    """Return a file's content as a row keeps it: a text, or the hash of what is none."""
    if new is None:
        return {"text": None, "blob_hash": None}
    if path.startswith(MEDIA):
        return {"text": None, "blob_hash": storage.put(new)}
    return {"text": new.decode(), "blob_hash": None}


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
    elif not copy.changes:
        db.session.execute(
            update(WorkingCopy).where(WorkingCopy.id == copy_id).values(base_id=copy.base.id)
        )
    return copy_id


def discard(
    actor: Actor, now: datetime, course: CourseRow, paths: Collection[str] | None = None
) -> str:
    """Drop what the actor has not saved, the files named or all; return what brings it back.

    Raises `NothingToDiscard`.
    """
    copy = queries.get_copy(course, actor.person_id)
    gone = [path for path in copy.changes if paths is None or path in paths]
    kept = keep_unsaved(actor, now, copy, gone)
    if kept is None:
        raise NothingToDiscard
    _drop(course, actor, gone)
    if len(gone) == len(copy.changes):
        _drop(course, actor)
    return kept


def keep_unsaved(actor: Actor, now: datetime, copy: Copy, paths: Collection[str]) -> str | None:
    """Keep unsaved files for some days before they go; return the id, or nothing for none."""
    old = DiscardedCopy.person_id == actor.person_id, DiscardedCopy.created_at < now - KEPT
    db.session.execute(delete(DiscardedCopy).where(*old))
    if not paths:
        return None
    kept_id = new_id()
    db.session.add(
        DiscardedCopy(
            id=kept_id, course_id=copy.course.id, person_id=actor.person_id, created_at=now
        )
    )
    db.session.flush()
    db.session.add_all(
        DiscardedFile(copy_id=kept_id, path=path, **_kept(path, copy.changes[path].content))
        for path in paths
    )
    db.session.flush()
    return kept_id


def _drop(course: CourseRow, actor: Actor, paths: Collection[str] | None = None) -> None:
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


def bring_back(actor: Actor, now: datetime, course: CourseRow, discarded: Discarded) -> None:
    """Bring what the actor discarded back into the working copy; what it replaces is kept."""
    copy = queries.get_copy(course, actor.person_id)
    files = {file.path: file.content for file in discarded.files}
    keep_unsaved(actor, now, copy, [path for path in files if path in copy.changes])
    put_files(actor, now, course, files)
    db.session.execute(delete(DiscardedCopy).where(DiscardedCopy.id == discarded.id))


def save(
    actor: Actor,
    now: datetime,
    course: CourseRow,
    message: str,
    decided: Mapping[str, Decision] | None = None,
) -> Saved:
    """Make a revision of the actor's working copy, merged with what others saved meanwhile.

    Where both changed one file nothing is saved until `decided` says whose stands: the conflicts
    are returned. What the actor gives up for the other side is kept as discarded. Raises
    `NothingToSave`.
    """
    content.lock_course(course.id)
    copy = queries.get_copy(course, actor.person_id)
    if not copy.changes:
        raise NothingToSave
    theirs = content.get_entries(copy.newest.tree_hash)
    valid = still_valid(decided or {}, theirs)
    mine = {**_entries_of(copy), **_written(valid)}
    sides = {path: decision.side for path, decision in valid.items()}
    merged = merge(copy.entries, mine, theirs, sides)
    if merged.conflicts:
        return Saved(None, merged.conflicts)
    parents = [copy.newest.id, *([copy.base.id] if copy.is_behind else [])]
    number = drafts.save_revision(actor, now, course, merged.entries, parents, message)
    keep_unsaved(actor, now, copy, [path for path, d in valid.items() if d.side == "theirs"])
    pending = find_pending_merge(course.id, actor.person_id)
    if pending is not None:
        record_taken(actor, now, course, pending)
    _drop(course, actor)
    return Saved(number, incoming=tuple(changed_paths(mine, merged.entries)))


def _entries_of(copy: Copy) -> dict[str, str]:
    """Return the tree that a working copy makes, its texts stored by hash."""
    for change in copy.changes.values():
        if change.content is not None:
            storage.put(change.content)
    return copy.hashes


def _written(decided: Mapping[str, Decision]) -> dict[str, str]:
    """Return the hashes of what was written by hand to settle conflicts."""
    return {path: storage.put(d.text) for path, d in decided.items() if d.text is not None}


def restore(
    actor: Actor, now: datetime, course: CourseRow, number: int, paths: Collection[str] = ()
) -> None:
    """Bring an earlier revision's files back into the actor's working copy: all, or those named.

    Nothing is lost by it: it is a change like another, to be saved or discarded, and unsaved files
    that it replaces are kept as discarded. Translations are rows of their own and stay. Raises
    `RevisionUnknown`.
    """
    old = content.get_entries(queries.get_revision(course.id, number).tree_hash)
    copy = queries.get_copy(course, actor.person_id)
    wanted = [
        path
        for path in changed_paths(old, copy.hashes)
        if (not paths or path in paths) and not path.startswith(LOCALE)
    ]
    keep_unsaved(actor, now, copy, [path for path in wanted if path in copy.changes])
    put_files(
        actor, now, course,
        {path: storage.get(old[path]) if path in old else None for path in wanted},
    )  # fmt: skip
