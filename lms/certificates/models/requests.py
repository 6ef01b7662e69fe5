"""The table of revocations that one administrator asks for and another decides on.

When two are needed, and how long a request waits, is decided in `rules.revocations`.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.certificates.rules.status import REASONS
from lms.kit.db import Id, Model

_OPEN = text("outcome IS NULL")
_REASONS = ", ".join(repr(str(reason)) for reason in REASONS)


class RevocationRequest(Model):
    """A wish to revoke a certificate: who asked and why, until when it waits, what came of it."""

    __tablename__ = "revocation_request"

    id: Mapped[Id]
    certificate_id: Mapped[str] = mapped_column(ForeignKey("certificate.id"), index=True)
    reason: Mapped[str]
    note: Mapped[str | None]
    asked_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    # None while it waits; what has lapsed is derived from `expires_at` until another is asked for.
    outcome: Mapped[str | None]
    # Why it was refused.
    answer: Mapped[str | None]
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint(f"reason IN ({_REASONS})", name="reason"),
        CheckConstraint("outcome IN ('confirmed', 'refused', 'withdrawn', 'lapsed')",
                        name="outcome"),
        # Two people confirm; one person twice is no second pair of eyes.
        CheckConstraint("outcome NOT IN ('confirmed', 'refused') OR decided_by IS NULL "
                        "OR decided_by <> asked_by", name="second_person"),
        # A certificate waits for one decision, however often the button is pressed.
        Index("uq_revocation_request_open", "certificate_id", unique=True,
              sqlite_where=_OPEN, postgresql_where=_OPEN),
    )  # fmt: skip
