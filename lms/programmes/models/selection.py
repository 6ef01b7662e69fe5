"""Tables of selection: how it is done, conflicts of interest, scores, the allocations computed.

Who has a place stands in `participations`; who gets one is reckoned in `rules.selection`.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, false, text, true
from sqlalchemy.orm import Mapped, mapped_column

from lms.kit.db import Id, Json, Model, Seq


class SelectionPlan(Model):
    """How the panel of a cohort selects; a cohort without a row does it as `rules` say.

    `spread` is by how many points of a hundred its members may differ before they are to agree.
    """

    __tablename__ = "selection_plan"

    cohort_id: Mapped[str] = mapped_column(ForeignKey("cohort.id"), primary_key=True)
    is_anonymous: Mapped[bool] = mapped_column(server_default=false())
    shows_place: Mapped[bool] = mapped_column(server_default=true())
    spread: Mapped[int]
    scores_each: Mapped[int]

    __table_args__ = (
        CheckConstraint("spread BETWEEN 1 AND 100", name="spread"),
        CheckConstraint("scores_each BETWEEN 1 AND 20", name="scores_each"),
    )


class PanelDeclaration(Model):
    """That a member of the panel has said which conflicts of interest they have, or none.

    `nominations` are those of which it was said: of who comes later it is said anew.
    """

    __tablename__ = "panel_declaration"

    id: Mapped[Id]
    cohort_id: Mapped[str] = mapped_column(ForeignKey("cohort.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    declared_at: Mapped[datetime]
    nominations: Mapped[Json] = mapped_column(server_default="[]")

    # Said once, however often the button is pressed.
    __table_args__ = (UniqueConstraint("cohort_id", "person_id"),)


class PanelConflict(Model):
    """A conflict of interest of a member with one nominee; a slip is lifted, and is kept."""

    __tablename__ = "panel_conflict"

    id: Mapped[Id]
    nomination_id: Mapped[str] = mapped_column(ForeignKey("nomination.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    reason: Mapped[str]
    declared_at: Mapped[datetime]
    lifted_at: Mapped[datetime | None]
    lifted_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))

    __table_args__ = (
        Index("uq_panel_conflict_held", "nomination_id", "person_id", unique=True,
              sqlite_where=text("lifted_at IS NULL"), postgresql_where=text("lifted_at IS NULL")),
        CheckConstraint("reason IN ('family', 'superior', 'colleague', 'business', 'other')",
                        name="reason"),
    )  # fmt: skip


class PanelScore(Model):
    """Points that somebody gave a nominee by each criterion; only ever appended, the newest holds.

    One that `is_agreed` was found by the panel together, and stands for all of them.
    """

    __tablename__ = "panel_score"

    seq: Mapped[Seq]
    nomination_id: Mapped[str] = mapped_column(ForeignKey("nomination.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    points: Mapped[Json]
    note: Mapped[str]
    is_agreed: Mapped[bool] = mapped_column(server_default=false())
    scored_at: Mapped[datetime]


class AllocationRun(Model):
    """An allocation: all that went into it, its result once it is computed, who confirmed it."""

    __tablename__ = "allocation_run"

    id: Mapped[Id]
    cohort_id: Mapped[str] = mapped_column(ForeignKey("cohort.id"))
    number: Mapped[int]
    given: Mapped[Json]
    # Of what was given: the same again is the same run.
    digest: Mapped[str]
    # Empty until it is computed.
    result: Mapped[Json]
    asked_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    computed_at: Mapped[datetime | None]
    confirmed_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("cohort_id", "number"),
        UniqueConstraint("cohort_id", "digest"),
        # Places are given out by one run; after it the waiting list goes on.
        Index("uq_allocation_run_confirmed", "cohort_id", unique=True,
              sqlite_where=text("confirmed_at IS NOT NULL"),
              postgresql_where=text("confirmed_at IS NOT NULL")),
    )  # fmt: skip
