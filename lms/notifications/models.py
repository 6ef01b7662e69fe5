"""The outbox, how people want to be told, and which addresses do not work.

Nothing of a message's cause is kept here beside its kind and key.
"""

from datetime import datetime, time

from sqlalchemy import Index, String, Text, UniqueConstraint, column, table, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.kit.db import Id, Json, Model

# People belong to a room above; this is what the time of a mail and the outbox's page read.
person_table = table(
    "person",
    column("id"),
    column("email"),
    column("language"),
    column("time_zone"),
    column("is_protected"),
    column("merged_into_id"),
)
# Whoever was invited or nominated has no account yet, and may be protected all the same.
invitation_table = table("invitation", column("id"), column("email"), column("is_protected"))
nomination_table = table("nomination", column("id"), column("email"), column("is_protected"))


class Message(Model):
    """One mail to one address, and the notice of it in the app; states: `rules.STATUS_NAMES`."""

    __tablename__ = "message"

    id: Mapped[Id]
    kind: Mapped[str]
    key: Mapped[str]
    person_id: Mapped[str | None] = mapped_column(String(26), index=True)
    email: Mapped[str]
    language: Mapped[str]
    template: Mapped[str]
    context: Mapped[Json]
    parts: Mapped[Json] = mapped_column(default=list, server_default=text("'[]'"))
    status: Mapped[str] = mapped_column(default="due")
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    # Held until then.
    due_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    error: Mapped[str | None] = mapped_column(Text)
    # The digest that tells of it.
    digest_id: Mapped[str | None] = mapped_column(String(26), index=True)
    # What is no notice counts as read from the start.
    read_at: Mapped[datetime | None]

    __table_args__ = (
        # An event that is told twice is one message: the same key, the same row.
        UniqueConstraint("kind", "key"),
        # Counted for the head of each page.
        Index("ix_message_unread", "person_id",
              sqlite_where=text("read_at IS NULL"), postgresql_where=text("read_at IS NULL")),
        # The question of the job that lets go what was held.
        Index("ix_message_held", "due_at",
              sqlite_where=text("status = 'held'"), postgresql_where=text("status = 'held'")),
        # The outbox's page begins with the newest.
        Index("ix_message_created_at", "created_at"),
    )  # fmt: skip


class MailPreference(Model):
    """How somebody wants to be told; nobody has a row before they said so."""

    __tablename__ = "mail_preference"

    person_id: Mapped[str] = mapped_column(String(26), primary_key=True)
    duty: Mapped[str] = mapped_column(default="now")
    news: Mapped[str] = mapped_column(default="now")
    # What `news` was before somebody unsubscribed by a link, so that it can be undone.
    news_before: Mapped[str | None]
    quiet_from: Mapped[time | None]
    quiet_to: Mapped[time | None]


class MailAddress(Model):
    """An address from which mail came back; one that works has no row."""

    __tablename__ = "mail_address"

    email: Mapped[str] = mapped_column(primary_key=True)
    soft_bounces: Mapped[int] = mapped_column(default=0)
    undeliverable_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(Text)
