"""Reads of the outbox.

Nothing is sent here.
"""

from sqlalchemy import select

from lms.kit.db import db
from lms.notifications.models import Message


def find_message(kind: str, key: str) -> Message | None:
    """Return the message of this event, or nothing where none was written."""
    query = select(Message).where(Message.kind == kind, Message.key == key)
    return db.session.execute(query).scalar_one_or_none()


def get_message(message_id: str) -> Message:
    """Return the message of this id."""
    return db.session.execute(select(Message).where(Message.id == message_id)).scalar_one()
