"""Remarks on the texts of a course: begun, answered, resolved, opened again."""

from datetime import datetime

from sqlalchemy import update

from lms.audit.services import record
from lms.content.queries import CourseRow
from lms.kit.actor import Actor
from lms.kit.db import db
from lms.kit.ids import new_id
from lms.units.unit import Key
from lms.workshop.models import ReviewComment, ReviewThread
from lms.workshop.queries import review
from lms.workshop.queries.review import Thread
from lms.workshop.rules import TextUnknown


def begin_thread(actor: Actor, now: datetime, course: CourseRow, key: Key, text: str) -> str:
    """Remark on a text of the newest revision; return the thread's id. Raises `TextUnknown`."""
    file = key.context.partition("#")[0]
    if key not in {unit.key for unit in review.read_units(course, file)}:
        raise TextUnknown
    thread_id = new_id()
    db.session.add(
        ReviewThread(
            id=thread_id, course_id=course.id, context=key.context, text=key.text, created_at=now
        )
    )
    db.session.flush()
    _say(actor, now, thread_id, text)
    _record(actor, now, "remarked", course.id, thread_id)
    return thread_id


def add_comment(actor: Actor, now: datetime, thread: Thread, text: str) -> None:
    """Answer in a thread."""
    _say(actor, now, thread.id, text)


def resolve_thread(actor: Actor, now: datetime, course: CourseRow, thread: Thread) -> None:
    """Say that a remark is dealt with; twice is once."""
    if thread.resolved_at is None:
        _set(thread.id, now, actor.person_id)
        _record(actor, now, "remark_resolved", course.id, thread.id)


def reopen_thread(actor: Actor, now: datetime, course: CourseRow, thread: Thread) -> None:
    """Say that a remark is not dealt with after all."""
    if thread.resolved_at is not None:
        _set(thread.id, None, None)
        _record(actor, now, "remark_reopened", course.id, thread.id)


def _say(actor: Actor, now: datetime, thread_id: str, text: str) -> None:
    db.session.add(
        ReviewComment(thread_id=thread_id, person_id=actor.person_id, text=text, created_at=now)
    )
    db.session.flush()


def _set(thread_id: str, at: datetime | None, person_id: str | None) -> None:
    db.session.execute(
        update(ReviewThread)
        .where(ReviewThread.id == thread_id)
        .values(resolved_at=at, resolved_by=person_id)
    )


def _record(actor: Actor, now: datetime, what: str, course_id: str, thread_id: str) -> None:
    record(
        actor, now, f"course.{what}", subject_type="course", subject_id=course_id,
        details={"thread": thread_id},
    )  # fmt: skip
