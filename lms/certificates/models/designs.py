"""Tables of designs: drafts, published versions, trial drawings, signatories, terms of issuing.

What a design says is a value of `rules.designs`; what stands on a certificate is frozen with it.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.kit.db import Id, Json, Model

_WHOLE = text("course_id IS NULL AND programme_id IS NULL")


class CertificateDesign(Model):
    """A design as its organisation works on it; certificates are drawn with its versions only."""

    __tablename__ = "certificate_design"

    id: Mapped[Id]
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str]
    draft: Mapped[Json]
    # SHA-256 of the draft's canonical JSON.
    draft_hash: Mapped[str]
    # The drafts before it, the newest last, for as many steps as can be undone.
    earlier: Mapped[Json]
    # Which draft the trial drawings of the pre-flight were made of, and what they found.
    checked_hash: Mapped[str | None]
    problems: Mapped[Json]
    # Of each language: which drawings were made last, what they found, and for which draft.
    tried: Mapped[Json] = mapped_column(default=dict, server_default="{}")
    # Which draft is to be published as soon as the pre-flight has found nothing, and who wants it.
    wished_hash: Mapped[str | None]
    wished_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    changed_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    archived_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("organisation_id", "name"),)


class CertificateDesignVersion(Model):
    """A published version of a design; never changed, for certificates name it by its hash."""

    __tablename__ = "certificate_design_version"

    design_id: Mapped[str] = mapped_column(ForeignKey("certificate_design.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    content_hash: Mapped[str] = mapped_column(index=True)
    design: Mapped[Json]
    published_at: Mapped[datetime]
    published_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))


class CertificateTrial(Model):
    """A draft drawn with sample data, so that it can be looked at; forgotten with the draft."""

    __tablename__ = "certificate_trial"

    id: Mapped[Id]
    design_id: Mapped[str] = mapped_column(ForeignKey("certificate_design.id"))
    draft_hash: Mapped[str]
    sample: Mapped[str]
    language: Mapped[str]
    # The second language of a bilingual drawing; empty where there is one only.
    beside: Mapped[str]
    # None until the worker has drawn it, or where it could not.
    pdf_hash: Mapped[str | None]
    picture_hash: Mapped[str | None]
    problems: Mapped[Json]
    asked_at: Mapped[datetime]
    made_at: Mapped[datetime | None]

    __table_args__ = (
        # Asking twice for the same drawing is asking once.
        Index("uq_certificate_trial", "design_id", "draft_hash", "sample", "language", "beside",
              unique=True),
    )  # fmt: skip


class Signatory(Model):
    """Who signs an organisation's certificates, and whether the picture may be printed.

    The consent is given to one picture above one name and office, by the link that was mailed;
    where one of them becomes another, a new one is needed.
    """

    __tablename__ = "signatory"

    id: Mapped[Id]
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str]
    offices: Mapped[Json]
    email: Mapped[str | None]
    # In which the mail that asks for consent is written.
    language: Mapped[str]
    picture_hash: Mapped[str | None]
    token_digest: Mapped[str | None] = mapped_column(unique=True)
    asked_at: Mapped[datetime | None]
    # The SHA-256 of all that was shown: picture, name and offices (`rules.signing`).
    consented_seal: Mapped[str | None]
    consented_at: Mapped[datetime | None]
    # When another name, office or picture was entered, and so ended the consent.
    overtaken_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    archived_at: Mapped[datetime | None]


class CertificateTerms(Model):
    """What an organisation, one of its courses or one of its programmes issues with.

    What a row does not say is said by the organisation's own row, or by one above it.
    """

    __tablename__ = "certificate_terms"

    id: Mapped[Id]
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    course_id: Mapped[str | None] = mapped_column(ForeignKey("course.id"), unique=True)
    programme_id: Mapped[str | None] = mapped_column(ForeignKey("programme.id"), unique=True)
    design_id: Mapped[str | None] = mapped_column(ForeignKey("certificate_design.id"))
    # Ids of signatories in the order in which they sign; empty: those of the design.
    signatories: Mapped[Json]
    places: Mapped[Json]
    conditions: Mapped[Json]
    # Words instead of the result: from which percent on it is merit, and distinction.
    merit_from: Mapped[int | None]
    distinction_from: Mapped[int | None]
    # The second language of files; None: as above, empty: none.
    second_language: Mapped[str | None]
    changed_at: Mapped[datetime]
    changed_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))

    __table_args__ = (
        Index("uq_certificate_terms_organisation", "organisation_id", unique=True,
              sqlite_where=_WHOLE, postgresql_where=_WHOLE),
        CheckConstraint("course_id IS NULL OR programme_id IS NULL", name="subject"),
    )  # fmt: skip
