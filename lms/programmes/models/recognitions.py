"""Tables of what tutors and deciders say: recognition of prior learning, and grades.

What follows of both for a programme is reckoned in `rules.completion`.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.kit.db import Id, Json, Model, Seq

_ALIVE = text("status IN ('waiting', 'granted')")


class Recognition(Model):
    """A participant asks that a requirement counts as met, for what was learnt before.

    `statement` says why; an earlier award may be named, and `documents` are files by their hash,
    with name and size.
    """

    __tablename__ = "recognition"

    id: Mapped[Id]
    participation_id: Mapped[str] = mapped_column(ForeignKey("participation.id"))
    part_id: Mapped[str]
    statement: Mapped[str] = mapped_column(Text)
    award_id: Mapped[str | None] = mapped_column(ForeignKey("award.id"))
    documents: Mapped[Json]
    asked_at: Mapped[datetime]
    status: Mapped[str] = mapped_column(server_default="waiting")

    __table_args__ = (
        # A double click asks once; what was declined or withdrawn may be asked again.
        Index("uq_recognition_alive", "participation_id", "part_id", unique=True,
              sqlite_where=_ALIVE, postgresql_where=_ALIVE),
        # All that one participant asked.
        Index("ix_recognition_participation", "participation_id", "asked_at"),
        CheckConstraint("status IN ('waiting', 'granted', 'declined', 'withdrawn')", name="status"),
    )  # fmt: skip


class RecognitionDecision(Model):
    """What was decided of such a wish, by whom and why; append-only, the newest holds."""

    __tablename__ = "recognition_decision"

    seq: Mapped[Seq]
    recognition_id: Mapped[str] = mapped_column(ForeignKey("recognition.id"), index=True)
    is_granted: Mapped[bool]
    reason: Mapped[str] = mapped_column(Text)
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime]


class Grade(Model):
    """The points of a graded piece of work or an assessed session; append-only, the newest holds.

    `note` is for the participant: what the points are for. Of work it says which version was
    graded; of a session that was observed, on which day, and what was given for each criterion.
    """

    __tablename__ = "grade"

    seq: Mapped[Seq]
    participation_id: Mapped[str] = mapped_column(ForeignKey("participation.id"))
    part_id: Mapped[str]
    points: Mapped[int]
    note: Mapped[str] = mapped_column(Text)
    graded_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    graded_at: Mapped[datetime]
    submission_id: Mapped[str | None] = mapped_column(ForeignKey("submission.id"))
    held_on: Mapped[date | None]
    scores: Mapped[Json] = mapped_column(server_default="{}")

    __table_args__ = (
        # The pages of a cohort, and all grades of one piece of work.
        Index("ix_grade_participation", "participation_id", "part_id"),
        CheckConstraint("points BETWEEN 0 AND 100", name="points"),
    )
