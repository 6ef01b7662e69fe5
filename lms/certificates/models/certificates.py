"""Tables of certificates: the frozen facts, a file for each language, the decisions about them.

Whether one holds is derived in `status`; nothing here is ever changed after it was written.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.certificates.rules.status import DECISIONS, REASONS
from lms.kit.db import Id, Json, Model

_FIRST = text("supersedes_id IS NULL")
_FOR_A_REASON = text(
    "completion_id IS NULL AND award_id IS NULL AND import_key IS NULL AND supersedes_id IS NULL"
)


def _among(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


class Certificate(Model):
    """The frozen facts under a public code and an internal number of the register.

    It is given for a completion of a course or an award of a programme; or, with neither, for a
    stated reason, or as the record of one that was issued on paper (`import_key`: its row). One
    that corrects another names it and has a number of its own.
    """

    __tablename__ = "certificate"

    id: Mapped[Id]
    completion_id: Mapped[str | None] = mapped_column(ForeignKey("completion.id"))
    award_id: Mapped[str | None] = mapped_column(ForeignKey("award.id"))
    # Whoever got one on paper need not have an account.
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"), index=True)
    course_id: Mapped[str | None] = mapped_column(ForeignKey("course.id"), index=True)
    programme_id: Mapped[str | None] = mapped_column(ForeignKey("programme.id"), index=True)
    # Whose administrators decide on it.
    issuer_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    kind: Mapped[str]
    code: Mapped[str] = mapped_column(unique=True)
    # What is the same for everybody who achieved the same; its public description is found by it.
    achievement_key: Mapped[str] = mapped_column(index=True)
    number: Mapped[int]
    # Its bit in a published list: drawn at random, so that it tells nothing of how many there are.
    status_list: Mapped[int]
    status_index: Mapped[int]
    facts: Mapped[Json]
    issued_at: Mapped[datetime]
    valid_until: Mapped[date | None]
    # What the register is filtered and searched by stands beside the facts that say the same: the
    # day of issue, the language of study, and the names on it, folded. Whoever erases the name of
    # a holder empties `folded_name` too.
    issued_on: Mapped[date]
    language: Mapped[str | None]
    folded_name: Mapped[str | None]
    override_reason: Mapped[str | None]
    import_key: Mapped[str | None]
    supersedes_id: Mapped[str | None] = mapped_column(ForeignKey("certificate.id"))

    __table_args__ = (
        # A double click, and a job that is run again, issue once.
        Index("uq_certificate_completion", "completion_id", "kind", unique=True,
              sqlite_where=_FIRST, postgresql_where=_FIRST),
        Index("uq_certificate_award", "award_id", "kind", unique=True,
              sqlite_where=_FIRST, postgresql_where=_FIRST),
        # The same for those for whom only a reason stands.
        Index("uq_certificate_override", "person_id", "course_id", "kind", unique=True,
              sqlite_where=_FOR_A_REASON, postgresql_where=_FOR_A_REASON),
        # A row of a file is imported once.
        Index("uq_certificate_import", "issuer_id", "import_key", unique=True),
        # Two corrections of one certificate would leave open which one holds.
        Index("uq_certificate_supersedes", "supersedes_id", unique=True),
        # All that the register is counted, filtered and searched by: it reads no row for that,
        # whose facts are twenty times as large.
        Index("ix_certificate_register", "issuer_id", "number", "id", "person_id", "folded_name",
              "code", "kind", "language", "course_id", "programme_id", "issued_on", "valid_until",
              "import_key"),
        # The whole register in each order that it can be looked through in.
        Index("ix_certificate_number", "number", "issuer_id", "id"),
        Index("ix_certificate_issued", "issued_on", "number", "issuer_id", "id"),
        Index("ix_certificate_until", "valid_until", "number", "issuer_id", "id"),
        Index("ix_certificate_holder", "folded_name", "number", "issuer_id", "person_id", "id"),
        # The register has no gaps and no doubles: whoever read the same last number fails here.
        UniqueConstraint("number"),
        # A bit says one thing.
        UniqueConstraint("status_list", "status_index"),
        CheckConstraint(_among("kind", ("participation", "achievement")), name="kind"),
        CheckConstraint("completion_id IS NOT NULL OR award_id IS NOT NULL "
                        "OR override_reason IS NOT NULL OR import_key IS NOT NULL", name="basis"),
        CheckConstraint("person_id IS NOT NULL OR import_key IS NOT NULL", name="holder"),
    )  # fmt: skip


class CertificateFile(Model):
    """A certificate's PDF in a language, or in two, by the hash under which the storage has it."""

    __tablename__ = "certificate_file"

    # A language is rendered once, however often it is asked for.
    certificate_id: Mapped[str] = mapped_column(ForeignKey("certificate.id"), primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    # The second language of a bilingual file; empty where there is one only.
    beside: Mapped[str] = mapped_column(primary_key=True, default="")
    # A file that somebody holds is found by its content.
    content_hash: Mapped[str] = mapped_column(unique=True)
    # None where it was made before there were keys.
    key_id: Mapped[str | None] = mapped_column(ForeignKey("signing_key.id"))
    created_at: Mapped[datetime]


class CertificateStatus(Model):
    """A decision about a certificate; appended, never changed."""

    __tablename__ = "certificate_status"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    certificate_id: Mapped[str] = mapped_column(ForeignKey("certificate.id"), index=True)
    decision: Mapped[str]
    reason: Mapped[str | None]
    note: Mapped[str | None]
    # The day on which a suspension is to be looked at again; it does not end by itself.
    review_on: Mapped[date | None]
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
