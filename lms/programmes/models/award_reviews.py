"""Tables of doubts about awards: what was given, and is no longer borne out by the facts.

What facts bear out is reckoned in `rules.completion`; whether there is a doubt, in `rules.reviews`.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.kit.db import Id, Json, Model

_OPEN = text("decided_at IS NULL")


class AwardReview(Model):
    """An award whose facts have changed since, put before those who manage the cohort.

    `figures` are as they are now, as an award has them. It is decided by somebody with a reason
    (kept, withdrawn), or settles by itself where the facts bear the award out again.
    """

    __tablename__ = "award_review"

    id: Mapped[Id]
    award_id: Mapped[str] = mapped_column(ForeignKey("award.id"), index=True)
    figures: Mapped[Json]
    opened_at: Mapped[datetime]
    decision: Mapped[str] = mapped_column(server_default="")
    reason: Mapped[str] = mapped_column(Text, server_default="")
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]

    __table_args__ = (
        # The job that evaluates may run twice.
        Index("uq_award_review_open", "award_id", unique=True,
              sqlite_where=_OPEN, postgresql_where=_OPEN),
        CheckConstraint("decision IN ('', 'kept', 'withdrawn', 'settled')", name="decision"),
        CheckConstraint("(decision = '') = (decided_at IS NULL)", name="decided"),
    )  # fmt: skip
