"""Tables of who marks and how, of questions put right, and of item analyses.

The marks themselves stand in `attempts`.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.kit.db import Id, Json, Model


class ItemAnalysis(Model):
    """What an analysis of some attempts at one quiz found; made once by its job, whose id it has.

    `version_id` is the newest of the versions that it is of; `is_whole`: of everybody's first
    attempt in that one. `workbook_hash` is the same as a workbook.
    """

    __tablename__ = "item_analysis"

    id: Mapped[Id]
    course_id: Mapped[str] = mapped_column(ForeignKey("course.id"))
    version_id: Mapped[str] = mapped_column(ForeignKey("version.id"))
    activity_id: Mapped[str]
    wish: Mapped[Json]
    is_whole: Mapped[bool]
    attempts: Mapped[int]
    found: Mapped[Json]
    workbook_hash: Mapped[str]
    asked_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]

    __table_args__ = (
        # A course's analyses, the newest first.
        Index("ix_item_analysis_course", "course_id", "made_at"),
        # Reliability beside every list of a version's questions.
        Index("ix_item_analysis_version", "version_id", "made_at"),
    )


class Regrade(Model):
    """A decision about one question of a version, and why: another key, full marks, or left out."""

    __tablename__ = "regrade"

    id: Mapped[Id]
    version_id: Mapped[str] = mapped_column(ForeignKey("version.id"), index=True)
    item_id: Mapped[str]
    way: Mapped[str]
    job_id: Mapped[str]
    key: Mapped[Json]
    reason: Mapped[str] = mapped_column(Text)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    __table_args__ = (CheckConstraint("way IN ('key', 'everybody', 'out')", name="way"),)


class MarkingPlan(Model):
    """How the answers to a quiz are marked by people, whatever the version; without one: defaults.

    `second_percent` is the share of answers that a second person marks without knowing the first
    mark, `threshold_percent` the difference, in percent of the question's points, from which on a
    moderator decides. `standard` is the record of how the pass mark was set. For `appeal_days` from
    its release an appeal against a result is taken; none: never.
    """

    __tablename__ = "marking_plan"

    course_id: Mapped[str] = mapped_column(ForeignKey("course.id"), primary_key=True)
    quiz_id: Mapped[str] = mapped_column(primary_key=True)
    second_percent: Mapped[int]
    threshold_percent: Mapped[int]
    may_authors_decide: Mapped[bool]
    standard: Mapped[str] = mapped_column(Text)
    appeal_days: Mapped[int] = mapped_column(server_default="14")

    __table_args__ = (
        CheckConstraint("second_percent BETWEEN 0 AND 100", name="second"),
        CheckConstraint("threshold_percent BETWEEN 0 AND 100", name="threshold"),
        CheckConstraint("appeal_days BETWEEN 0 AND 365", name="appeal_days"),
    )


class MarkingDuty(Model):
    """Who marks the answers to a quiz, and as what, or decides on appeals; former ones are kept."""

    __tablename__ = "marking_duty"

    id: Mapped[Id]
    course_id: Mapped[str] = mapped_column(ForeignKey("course.id"))
    quiz_id: Mapped[str]
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[str]
    assigned_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    assigned_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        # Nobody has the same duty twice at a time, however often the button is pressed.
        Index("uq_marking_duty_held", "course_id", "quiz_id", "person_id", "role", unique=True,
              sqlite_where=text("ended_at IS NULL"), postgresql_where=text("ended_at IS NULL")),
        CheckConstraint("role IN ('marker', 'second', 'moderator', 'appeal')", name="role"),
    )  # fmt: skip


class MarkingDraft(Model):
    """A half-done mark of one person, kept until it is given."""

    __tablename__ = "marking_draft"

    attempt_id: Mapped[str] = mapped_column(primary_key=True)
    item_id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    details: Mapped[Json]
    at: Mapped[datetime]

    __table_args__ = (
        ForeignKeyConstraint(["attempt_id", "item_id"],
                             ["paper_item.attempt_id", "paper_item.item_id"]),
    )  # fmt: skip


class MarkingPhrase(Model):
    """A comment that those who mark a question keep at hand."""

    __tablename__ = "marking_phrase"

    id: Mapped[Id]
    course_id: Mapped[str] = mapped_column(ForeignKey("course.id"))
    item_id: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    kept_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    kept_at: Mapped[datetime]

    # The bank of one question.
    __table_args__ = (Index("ix_marking_phrase_item", "course_id", "item_id", "kept_at"),)
