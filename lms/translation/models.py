"""Tables of translation: the terms that translators agree on, and what they say about a unit.

Translations themselves are content's. What a term finds in a text is decided in `rules`.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from lms.kit.db import Id, Json, Model


class Term(Model):
    """A word of the field with its translations; without a course it is shared by all courses.

    `texts` maps a language to its text and whether that is a draft still, `forbidden` to the words
    that must not stand for it.
    """

    __tablename__ = "term"

    id: Mapped[Id]
    course_id: Mapped[str | None] = mapped_column(ForeignKey("course.id"))
    language: Mapped[str]
    source: Mapped[str]
    folded: Mapped[str]
    note: Mapped[str] = mapped_column(Text)
    texts: Mapped[Json]
    forbidden: Mapped[Json]
    changed_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime]

    __table_args__ = (
        # A word stands once in a course's terms. Also the look-up of a course's terms.
        UniqueConstraint("course_id", "language", "folded"),
        # And once among those of all courses: two who take the shipped terms in add them once.
        Index("uq_term_shared", "language", "folded", unique=True,
              sqlite_where=sql("course_id IS NULL"),
              postgresql_where=sql("course_id IS NULL")),
    )  # fmt: skip


class UnitComment(Model):
    """What somebody said about the translation of a unit; open until somebody resolves it."""

    __tablename__ = "unit_comment"

    id: Mapped[Id]
    course_id: Mapped[str] = mapped_column(ForeignKey("course.id"))
    language: Mapped[str]
    context: Mapped[str]
    source: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]
    resolved_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))

    __table_args__ = (
        # A unit's page asks for what was said about it.
        Index("ix_unit_comment_unit", "course_id", "language", "context"),
        # The lists of courses and texts ask for what is open, which is little of all.
        Index("ix_unit_comment_open", "course_id", sqlite_where=sql("resolved_at IS NULL"),
              postgresql_where=sql("resolved_at IS NULL")),
        CheckConstraint("(resolved_by IS NULL) OR (resolved_at IS NOT NULL)", name="resolved"),
    )  # fmt: skip
