"""Tables of translation: the terms that translators agree on, and what they say about a unit.

Translations themselves are content's. What a term finds in a text is decided in `rules`.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint, text
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
              sqlite_where=text("course_id IS NULL"),
              postgresql_where=text("course_id IS NULL")),
    )  # fmt: skip


class UnitComment(Model):
    """What somebody said about the translation of a unit."""

    __tablename__ = "unit_comment"

    id: Mapped[Id]
    course_id: Mapped[str] = mapped_column(ForeignKey("course.id"))
    language: Mapped[str]
    context: Mapped[str]
    source: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]

    # A unit's page asks for what was said about it.
    __table_args__ = (Index("ix_unit_comment_unit", "course_id", "language", "context"),)
