"""Tables of certificates: the frozen facts, a file for each language, the decisions about them.

Whether one holds is derived in `status`; nothing here is ever changed after it was written.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.certificates.status import DECISIONS, REASONS
from lms.kit.db import Id, Json, Model


def _among(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


class Certificate(Model):
    """The frozen facts under a public code and an internal number of the register.

    `completion_id` is missing where somebody who has not completed got one for a stated reason.
    """

    __tablename__ = "certificate"

    id: Mapped[Id]
    completion_id: Mapped[str | None] = mapped_column(ForeignKey("completion.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    course_id: Mapped[str] = mapped_column(ForeignKey("course.id"), index=True)
    kind: Mapped[str]
    code: Mapped[str] = mapped_column(unique=True)
    number: Mapped[int]
    facts: Mapped[Json]
    issued_at: Mapped[datetime]
    valid_until: Mapped[date | None]
    override_reason: Mapped[str | None]

    __table_args__ = (
        # A double click, and a job that is run again, issue once.
        UniqueConstraint("completion_id", "kind"),
        # The same for those without a completion.
        Index("uq_certificate_override", "person_id", "course_id", "kind", unique=True,
              sqlite_where=text("completion_id IS NULL"),
              postgresql_where=text("completion_id IS NULL")),
        # The register has no gaps and no doubles: whoever read the same last number fails here.
        UniqueConstraint("number"),
        CheckConstraint(_among("kind", ("participation", "achievement")), name="kind"),
        CheckConstraint("completion_id IS NOT NULL OR override_reason IS NOT NULL", name="basis"),
    )  # fmt: skip


class CertificateFile(Model):
    """A certificate's PDF in one language, by the hash under which the storage has it."""

    __tablename__ = "certificate_file"

    # A language is rendered once, however often it is asked for.
    certificate_id: Mapped[str] = mapped_column(ForeignKey("certificate.id"), primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    # A file that somebody holds is found by its content.
    content_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]


class CertificateStatus(Model):
    """A decision about a certificate; appended, never changed."""

    __tablename__ = "certificate_status"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    certificate_id: Mapped[str] = mapped_column(ForeignKey("certificate.id"), index=True)
    decision: Mapped[str]
    reason: Mapped[str | None]
    note: Mapped[str | None]
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint(_among("decision", DECISIONS), name="decision"),
        CheckConstraint(f"reason IS NULL OR {_among('reason', tuple(REASONS))}", name="reason"),
        # A revocation is one, even when two administrators press at once.
        Index("uq_certificate_status_revoked", "certificate_id", unique=True,
              sqlite_where=text("decision = 'revoked'"),
              postgresql_where=text("decision = 'revoked'")),
    )  # fmt: skip
