"""Tables of organisations: the installation, States and their agencies; hubs and who is in them.

People and their roles stand in `lms.accounts.models`.
"""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.kit.db import Id, Model


class Organisation(Model):
    """A place in the tree; `path` is the ids from the root down to it, joined by a slash."""

    __tablename__ = "organisation"

    id: Mapped[Id]
    kind: Mapped[str]
    country_code: Mapped[str | None]
    name: Mapped[str]
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("organisation.id"))
    path: Mapped[str]
    emblem_hash: Mapped[str | None]
    mail_sender: Mapped[str | None]
    # Whether its courses, and those of all below it, are published by two people only.
    needs_second_person: Mapped[bool] = mapped_column(default=False, server_default=false())
    # Whether its certificates, and those of all below it, are revoked by two people only.
    needs_two_to_revoke: Mapped[bool] = mapped_column(default=False, server_default=false())

    __table_args__ = (
        CheckConstraint("kind IN ('installation', 'state', 'agency', 'hub', 'platform')",
                        name="kind"),
        # A State is named by its code, in every language; nothing else has one.
        CheckConstraint("(kind = 'state') = (country_code IS NOT NULL)", name="country_code"),
        # Only the root stands below nothing.
        CheckConstraint("(kind = 'installation') = (parent_id IS NULL)", name="parent"),
        # There is one root, even when two commands initialise at once.
        Index("uq_organisation_root", "kind", unique=True,
              sqlite_where=text("kind = 'installation'"),
              postgresql_where=text("kind = 'installation'")),
        # A State is added once.
        UniqueConstraint("country_code"),
        # Two agencies of one State with one name could not be told apart in a list.
        UniqueConstraint("parent_id", "name"),
        # A path names one organisation; scopes are searched by its beginning.
        UniqueConstraint("path"),
    )  # fmt: skip


class Membership(Model):
    """A State in a hub or platform, from one day to another; former ones are kept."""

    __tablename__ = "membership"

    id: Mapped[Id]
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    member_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    joined_on: Mapped[date]
    # The first day on which the State is not in it any more.
    left_on: Mapped[date | None]

    __table_args__ = (
        # A State is in a hub once at a time, however often the button is pressed.
        Index("uq_membership_held", "organisation_id", "member_id", unique=True,
              sqlite_where=text("left_on IS NULL"), postgresql_where=text("left_on IS NULL")),
        CheckConstraint("left_on IS NULL OR joined_on <= left_on", name="span"),
        CheckConstraint("organisation_id <> member_id", name="other"),
    )  # fmt: skip
