"""Tables of graded work: what participants hand in for a requirement, and what was sent back.

The points stand in `recognitions.Grade`; what counts is decided in `rules.works`.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.kit.db import Id, Json, Model, Seq


class Submission(Model):
    """One version of a piece of work, as it was handed in; a later one does not replace it.

    `files` are by their hash, with name and size.
    """

    __tablename__ = "submission"

    id: Mapped[Id]
    participation_id: Mapped[str] = mapped_column(ForeignKey("participation.id"))
    part_id: Mapped[str]
    number: Mapped[int]
    words: Mapped[str] = mapped_column(Text)
    files: Mapped[Json]
    handed_in_at: Mapped[datetime]

    __table_args__ = (
        # Two clicks at once: the second finds the number taken. It also serves the pages.
        UniqueConstraint("participation_id", "part_id", "number"),
    )


class WorkReturn(Model):
    """A version that was sent back to be revised, by whom and what for; append-only."""

    __tablename__ = "work_return"

    seq: Mapped[Seq]
    submission_id: Mapped[str] = mapped_column(ForeignKey("submission.id"), index=True)
    note: Mapped[str] = mapped_column(Text)
    returned_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    returned_at: Mapped[datetime]
