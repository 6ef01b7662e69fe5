"""Reading what one was told, in the app.

What is read there before its mail went out is not mailed any more: see the digest's job.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import update

from lms.kit.db import db
from lms.notifications.models import Message


def mark_read(now: datetime, notice: Message) -> None:
    """Mark a notice as read."""
    if notice.read_at is None:
        notice.read_at = now


def mark_keys_read(now: datetime, person_id: str, kind: str, keys: Collection[str]) -> None:
    """Mark somebody's notices of a kind with these keys as read: they have read it elsewhere."""
    db.session.execute(
        update(Message)
        .where(
            Message.person_id == person_id, Message.kind == kind, Message.key.in_(keys),
            Message.read_at.is_(None),
        )
        .values(read_at=now)
    )  # fmt: skip


def mark_unread(notice: Message) -> None:
    """Mark a notice as unread again."""
    notice.read_at = None


def mark_all_read(now: datetime, person_id: str) -> None:
    """Mark all of somebody's notices as read, at one instant, by which it can be undone."""
    db.session.execute(
        update(Message)
        .where(Message.person_id == person_id, Message.read_at.is_(None))
        .values(read_at=now)
    )


def undo_all_read(person_id: str, at: datetime, no_notice: tuple[str, ...]) -> None:
    """Mark as unread again what was marked as read at the instant `at`."""
    db.session.execute(
        update(Message)
        .where(
            Message.person_id == person_id, Message.read_at == at, Message.kind.not_in(no_notice)
        )
        .values(read_at=None)
    )
