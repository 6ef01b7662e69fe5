"""How a course begins, from nothing or from another; how it takes in what its origin publishes."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete

from lms.audit.services import record
from lms.content import queries as content
from lms.content import services as drafts
from lms.content.queries import CourseRow
from lms.kit.actor import Actor
from lms.kit.db import db
from lms.kit.i18n import N_, translate
from lms.workshop import queries
from lms.workshop.beginnings import Beginning, derived_files, first_files
from lms.workshop.models import DerivingOpen, UpstreamMerge
from lms.workshop.queries.lineage import find_origin, find_slug_problem, find_state
from lms.workshop.queries.upstream import Upstream, find_upstream, own_hashes
from lms.workshop.rules import (
    Decision,
    DerivesFromNone,
    NothingPublished,
    NothingToTake,
    merge,
    still_valid,
)
from lms.workshop.services.files import keep_unsaved, put_files
from lms.workshop.services.taking import record_origin, record_taken

BEGUN = N_("The course begins")
DERIVED = N_("Derived from %(slug)s, version %(number)s")


def begin_course(actor: Actor, now: datetime, new: Beginning) -> CourseRow:
    """Begin a course of one page; raise `SlugTaken`, `SlugReserved`, `NotTheCoursesTrainer`."""
    _check_slug(new.slug)
    message = translate(actor.language or "en", BEGUN)
    return drafts.create_course(
        actor, now, new.slug, first_files(new), message, new.organisation_id
    )


def _check_slug(slug: str) -> None:
    problem = find_slug_problem(slug)
    if problem is not None:
        raise problem


def derive_course(actor: Actor, now: datetime, upstream: CourseRow, new: Beginning) -> CourseRow:
    """Begin a course with all that another's newest version has, its translations included.

    Raises `NothingPublished`, and what `begin_course` raises.
    """
    _check_slug(new.slug)
    state = find_state(upstream)
    if state is None:
        raise NothingPublished
    files = derived_files(content.get_files(state.tree_hash), new.slug, new.title)
    message = translate(actor.language or "en", DERIVED) % {
        "slug": upstream.slug, "number": state.version_number,
    }  # fmt: skip
    prepared = drafts.prepare_import(files)
    drafts.import_prepared(actor, now, prepared, message, new.organisation_id)
    course = content.get_course(new.slug)
    record_origin(actor, now, course, upstream, state)
    record(
        actor, now, "course.derived", subject_type="course", subject_id=course.id,
        details={"slug": new.slug, "from": upstream.slug, "version": state.version_number},
    )  # fmt: skip
    return course


def take_upstream(
    actor: Actor, now: datetime, course: CourseRow, decided: Mapping[str, Decision]
) -> tuple[str, ...]:
    """Merge what the origin has published since into the actor's working copy.

    Where both changed a file nothing is taken until `decided` says whose stands: the conflicts
    are returned. It counts once the copy is saved. Raises `DerivesFromNone`, `NothingToTake`.
    """
    copy = queries.get_copy(course, actor.person_id)
    origin = find_origin(course.id)
    if origin is None:
        raise DerivesFromNone
    upstream = find_upstream(copy, origin)
    if upstream is None:
        raise NothingToTake
    valid = still_valid(decided, upstream.theirs.hashes)
    sides = {path: decision.side for path, decision in valid.items()}
    merged = merge(upstream.base.hashes, own_hashes(copy), upstream.theirs.hashes, sides)
    if merged.conflicts:
        return merged.conflicts
    written = {path: d.text for path, d in valid.items() if d.text is not None}
    mine = own_hashes(copy)
    changes = {
        path: upstream.theirs.read(path) if path in merged.entries else None
        for path in {*mine, *merged.entries}
        if mine.get(path) != merged.entries.get(path)
    }
    _take(actor, now, copy, upstream, {**changes, **written})
    return ()


def _take(
    actor: Actor,
    now: datetime,
    copy: queries.Copy,
    upstream: Upstream,
    changes: Mapping[str, bytes | None],
) -> None:
    if not changes:
        record_taken(actor, now, copy.course, upstream.state)
        return
    keep_unsaved(actor, now, copy, [path for path in changes if path in copy.changes])
    copy_id = put_files(actor, now, copy.course, changes)
    db.session.execute(delete(UpstreamMerge).where(UpstreamMerge.copy_id == copy_id))
    db.session.add(
        UpstreamMerge(
            copy_id=copy_id, version_number=upstream.state.version_number,
            tree_hash=upstream.state.tree_hash,
        )
    )  # fmt: skip


def offer_deriving(actor: Actor, now: datetime, course: CourseRow, *, is_open: bool) -> None:
    """Let trainers of other organisations derive courses from this one, or no longer."""
    db.session.execute(delete(DerivingOpen).where(DerivingOpen.course_id == course.id))
    if is_open:
        db.session.add(DerivingOpen(course_id=course.id, person_id=actor.person_id, created_at=now))
    record(
        actor, now, "course.deriving_offered" if is_open else "course.deriving_ended",
        subject_type="course", subject_id=course.id, details={"slug": course.slug},
    )  # fmt: skip
