"""Tables of cohorts: one run of a programme, its quotas, who does what in it, its groups.

Where a cohort stands is reckoned in `rules.cohorts`; who is in it stands in `participations`.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.kit.db import Id, Json, Model


class Cohort(Model):
    """One run of a version of a programme, by an organisation.

    `title` and `announcement` (Markdown) are texts by language, `announcement_html` what is shown.
    `form` has the questions of both parts of a nomination, `criteria` what the panel scores.
    """

    __tablename__ = "cohort"

    id: Mapped[Id]
    programme_version_id: Mapped[str] = mapped_column(
        ForeignKey("programme_version.id"), index=True
    )
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    title: Mapped[Json]
    announcement: Mapped[Json]
    announcement_html: Mapped[Json]
    time_zone: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    # Between both instants nominations come in.
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    # How long an offer waits for its answer.
    offer_days: Mapped[int]
    places: Mapped[int]
    languages: Mapped[Json]
    form: Mapped[Json]
    criteria: Mapped[Json]
    created_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    archived_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    # When a deadline, or who is in which group, was changed last: calendars ask for it.
    deadlines_changed_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(server_default=text("1"))

    __table_args__ = (
        CheckConstraint("starts_on <= ends_on", name="dates"),
        CheckConstraint("opens_at < closes_at", name="window"),
        CheckConstraint("places >= 1", name="places"),
        CheckConstraint("offer_days BETWEEN 1 AND 365", name="offer_days"),
        # What nobody saw is not put away, and not called off: it is changed.
        CheckConstraint("published_at IS NOT NULL OR "
                        "(archived_at IS NULL AND cancelled_at IS NULL)", name="published"),
    )  # fmt: skip


class Quota(Model):
    """How many are in of those whose `fields` have these values: at least, at most, or both.

    The least is a number, or a share of the places in percent: then it goes with the places.
    Whether all quotas of a cohort can be met together is reckoned in `rules`.
    """

    __tablename__ = "quota"

    id: Mapped[Id]
    cohort_id: Mapped[str] = mapped_column(ForeignKey("cohort.id"))
    position: Mapped[int]
    name: Mapped[str]
    fields: Mapped[Json]
    minimum: Mapped[int | None]
    share: Mapped[int | None]
    maximum: Mapped[int | None]

    __table_args__ = (
        # What cannot be met is named by its name.
        UniqueConstraint("cohort_id", "name"),
        CheckConstraint("minimum IS NOT NULL OR share IS NOT NULL OR maximum IS NOT NULL",
                        name="any"),
        CheckConstraint("share IS NULL OR (minimum IS NULL AND share BETWEEN 1 AND 100)",
                        name="share"),
        CheckConstraint("minimum IS NULL OR minimum >= 1", name="minimum"),
        CheckConstraint("maximum IS NULL OR maximum >= 0", name="maximum"),
        CheckConstraint("minimum IS NULL OR maximum IS NULL OR minimum <= maximum", name="span"),
    )  # fmt: skip


class CohortAssignment(Model):
    """What somebody does in a cohort; former ones are kept."""

    __tablename__ = "cohort_assignment"

    id: Mapped[Id]
    cohort_id: Mapped[str] = mapped_column(ForeignKey("cohort.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    task: Mapped[str]
    assigned_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    since: Mapped[datetime]
    until: Mapped[datetime | None]

    __table_args__ = (
        # Nobody has the same task twice at a time, however often the button is pressed.
        Index("uq_cohort_assignment_held", "cohort_id", "person_id", "task", unique=True,
              sqlite_where=text("until IS NULL"), postgresql_where=text("until IS NULL")),
        CheckConstraint("task IN ('coordinator', 'tutor', 'panel', 'complaints')", name="task"),
        CheckConstraint("until IS NULL OR since <= until", name="span"),
    )  # fmt: skip


class CohortGroup(Model):
    """Some of the people of a cohort, in one language, with a tutor."""

    __tablename__ = "cohort_group"

    id: Mapped[Id]
    cohort_id: Mapped[str] = mapped_column(ForeignKey("cohort.id"))
    name: Mapped[str]
    language: Mapped[str]
    tutor_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"), index=True)

    # Two groups with one name could not be told apart in a list.
    __table_args__ = (UniqueConstraint("cohort_id", "name"),)
