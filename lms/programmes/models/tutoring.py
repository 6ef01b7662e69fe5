"""Tables of tutoring: until when requirements are due, who was given more time, how groups came.

Who is behind is reckoned in `rules.deadlines`.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.kit.db import Id, Json, Model, Seq

_WHOLE = text("group_id IS NULL")
_GROUP = text("group_id IS NOT NULL")


class Deadline(Model):
    """Until when a requirement is due in a cohort; a group may have a time of its own."""

    __tablename__ = "deadline"

    id: Mapped[Id]
    cohort_id: Mapped[str] = mapped_column(ForeignKey("cohort.id"))
    group_id: Mapped[str | None] = mapped_column(ForeignKey("cohort_group.id"))
    part_id: Mapped[str]
    due_at: Mapped[datetime]
    set_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    set_at: Mapped[datetime]

    __table_args__ = (
        # One time for the cohort and one for each group: of two who set one at once one wins.
        Index("uq_deadline_cohort", "cohort_id", "part_id", unique=True,
              sqlite_where=_WHOLE, postgresql_where=_WHOLE),
        Index("uq_deadline_group", "group_id", "part_id", unique=True,
              sqlite_where=_GROUP, postgresql_where=_GROUP),
    )  # fmt: skip


class Extension(Model):
    """More time for one participant, by whom and why; append-only, the newest holds."""

    __tablename__ = "extension"

    seq: Mapped[Seq]
    participation_id: Mapped[str] = mapped_column(ForeignKey("participation.id"), index=True)
    part_id: Mapped[str]
    due_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text)
    granted_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    granted_at: Mapped[datetime]


class GroupArrangement(Model):
    """People put into groups at once, so that it can be undone at once.

    `moves` has for each participation the group before and after; append-only but for the undoing.
    """

    __tablename__ = "group_arrangement"

    id: Mapped[Id]
    cohort_id: Mapped[str] = mapped_column(ForeignKey("cohort.id"), index=True)
    moves: Mapped[Json]
    made_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
