"""Tables of appeals against results.

Whether one is taken, who decides and what follows is reckoned in `rules`; the marks stand in
`attempts`.
"""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.kit.db import Id, Model
from lms.learning.models import PercentType


class Appeal(Model):
    """A candidate finds a result wrong; somebody who had no part in it decides, once.

    `answer` is what was decided in words; `points_before` and `points_after`, in percent, are
    frozen at the decision. `ended_at` is when it was decided, or taken back.
    """

    __tablename__ = "appeal"

    id: Mapped[Id]
    attempt_id: Mapped[str] = mapped_column(ForeignKey("attempt.id"), index=True)
    is_whole: Mapped[bool] = mapped_column(server_default=false())
    reason: Mapped[str] = mapped_column(Text)
    status: Mapped[str]
    asked_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    answer: Mapped[str] = mapped_column(Text, server_default="")
    points_before: Mapped[Decimal | None] = mapped_column(PercentType)
    points_after: Mapped[Decimal | None] = mapped_column(PercentType)

    __table_args__ = (
        # Of one result one appeal is open or decided, however often the button is pressed.
        Index("uq_appeal_attempt", "attempt_id", unique=True,
              sqlite_where=text("status <> 'withdrawn'"),
              postgresql_where=text("status <> 'withdrawn'")),
        CheckConstraint("status IN ('open', 'withdrawn', 'dismissed', 'upheld')", name="status"),
        CheckConstraint("(status = 'open') = (ended_at IS NULL)", name="ended"),
        CheckConstraint("(status IN ('dismissed', 'upheld')) = (decided_by IS NOT NULL)",
                        name="decided"),
        CheckConstraint("points_before IS NULL OR points_before <= points_after", name="lower"),
    )  # fmt: skip


class AppealItem(Model):
    """A question that an appeal is about, what was said of it, and the mark that it got by it."""

    __tablename__ = "appeal_item"

    appeal_id: Mapped[str] = mapped_column(ForeignKey("appeal.id"), primary_key=True)
    item_id: Mapped[str] = mapped_column(primary_key=True)
    attempt_id: Mapped[str]
    answer: Mapped[str] = mapped_column(Text, server_default="")
    mark_seq: Mapped[int | None] = mapped_column(ForeignKey("mark.seq"))

    # What is not on the paper is not appealed against.
    __table_args__ = (
        ForeignKeyConstraint(["attempt_id", "item_id"],
                             ["paper_item.attempt_id", "paper_item.item_id"]),
    )  # fmt: skip
