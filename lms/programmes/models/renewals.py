"""Table of recertification: who has begun to renew an award.

When an award can be renewed, and what is asked again, stands in `rules.renewal`.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.kit.db import Id, Json, Model

_THERE = text("undone_at IS NULL")


class Renewal(Model):
    """An award's holder has begun to renew it, under a version that stays the one for it.

    `enrolments` names those in courses that it began, and those that it ended to begin anew, so
    that both can be undone.
    """

    __tablename__ = "renewal"

    id: Mapped[Id]
    award_id: Mapped[str] = mapped_column(ForeignKey("award.id"))
    programme_version_id: Mapped[str] = mapped_column(
        ForeignKey("programme_version.id"), index=True
    )
    enrolments: Mapped[Json]
    begun_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]

    __table_args__ = (
        # A double click begins once; what was undone may be begun again.
        Index("uq_renewal_there", "award_id", unique=True,
              sqlite_where=_THERE, postgresql_where=_THERE),
        CheckConstraint("finished_at IS NULL OR undone_at IS NULL", name="ended"),
    )  # fmt: skip
