"""Tables of sittings: who sits when, what was granted to whom, and what happened.

An attempt in one stands in `attempts`.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, false, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.kit.db import Id, Model, Seq


class Sitting(Model):
    """One occasion of a quiz: a list of people who may start it within a window of time.

    A quiz with any sitting is taken in sittings alone. `minutes` and `attempts` stand in the place
    of the quiz's own; so limits change without another version.
    """

    __tablename__ = "sitting"

    id: Mapped[Id]
    course_id: Mapped[str] = mapped_column(ForeignKey("course.id"))
    activity_id: Mapped[str]
    title: Mapped[str]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    code_hash: Mapped[str] = mapped_column(server_default="")
    minutes: Mapped[int | None]
    attempts: Mapped[int | None]
    is_exclusive: Mapped[bool] = mapped_column(server_default=false())
    made_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]

    __table_args__ = (
        # Asked at each start: is the quiz taken in sittings?
        Index("ix_sitting_course", "course_id", "activity_id"),
        CheckConstraint("opens_at < closes_at", name="window"),
    )


class SittingCandidate(Model):
    """Somebody on the list of a sitting."""

    __tablename__ = "sitting_candidate"

    sitting_id: Mapped[str] = mapped_column(ForeignKey("sitting.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)


class Incident(Model):
    """What happened in a sitting, by an invigilator or by itself; never changed."""

    __tablename__ = "incident"

    seq: Mapped[Seq]
    sitting_id: Mapped[str] = mapped_column(ForeignKey("sitting.id"), index=True)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str]
    note: Mapped[str]
    reported_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint("kind IN ('note', 'line', 'language', 'pause', 'session')", name="kind"),
        # By itself, or by somebody: a note has its author.
        CheckConstraint("(kind = 'note') = (reported_by IS NOT NULL)", name="author"),
    )


class Adjustment(Model):
    """What somebody was granted for a sitting; the reason is a class, and nothing more is kept."""

    __tablename__ = "adjustment"

    id: Mapped[Id]
    sitting_id: Mapped[str] = mapped_column(ForeignKey("sitting.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    extra_percent: Mapped[int]
    extra_minutes: Mapped[int]
    pause_minutes: Mapped[int]
    language: Mapped[str | None]
    reason: Mapped[str]
    approved_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    approved_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        # One grant is in force for a person and a sitting; the former ones stay on record.
        Index("uq_adjustment_active", "sitting_id", "person_id", unique=True,
              sqlite_where=text("ended_at IS NULL"), postgresql_where=text("ended_at IS NULL")),
        CheckConstraint("reason IN ('health', 'language', 'equipment', 'other')", name="reason"),
        CheckConstraint("extra_percent >= 0 AND extra_minutes >= 0 AND pause_minutes >= 0",
                        name="more"),
    )  # fmt: skip
