"""Tables of what a cohort's evaluation leads to: improvement actions with their history.

The tested gain that is measured once a cohort has ended is kept here too. Surveys stand in
`surveys`.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.kit.db import Id, Json, Model, Seq

_OPEN = text("status = 'open'")


class ImprovementAction(Model):
    """What is to become better after a cohort: what was found, what is done, by whom, until when.

    The owner is somebody who works in the cohort, or a written name; of both there is one.
    """

    __tablename__ = "improvement_action"

    id: Mapped[Id]
    cohort_id: Mapped[str] = mapped_column(ForeignKey("cohort.id"), index=True)
    finding: Mapped[str] = mapped_column(Text)
    measure: Mapped[str] = mapped_column(Text)
    owner_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"), index=True)
    owner_name: Mapped[str] = mapped_column(server_default="")
    due_on: Mapped[date]
    status: Mapped[str] = mapped_column(server_default="open")
    # What came of it, or why it was dropped.
    note: Mapped[str] = mapped_column(Text, server_default="")
    created_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(server_default=text("1"))

    __table_args__ = (
        CheckConstraint("status IN ('open', 'done', 'dropped')", name="status"),
        CheckConstraint("(status = 'open') = (closed_at IS NULL)", name="closed"),
        CheckConstraint("(owner_id IS NULL) = (owner_name <> '')", name="owner"),
        # Whoever drops something says why.
        CheckConstraint("status <> 'dropped' OR note <> ''", name="reason"),
        # The sweep of what is due.
        Index("ix_improvement_action_due", "due_on", sqlite_where=_OPEN, postgresql_where=_OPEN),
    )


class ImprovementStep(Model):
    """Something done with an improvement action; append-only.

    `before` has, of what was changed, what stood there until then.
    """

    __tablename__ = "improvement_step"

    seq: Mapped[Seq]
    action_id: Mapped[str] = mapped_column(ForeignKey("improvement_action.id"), index=True)
    kind: Mapped[str]
    note: Mapped[str] = mapped_column(Text, server_default="")
    before: Mapped[Json]
    made_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint("kind IN ('added', 'changed', 'done', 'dropped', 'reopened')", name="kind"),
    )


class CohortGain(Model):
    """The tested gain of a cohort in one examination, as it was measured last."""

    __tablename__ = "cohort_gain"

    cohort_id: Mapped[str] = mapped_column(ForeignKey("cohort.id"), primary_key=True)
    part_id: Mapped[str] = mapped_column(primary_key=True)
    figures: Mapped[Json]
    measured_at: Mapped[datetime]
