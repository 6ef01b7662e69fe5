"""Tables of issuing: the rule of a course or programme, decisions about people, runs over many.

What a rule asks for stands in `rules.issuing`; the certificates themselves in `certificates`.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.kit.db import Id, Json, Model, Seq


class IssuingRule(Model):
    """How the certificates of a course or a programme are issued; without a row, on request."""

    __tablename__ = "issuing_rule"

    id: Mapped[Id]
    course_id: Mapped[str | None] = mapped_column(ForeignKey("course.id"), unique=True)
    programme_id: Mapped[str | None] = mapped_column(ForeignKey("programme.id"), unique=True)
    mode: Mapped[str]
    set_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    set_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint("mode IN ('requested', 'automatic', 'decided')", name="mode"),
        CheckConstraint("(course_id IS NULL) <> (programme_id IS NULL)", name="subject"),
    )


class IssueDecision(Model):
    """That a completion or an award gets its certificate, or not; appended, the newest holds.

    `kind` is the one decided about: more that is reached later is decided anew.
    """

    __tablename__ = "issue_decision"

    seq: Mapped[Seq]
    completion_id: Mapped[str | None] = mapped_column(ForeignKey("completion.id"), index=True)
    award_id: Mapped[str | None] = mapped_column(ForeignKey("award.id"), index=True)
    kind: Mapped[str]
    is_approved: Mapped[bool]
    reason: Mapped[str]
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint("kind IN ('participation', 'achievement')", name="kind"),
        CheckConstraint("(completion_id IS NULL) <> (award_id IS NULL)", name="subject"),
    )


class IssueRun(Model):
    """Issuing to many people of a course or a cohort at once; jobs do it, window by window."""

    __tablename__ = "issue_run"

    id: Mapped[Id]
    course_id: Mapped[str | None] = mapped_column(ForeignKey("course.id"), index=True)
    cohort_id: Mapped[str | None] = mapped_column(ForeignKey("cohort.id"), index=True)
    # Whose administrators see it: the organisation that issues.
    issuer_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    started_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    started_at: Mapped[datetime]
    stopped_at: Mapped[datetime | None]
    stopped_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))

    __table_args__ = (
        CheckConstraint("(course_id IS NULL) <> (cohort_id IS NULL)", name="subject"),
    )


class IssueItem(Model):
    """One person of a run: chosen, and what became of it.

    `key` is the enrolment's id in a course, the award's in a cohort. `error` says why it failed:
    the certificate or, where there is one already, its file; empty where nothing did. Of somebody
    who was asked it says what of the name cannot be printed, or is empty where none was confirmed.
    """

    __tablename__ = "issue_item"

    run_id: Mapped[str] = mapped_column(ForeignKey("issue_run.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str]
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    status: Mapped[str] = mapped_column(default="waiting")
    certificate_id: Mapped[str | None] = mapped_column(ForeignKey("certificate.id"), index=True)
    # Of the file that is made with it: the person's own when the run came to them.
    language: Mapped[str | None]
    # The second language of a bilingual file, as the terms said then; empty where there is none.
    beside: Mapped[str] = mapped_column(default="", server_default="")
    has_file: Mapped[bool] = mapped_column(default=False)
    error: Mapped[Json]
    at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("run_id", "key"),
        # What is still to do, and the counts of the page.
        Index("ix_issue_item_status", "run_id", "status", "has_file"),
        CheckConstraint("status IN ('waiting', 'issued', 'asked', 'failed')", name="status"),
    )


class SheetPreview(Model):
    """A sheet as it would be issued, drawn for whoever decides about it; soon forgotten.

    `key` is the enrolment's id or the award's. `seal` is that of all that is drawn, the name as the
    reader may see it among it: nobody is shown another drawing than that of what they may read.
    """

    __tablename__ = "sheet_preview"

    id: Mapped[Id]
    key: Mapped[str]
    seal: Mapped[str]
    facts: Mapped[Json]
    language: Mapped[str]
    # The second language of a bilingual sheet; empty where there is none.
    beside: Mapped[str]
    # None until the worker has drawn it, or where it could not: then `problem` says why.
    picture_hash: Mapped[str | None]
    problem: Mapped[Json]
    asked_at: Mapped[datetime] = mapped_column(index=True)
    made_at: Mapped[datetime | None]

    __table_args__ = (
        # Asking twice for the same drawing is asking once.
        Index("uq_sheet_preview", "key", "seal", unique=True),
    )
