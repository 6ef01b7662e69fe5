"""Tables of merges: which account was merged into which, and, for some days, the rows that moved.

What becomes of each column that names a person stands in `treatments`.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.kit.db import Id, Json, Model

_STANDS = text("undone_at IS NULL")


class AccountMerge(Model):
    """One account merged into another; `before` and `after` say how both stood, until forgotten.

    Neither has a password; whether the two changed places is said by `is_swapped`.
    """

    __tablename__ = "account_merge"

    id: Mapped[Id]
    kept_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    merged_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    # None: the operator.
    merged_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    merged_at: Mapped[datetime]
    is_swapped: Mapped[bool]
    before: Mapped[Json]
    after: Mapped[Json]
    # Since then it cannot be undone any more.
    forgotten_at: Mapped[datetime | None]
    undone_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    undone_at: Mapped[datetime | None]

    __table_args__ = (
        # Of two who merge at once one wins.
        Index("uq_account_merge_merged", "merged_id", unique=True,
              sqlite_where=_STANDS, postgresql_where=_STANDS),
        CheckConstraint("kept_id <> merged_id", name="two"),
    )  # fmt: skip


class MergedRow(Model):
    """A row that a merge gave to the account that is kept: table, column, and key without it."""

    __tablename__ = "merged_row"

    merge_id: Mapped[str] = mapped_column(
        ForeignKey("account_merge.id", ondelete="CASCADE"), primary_key=True
    )
    table_name: Mapped[str] = mapped_column(primary_key=True)
    column_name: Mapped[str] = mapped_column(primary_key=True)
    # The other columns of the primary key, as a JSON list.
    key: Mapped[str] = mapped_column(primary_key=True)
    # Marks of what hung on it, as a JSON list; none of merges from before they were noted.
    below: Mapped[str | None]
