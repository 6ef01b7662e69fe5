"""Tables of assessment: attempts, their papers, and the wells of responses and marks.

What is open, late, answered or passed is reckoned in `rules`; nothing here decides anything.
"""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from lms.kit.db import Id, Json, Model, Seq
from lms.learning.models import PercentType


class Attempt(Model):
    """One person's sitting of one quiz; version, edition, language and deadline are frozen.

    `points`, in percent, `is_passed` and `finished_by` are set once, when it is finished.
    """

    __tablename__ = "attempt"

    id: Mapped[Id]
    enrolment_id: Mapped[str] = mapped_column(ForeignKey("enrolment.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    activity_id: Mapped[str]
    quiz_id: Mapped[str]
    version_id: Mapped[str] = mapped_column(ForeignKey("version.id"), index=True)
    edition_id: Mapped[str] = mapped_column(ForeignKey("edition.id"))
    language: Mapped[str]
    number: Mapped[int]
    started_at: Mapped[datetime]
    deadline: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    finished_by: Mapped[str | None]
    points: Mapped[Decimal | None] = mapped_column(PercentType)
    is_passed: Mapped[bool | None]

    __table_args__ = (
        # A double click on Start makes one attempt: the second insert fails, its request is tried
        # again, and finds the first.
        Index("uq_attempt_open", "enrolment_id", "activity_id", unique=True,
              sqlite_where=text("finished_at IS NULL"),
              postgresql_where=text("finished_at IS NULL")),
        # Two requests cannot both take the last attempt that is left. Also the look-up of all
        # attempts at one quiz.
        UniqueConstraint("enrolment_id", "activity_id", "number"),
        # The sweep asks every half minute whose time has run out.
        Index("ix_attempt_deadline", "deadline",
              sqlite_where=text("finished_at IS NULL"),
              postgresql_where=text("finished_at IS NULL")),
        CheckConstraint("finished_by IN ('candidate', 'deadline')", name="finished_by"),
        CheckConstraint("(finished_at IS NULL) = (finished_by IS NULL)", name="finished"),
        CheckConstraint("(finished_at IS NULL) = (points IS NULL)", name="points"),
    )  # fmt: skip


class PaperItem(Model):
    """One question of a frozen paper: ids in the order, and values, that were made for it."""

    __tablename__ = "paper_item"

    attempt_id: Mapped[str] = mapped_column(ForeignKey("attempt.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[str]
    choices: Mapped[Json]
    made: Mapped[Json] = mapped_column(server_default="{}")

    # No question twice on a paper; and what responses and marks refer to.
    __table_args__ = (UniqueConstraint("attempt_id", "item_id"),)


class Response(Model):
    """One answer as it came in; of those that were in time the highest revision counts."""

    __tablename__ = "response"

    seq: Mapped[Seq]
    attempt_id: Mapped[str]
    item_id: Mapped[str]
    client_id: Mapped[str]
    revision: Mapped[int]
    value: Mapped[Json]
    edition_id: Mapped[str] = mapped_column(ForeignKey("edition.id"))
    at: Mapped[datetime]
    is_late: Mapped[bool]

    __table_args__ = (
        # What is not on the paper cannot be answered, whatever a service overlooks.
        ForeignKeyConstraint(["attempt_id", "item_id"],
                             ["paper_item.attempt_id", "paper_item.item_id"]),
        # A send that is repeated, by a nervous finger or a weak line, is stored once.
        UniqueConstraint("attempt_id", "client_id"),
        # Revisions count up without a gap; also the look-up of the newest one.
        UniqueConstraint("attempt_id", "item_id", "revision"),
    )  # fmt: skip


class Mark(Model):
    """The points of one answer, 0 to 1, as an exact fraction; the newest mark of an item counts.

    `response_seq` is the response that was marked, or nothing where there was none.
    """

    __tablename__ = "mark"

    seq: Mapped[Seq]
    attempt_id: Mapped[str]
    item_id: Mapped[str]
    kind: Mapped[str]
    numerator: Mapped[int]
    denominator: Mapped[int]
    response_seq: Mapped[int | None] = mapped_column(ForeignKey("response.seq"))
    reason: Mapped[str | None]
    at: Mapped[datetime]

    __table_args__ = (
        ForeignKeyConstraint(["attempt_id", "item_id"],
                             ["paper_item.attempt_id", "paper_item.item_id"]),
        # Two that finish an attempt at once, candidate and sweep, must not mark it twice. Also
        # the look-up of a paper's marks.
        Index("uq_mark_automatic", "attempt_id", "item_id", unique=True,
              sqlite_where=text("kind = 'automatic'"),
              postgresql_where=text("kind = 'automatic'")),
        CheckConstraint("kind IN ('automatic')", name="kind"),
        CheckConstraint("0 <= numerator AND numerator <= denominator AND denominator > 0",
                        name="share"),
    )  # fmt: skip
