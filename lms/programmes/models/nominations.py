"""Tables of nominations: who is to be in a cohort, by whom, and the documents that go with it.

Who may read which part is decided in `policy`; what is missing is reckoned in `rules`.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.kit.db import Id, Json, Model

_OPEN = text("withdrawn_at IS NULL")


class Nomination(Model):
    """Somebody named for a place by a focal point, or who applies and is endorsed by one.

    The nominee may have no account yet: name and address stand here, and links are mailed. Both
    parts of the form are answers by question. `substitutes_id` is the one whose place it takes.
    """

    __tablename__ = "nomination"

    id: Mapped[Id]
    cohort_id: Mapped[str] = mapped_column(ForeignKey("cohort.id"), index=True)
    way: Mapped[str]
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"), index=True)
    # Where the nominee works, and its State; none: it stands below no State.
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    state_id: Mapped[str | None] = mapped_column(ForeignKey("organisation.id"))
    email: Mapped[str]
    full_name: Mapped[str]
    script: Mapped[str]
    # Compared by: without case and accents, in the same way on both databases.
    folded: Mapped[str]
    language: Mapped[str]
    # The language group that the nominee asks for; empty: that of `language`, or any.
    group_language: Mapped[str] = mapped_column(server_default="")
    sex: Mapped[str] = mapped_column(server_default="")
    is_protected: Mapped[bool] = mapped_column(server_default=false())
    organisation_part: Mapped[Json]
    nominee_part: Mapped[Json]
    rank: Mapped[int | None]
    nominated_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    nominee_token_digest: Mapped[str | None] = mapped_column(unique=True)
    # The link of the last reminder opens the same, and the one before it stays good.
    nominee_reminder_digest: Mapped[str | None] = mapped_column(unique=True, index=True)
    nominee_done_at: Mapped[datetime | None]
    head_name: Mapped[str] = mapped_column(server_default="")
    head_email: Mapped[str] = mapped_column(server_default="")
    head_token_digest: Mapped[str | None] = mapped_column(unique=True)
    head_reminder_digest: Mapped[str | None] = mapped_column(unique=True, index=True)
    head_confirmed_at: Mapped[datetime | None]
    endorsed_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    endorsed_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    substitutes_id: Mapped[str | None] = mapped_column(ForeignKey("nomination.id"))
    revision: Mapped[int] = mapped_column(server_default=text("1"))

    __table_args__ = (
        # Who has no account is known by the address.
        Index("ix_nomination_email", "email"),
        # One address, and one account, is nominated once, whoever is quicker.
        Index("uq_nomination_open", "cohort_id", "email", unique=True,
              sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("uq_nomination_person", "cohort_id", "person_id", unique=True,
              sqlite_where=_OPEN, postgresql_where=_OPEN),
        # One place is taken over by one.
        Index("uq_nomination_substitute", "substitutes_id", unique=True,
              sqlite_where=_OPEN, postgresql_where=_OPEN),
        CheckConstraint("way IN ('nominated', 'applied')", name="way"),
        CheckConstraint("sex IN ('', 'female', 'male', 'other')", name="sex"),
        CheckConstraint("email = lower(email)", name="email_is_lower"),
        CheckConstraint("rank IS NULL OR rank >= 1", name="rank"),
        CheckConstraint("endorsed_at IS NULL OR endorsed_by IS NOT NULL", name="endorsed"),
    )  # fmt: skip


class NominationDocument(Model):
    """A file that goes with a nomination, kept by its hash; for the selection panel alone."""

    __tablename__ = "nomination_document"

    id: Mapped[Id]
    nomination_id: Mapped[str] = mapped_column(ForeignKey("nomination.id"), index=True)
    kind: Mapped[str]
    # The question of the form that it answers; empty: none.
    question_id: Mapped[str] = mapped_column(server_default="")
    blob_hash: Mapped[str]
    name: Mapped[str]
    size: Mapped[int]
    # None: the nominee, by the mailed link.
    added_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("kind IN ('cv', 'clearance', 'letter', 'other')", name="kind"),
    )


class NominationStep(Model):
    """Something that was done with a nomination, and the words said with it; only ever appended.

    The person is none where somebody came by a mailed link. Where a nomination stands follows from
    the last steps, in the order of their numbers.
    """

    __tablename__ = "nomination_step"

    id: Mapped[Id]
    nomination_id: Mapped[str] = mapped_column(ForeignKey("nomination.id"))
    number: Mapped[int]
    kind: Mapped[str]
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    words: Mapped[str]
    at: Mapped[datetime]

    # Of two who act at once the second sees what the first has done.
    __table_args__ = (UniqueConstraint("nomination_id", "number"),)


class NominationAbstention(Model):
    """A State or agency that nominates nobody for a cohort, as its focal point has said."""

    __tablename__ = "nomination_abstention"

    cohort_id: Mapped[str] = mapped_column(ForeignKey("cohort.id"), primary_key=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    said_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    said_at: Mapped[datetime]
