"""Closing a version to new enrolment, and opening it again; the version itself never changes.

Whoever is under way in it goes on as before.
"""

from datetime import datetime

from sqlalchemy import update

from lms.audit.services import record
from lms.content import queries
from lms.content.models import Version
from lms.content.rules import check_trainer
from lms.kit.actor import Actor
from lms.kit.db import db


def close_version(actor: Actor, now: datetime, slug: str, number: int) -> None:
    """Let nobody begin this version any more; closing twice is closing once.

    The newest version still open is begun from now on; where none is, nobody can enrol. Raises
    `CourseUnknown`, `NotTheCoursesTrainer` or `VersionUnknown`.
    """
    _set_closed(actor, now, slug, number, is_closed=True)


def reopen_version(actor: Actor, now: datetime, slug: str, number: int) -> None:
    """Let people begin this version again; raises as `close_version` does."""
    _set_closed(actor, now, slug, number, is_closed=False)


def _set_closed(actor: Actor, now: datetime, slug: str, number: int, *, is_closed: bool) -> None:
    course = queries.get_course(slug)
    check_trainer(actor, course.owner_path)
    queries.lock_course(course.id)
    version = queries.get_version(course.id, number)
    if (version.closed_at is not None) == is_closed:
        return
    closed_at = now if is_closed else None
    db.session.execute(update(Version).where(Version.id == version.id).values(closed_at=closed_at))
    record(
        actor, now, "version.closed" if is_closed else "version.reopened",
        subject_type="course", subject_id=course.id, details={"version": number},
    )  # fmt: skip
