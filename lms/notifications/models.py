"""The outbox.

Nothing of a message's cause is kept here beside its kind and key.
"""

from datetime import datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.kit.db import Id, Json, Model


class Message(Model):
    """One mail to one address: due, sending, sent, or waiting for the operator."""

    __tablename__ = "message"

    id: Mapped[Id]
    kind: Mapped[str]
    key: Mapped[str]
    person_id: Mapped[str | None] = mapped_column(String(26), index=True)
    email: Mapped[str]
    language: Mapped[str]
    template: Mapped[str]
    context: Mapped[Json]
    status: Mapped[str] = mapped_column(default="due")
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]

    # An event that is told twice is one message: the same key, the same row.
    __table_args__ = (UniqueConstraint("kind", "key"),)
