"""The table of participations: one person in a cohort, from the offer of a place to the end.

What somebody has attended and handed in stands elsewhere.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.kit.db import Id, Model

_THERE = text("ended_at IS NULL")


class Participation(Model):
    """A place in a cohort that was offered to somebody, and what became of it.

    Who has no account when the place is offered gets one by accepting it.
    """

    __tablename__ = "participation"

    id: Mapped[Id]
    cohort_id: Mapped[str] = mapped_column(ForeignKey("cohort.id"))
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"), index=True)
    # A nomination leads to one place, however often the waiting list is advanced.
    nomination_id: Mapped[str] = mapped_column(ForeignKey("nomination.id"), unique=True)
    status: Mapped[str]
    offered_at: Mapped[datetime]
    answer_by: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    # Who gave it back or took it away, of places that ended since this is noted; nobody where the
    # time for an answer ran out. And what the officer was told of why.
    ended_by: Mapped[str | None]
    end_reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    group_id: Mapped[str | None] = mapped_column(ForeignKey("cohort_group.id"), index=True)
    language: Mapped[str]

    __table_args__ = (
        # Nobody takes two places.
        Index("uq_participation_there", "cohort_id", "person_id", unique=True,
              sqlite_where=_THERE, postgresql_where=_THERE),
        # The pages of a cohort, and how many places are free.
        Index("ix_participation_cohort", "cohort_id", "status"),
        # The sweep of offers that were not answered.
        Index("ix_participation_unanswered", "answer_by",
              sqlite_where=text("status = 'offered'"), postgresql_where=text("status = 'offered'")),
        CheckConstraint("status IN ('offered', 'accepted', 'declined', 'expired', 'withdrawn', "
                        "'removed', 'completed')", name="status"),
        CheckConstraint("(status IN ('offered', 'accepted')) = (ended_at IS NULL)", name="ended"),
        CheckConstraint("ended_by IN ('officer', 'focal_point', 'cohort')", name="ended_by"),
        # Whoever studies has an account.
        CheckConstraint("status NOT IN ('accepted', 'completed') OR person_id IS NOT NULL",
                        name="person"),
    )  # fmt: skip
