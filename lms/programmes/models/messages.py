"""Tables of messages between participants and those who teach them: text, kept in the app alone.

Who reads which is decided in `message_policy`.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.kit.db import Id, Model


class TutorMailing(Model):
    """What was written to a group, or to all of a cohort, at once; each reader has a message of it.

    The group stands here by the name it had, for a group may be removed; empty is the cohort.
    """

    __tablename__ = "tutor_mailing"

    id: Mapped[Id]
    cohort_id: Mapped[str] = mapped_column(ForeignKey("cohort.id"), index=True)
    group_name: Mapped[str]
    words: Mapped[str] = mapped_column(Text)
    written_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime]


class TutorMessage(Model):
    """One message to a participant, or of theirs; all of a participation are one thread.

    `template` says from which text whoever teaches began, where they began from one.
    """

    __tablename__ = "tutor_message"

    id: Mapped[Id]
    participation_id: Mapped[str] = mapped_column(ForeignKey("participation.id"))
    mailing_id: Mapped[str | None] = mapped_column(ForeignKey("tutor_mailing.id"), index=True)
    is_of_participant: Mapped[bool]
    template: Mapped[str]
    words: Mapped[str] = mapped_column(Text)
    written_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime]
    # By the other side, whoever of it was first.
    read_at: Mapped[datetime | None]

    __table_args__ = (
        # The thread in its order.
        Index("ix_tutor_message_thread", "participation_id", "written_at"),
        # What waits to be read.
        Index("ix_tutor_message_unread", "participation_id",
              sqlite_where=text("read_at IS NULL"), postgresql_where=text("read_at IS NULL")),
        # What goes to many is written by those who teach.
        CheckConstraint("mailing_id IS NULL OR NOT is_of_participant", name="mailing"),
    )  # fmt: skip
