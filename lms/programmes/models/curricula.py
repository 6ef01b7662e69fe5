"""Tables of curricula: programmes, their published versions, and awards.

What a definition may say stands in `rules.definition`; a run of a programme in `cohorts`.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.kit.db import Id, Json, Model


class Programme(Model):
    """A curriculum for a role. `draft` is the definition under work, as it stands, right or not.

    `draft_revision` is counted up at each save: who saves on an older one is told.
    """

    __tablename__ = "programme"

    id: Mapped[Id]
    slug: Mapped[str] = mapped_column(unique=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    draft: Mapped[Json]
    draft_revision: Mapped[int] = mapped_column(server_default=text("1"))
    created_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    archived_at: Mapped[datetime | None]


class ProgrammeVersion(Model):
    """A published state of a curriculum; never changed: people finish under the one they began."""

    __tablename__ = "programme_version"

    id: Mapped[Id]
    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"))
    number: Mapped[int]
    definition: Mapped[Json]
    content_hash: Mapped[str]
    published_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    published_at: Mapped[datetime]

    # Two who publish at once do not make the same number.
    __table_args__ = (UniqueConstraint("programme_id", "number"),)


class Award(Model):
    """A programme completed: frozen figures, and the validity that the award owns.

    `hours` are those of the version; of an award that renews another, those of what was done
    again, 0 where nobody said them. One that was withdrawn by a decision (`award_reviews`) stays
    on record, and counts for nothing.
    """

    __tablename__ = "award"

    id: Mapped[Id]
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    programme_version_id: Mapped[str] = mapped_column(
        ForeignKey("programme_version.id"), index=True
    )
    participation_id: Mapped[str | None] = mapped_column(ForeignKey("participation.id"))
    kind: Mapped[str]
    figures: Mapped[Json]
    hours: Mapped[float]
    awarded_at: Mapped[datetime]
    # The last day; none: for good. What expires when is asked every night.
    valid_until: Mapped[date | None] = mapped_column(index=True)
    renews_id: Mapped[str | None] = mapped_column(ForeignKey("award.id"))
    withdrawn_at: Mapped[datetime | None]

    __table_args__ = (
        # The job that evaluates may run twice.
        UniqueConstraint("participation_id", "kind"),
        # So may the one that renews: an award is renewed once.
        Index("uq_award_renews", "renews_id", unique=True),
        CheckConstraint("kind IN ('participation', 'achievement')", name="kind"),
    )
