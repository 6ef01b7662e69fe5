"""The table of organisations: the installation at the root, States below it, agencies below these.

People and their roles stand in `lms.accounts.models`.
"""

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

    __table_args__ = (
        CheckConstraint("kind IN ('installation', 'state', 'agency')", name="kind"),
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
