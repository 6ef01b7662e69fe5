"""Tables of surveys: which there were, who is asked, and what was answered.

What was answered is nobody's: no row of answers has a person, an order or a time.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.kit.db import Id, Json, Model

_OPEN = text("closed_at IS NULL")


class Survey(Model):
    """One survey of a cohort: its reaction at the end, its application three or six months on.

    `results` is what may be shown, written once when the survey closes.
    """

    __tablename__ = "survey"

    id: Mapped[Id]
    cohort_id: Mapped[str] = mapped_column(ForeignKey("cohort.id"))
    kind: Mapped[str]
    opened_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    results: Mapped[Json]

    __table_args__ = (
        # Two workers at once: a survey is opened once.
        UniqueConstraint("cohort_id", "kind"),
        CheckConstraint("kind IN ('reaction', 'application_3', 'application_6')", name="kind"),
        # What is to be reminded of, or closed.
        Index("ix_survey_open", "closes_at", sqlite_where=_OPEN, postgresql_where=_OPEN),
    )


class SurveyPlan(Model):
    """What those who run a cohort ask in one of its surveys beside the standard questions.

    It can be changed until the survey opens, and is what was asked from then on.
    """

    __tablename__ = "survey_plan"

    cohort_id: Mapped[str] = mapped_column(ForeignKey("cohort.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    questions: Mapped[Json]

    __table_args__ = (
        CheckConstraint("kind IN ('reaction', 'application_3', 'application_6')", name="kind"),
    )


class SurveyInvitation(Model):
    """Somebody who is asked, with the groups that they belong to; of the answer only that it came.

    Not even when: by the time an answer could be told from the others.
    """

    __tablename__ = "survey_invitation"

    id: Mapped[Id]
    survey_id: Mapped[str] = mapped_column(ForeignKey("survey.id"))
    participation_id: Mapped[str] = mapped_column(ForeignKey("participation.id"), index=True)
    fields: Mapped[Json]
    has_answered: Mapped[bool] = mapped_column(server_default=false())
    reminders: Mapped[int] = mapped_column(server_default=text("0"))

    __table_args__ = (UniqueConstraint("survey_id", "participation_id"),)


class SupervisorInvitation(Model):
    """A supervisor whom a participant has named; the address goes when the survey closes.

    The mail that reminds has a link of its own, for of the first only its digest is known.
    """

    __tablename__ = "supervisor_invitation"

    id: Mapped[Id]
    survey_id: Mapped[str] = mapped_column(ForeignKey("survey.id"))
    participation_id: Mapped[str] = mapped_column(ForeignKey("participation.id"), index=True)
    email: Mapped[str]
    language: Mapped[str]
    token_digest: Mapped[str] = mapped_column(unique=True)
    reminder_digest: Mapped[str | None] = mapped_column(unique=True)
    asked_at: Mapped[datetime]
    has_answered: Mapped[bool] = mapped_column(server_default=false())

    # One view for each participant: naming another replaces nobody.
    __table_args__ = (UniqueConstraint("survey_id", "participation_id"),)


class SurveyAnswer(Model):
    """All answers to a survey together, counted: by question, and by each kind of group.

    One row for all, written anew with each answer, so that no row, order or transaction is one
    person's. When the survey closes only what may be shown is kept, and this row goes.
    """

    __tablename__ = "survey_answer"

    survey_id: Mapped[str] = mapped_column(ForeignKey("survey.id"), primary_key=True)
    audience: Mapped[str] = mapped_column(primary_key=True)
    counts: Mapped[Json]
    comments: Mapped[Json]

    __table_args__ = (
        CheckConstraint("audience IN ('participants', 'supervisors')", name="audience"),
    )
