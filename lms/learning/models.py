"""Tables of learning: who is enrolled in which version, moves, what is done, what is completed.

How a percentage or a status is reckoned stands in `rules`; nothing here decides anything.
"""

from datetime import datetime
from decimal import ROUND_FLOOR, Decimal

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from lms.kit.db import Id, Json, Model, Seq


class PercentType(TypeDecorator[Decimal]):
    """Percent with two decimals, kept as an integer of hundredths: exact on both databases.

    What is finer is cut off, so that nobody passes a threshold by rounding.
    """

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:  # noqa: ARG002 - SQLAlchemy gives it
        """Return the hundredths."""
        if value is None:
            return None
        return int((Decimal(value) * 100).to_integral_value(ROUND_FLOOR))

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:  # noqa: ARG002
        """Return the percentage."""
        return None if value is None else Decimal(value) / 100


class Enrolment(Model):
    """One person in one version of a course; she is never moved to another silently."""

    __tablename__ = "enrolment"

    id: Mapped[Id]
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    course_id: Mapped[str] = mapped_column(ForeignKey("course.id"))
    version_id: Mapped[str] = mapped_column(ForeignKey("version.id"), index=True)
    language: Mapped[str]
    status: Mapped[str] = mapped_column(default="active")
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        # A double click on Enrol makes one enrolment; who has withdrawn or completed may again.
        Index("uq_enrolment_active", "person_id", "course_id", unique=True,
              sqlite_where=text("status = 'active'"), postgresql_where=text("status = 'active'")),
        # My learning, and the course page's question whether the reader is enrolled.
        Index("ix_enrolment_person", "person_id", "course_id"),
        # The results of one course.
        Index("ix_enrolment_course", "course_id", "status"),
        CheckConstraint("status IN ('active', 'completed', 'withdrawn')", name="status"),
        CheckConstraint("(status = 'active') = (ended_at IS NULL)", name="ended"),
    )  # fmt: skip


class EnrolmentRequest(Model):
    """Somebody's wish to be taken into a course, and what its trainers decided.

    `language` is the one wished for; `reason` what who decided wrote to the person.
    """

    __tablename__ = "enrolment_request"

    id: Mapped[Id]
    course_id: Mapped[str] = mapped_column(ForeignKey("course.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    language: Mapped[str]
    message: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(default="waiting")
    asked_at: Mapped[datetime]
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (
        # A double click asks once; who was declined may ask again.
        Index("uq_enrolment_request_waiting", "course_id", "person_id", unique=True,
              sqlite_where=text("status = 'waiting'"),
              postgresql_where=text("status = 'waiting'")),
        # The queue of a course, and what was decided last.
        Index("ix_enrolment_request_course", "course_id", "status", "asked_at"),
        # My learning, and the course's page.
        Index("ix_enrolment_request_person", "person_id", "course_id"),
        CheckConstraint("status IN ('waiting', 'approved', 'declined', 'withdrawn')",
                        name="status"),
        CheckConstraint("(status = 'waiting') = (decided_at IS NULL)", name="decided"),
    )  # fmt: skip


class EnrolmentOffer(Model):
    """A newer version offered to somebody under way; nothing changes until she decides.

    `withdrawn`: a still newer version was offered before she had decided.
    """

    __tablename__ = "enrolment_offer"

    id: Mapped[Id]
    enrolment_id: Mapped[str] = mapped_column(ForeignKey("enrolment.id"))
    from_version_id: Mapped[str] = mapped_column(ForeignKey("version.id"))
    to_version_id: Mapped[str] = mapped_column(ForeignKey("version.id"))
    note: Mapped[str] = mapped_column(Text)
    offered_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    offered_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decision: Mapped[str | None]

    __table_args__ = (
        # Offering the same version twice is offering it once; also the look-up by enrolment.
        UniqueConstraint("enrolment_id", "to_version_id"),
        CheckConstraint("decision IN ('moved', 'stayed', 'withdrawn')", name="decision"),
        CheckConstraint("(decision IS NULL) = (decided_at IS NULL)", name="decided"),
    )


class EnrolmentMove(Model):
    """One move of an enrolment to another version; append-only.

    `progress` is all that was done before, by activity, so that a move can be undone; `language`
    is the one read before.
    """

    __tablename__ = "enrolment_move"

    seq: Mapped[Seq]
    enrolment_id: Mapped[str] = mapped_column(ForeignKey("enrolment.id"), index=True)
    from_version_id: Mapped[str] = mapped_column(ForeignKey("version.id"))
    to_version_id: Mapped[str] = mapped_column(ForeignKey("version.id"))
    kind: Mapped[str]
    moved_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    language: Mapped[str]
    progress: Mapped[Json]
    carried: Mapped[Json]

    __table_args__ = (CheckConstraint("kind IN ('chosen', 'by_trainer', 'undone')", name="kind"),)


class ActivityProgress(Model):
    """How far a person is with one activity; of several results of a quiz the best one."""

    __tablename__ = "activity_progress"

    enrolment_id: Mapped[str] = mapped_column(ForeignKey("enrolment.id"), primary_key=True)
    activity_id: Mapped[str] = mapped_column(primary_key=True)
    status: Mapped[str]
    at: Mapped[datetime]
    points: Mapped[Decimal | None] = mapped_column(PercentType)

    __table_args__ = (CheckConstraint("status IN ('opened', 'done')", name="status"),)


class Completion(Model):
    """The figures with which a course was completed, frozen; achievement may follow participation.

    A kind once reached is never taken back, and a better result later changes nothing.
    """

    __tablename__ = "completion"

    id: Mapped[Id]
    # One row an enrolment: two runs of the evaluating job must not certify twice.
    enrolment_id: Mapped[str] = mapped_column(ForeignKey("enrolment.id"), unique=True)
    version_id: Mapped[str] = mapped_column(ForeignKey("version.id"))
    edition_id: Mapped[str] = mapped_column(ForeignKey("edition.id"))
    is_participation: Mapped[bool]
    is_achievement: Mapped[bool]
    visited_percent: Mapped[int]
    points: Mapped[Decimal | None] = mapped_column(PercentType)
    hours: Mapped[float]
    completed_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint("is_participation OR is_achievement", name="something_reached"),
    )
