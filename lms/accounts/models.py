"""Tables of people: names, roles, sessions, invitations, tokens sent by mail, consent.

The organisation a person belongs to is a table of the room above, named here only by its key.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, column, table
from sqlalchemy.orm import Mapped, mapped_column

from lms.kit.actor import ROLES
from lms.kit.db import Id, Json, Model

# Tasks belong to the programmes room, which stands above; the menu asks whether there is one.
assignment_table = table("cohort_assignment", column("person_id"), column("until"))
# The tree belongs to the organisations room, which stands above; this is what people's pages read.
organisation_table = table(
    "organisation",
    column("id"),
    column("kind"),
    column("path"),
    column("name"),
    column("country_code"),
    column("parent_id"),
)


class Person(Model):
    """Somebody with an account."""

    __tablename__ = "person"

    id: Mapped[Id]
    email: Mapped[str] = mapped_column(unique=True)
    password_hash: Mapped[str | None]
    # None: as the browser asks.
    language: Mapped[str | None]
    time_zone: Mapped[str] = mapped_column(default="UTC")
    is_protected: Mapped[bool] = mapped_column(default=False)
    is_active: Mapped[bool] = mapped_column(default=True)
    is_demo: Mapped[bool] = mapped_column(default=False)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    created_at: Mapped[datetime]
    # The account that this one was merged into; nobody signs in to this one any more.
    merged_into_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"), index=True)

    # One address is one account, however it was typed.
    __table_args__ = (
        CheckConstraint("email = lower(email)", name="email_is_lower"),
        CheckConstraint("merged_into_id IS NULL OR NOT is_active", name="merged"),
    )


class PersonName(Model):
    """A person's name in one script, as the person writes it."""

    __tablename__ = "person_name"

    id: Mapped[Id]
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    script: Mapped[str]
    full_name: Mapped[str]
    # Searched and sorted by: without case and accents, in the same way on both databases.
    folded: Mapped[str]
    # What the person wants before it on certificates, as Dr or H.E.
    honorific: Mapped[str | None]
    confirmed_at: Mapped[datetime | None]

    # In one script a person has one name; a second would leave open which to print.
    __table_args__ = (UniqueConstraint("person_id", "script"),)


class RoleGrant(Model):
    """A role held at an organisation and at all below it, to the end of the day `until`."""

    __tablename__ = "role_grant"

    id: Mapped[Id]
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    role: Mapped[str]
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    until: Mapped[date | None]

    __table_args__ = (
        CheckConstraint(f"role IN ({', '.join(repr(role) for role in ROLES)})", name="role"),
        # Granting again changes the end of the grant that is there.
        UniqueConstraint("person_id", "role", "organisation_id"),
    )


class WebSession(Model):
    """One browser in which a person is signed in; ending it deletes the row."""

    __tablename__ = "web_session"

    id: Mapped[Id]
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    token_digest: Mapped[str] = mapped_column(unique=True)
    browser: Mapped[str]
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime]
    ends_at: Mapped[datetime]


class Invitation(Model):
    """A place kept for somebody who has no account yet; accepting it makes the person."""

    __tablename__ = "invitation"

    id: Mapped[Id]
    email: Mapped[str]
    full_name: Mapped[str]
    script: Mapped[str]
    language: Mapped[str]
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    roles: Mapped[Json]
    is_protected: Mapped[bool] = mapped_column(default=False)
    token_digest: Mapped[str] = mapped_column(unique=True)
    invited_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    __table_args__ = (
        # One address has one open invitation: sending again renews it, so that only the newest
        # link works.
        Index("uq_invitation_open", "email", unique=True,
              sqlite_where=(column("accepted_at").is_(None) & column("withdrawn_at").is_(None)),
              postgresql_where=(column("accepted_at").is_(None)
                                & column("withdrawn_at").is_(None))),
    )  # fmt: skip


class PeopleImport(Model):
    """A list of people that an administrator sent in: how it is read, what was decided and done.

    The list itself is a file of the storage; what became of each line stands with the jobs.
    """

    __tablename__ = "people_import"

    id: Mapped[Id]
    # None: the operator's.
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"), index=True)
    file_name: Mapped[str]
    content_hash: Mapped[str]
    # The columns' names: the next list that has the same is read in the same way.
    headings: Mapped[Json]
    line_count: Mapped[int]
    reading: Mapped[Json]
    choices: Mapped[Json]
    # The first and those that tried failed lines again, in this order.
    job_ids: Mapped[Json]
    undo_job_id: Mapped[str | None]
    created_at: Mapped[datetime]


class MailedToken(Model):
    """A secret sent by mail, for one use: a new password, or the proof of a new address."""

    __tablename__ = "mailed_token"

    id: Mapped[Id]
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[str]
    token_digest: Mapped[str] = mapped_column(unique=True)
    email: Mapped[str | None]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("purpose IN ('password', 'email')", name="purpose"),
        # The address is what a change of address is about.
        CheckConstraint("(purpose = 'email') = (email IS NOT NULL)", name="email"),
    )


class Consent(Model):
    """That a person agreed to one version of the privacy notice or the terms, and when."""

    __tablename__ = "consent"

    id: Mapped[Id]
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    document: Mapped[str]
    version: Mapped[str]
    given_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint("document IN ('privacy', 'terms')", name="document"),
        # Agreeing twice is agreeing once.
        UniqueConstraint("person_id", "document", "version"),
    )
