"""Tables of the workshop: what a person has changed in a course and not saved yet.

A saved state is a revision, and stands in `lms.content`.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.kit.db import Id, Model, Seq


class WorkingCopy(Model):
    """One person's unsaved work on one course, and the revision that it began from."""

    __tablename__ = "working_copy"

    id: Mapped[Id]
    course_id: Mapped[str] = mapped_column(ForeignKey("course.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    base_id: Mapped[str] = mapped_column(ForeignKey("revision.id"))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    __table_args__ = (
        # Two browser windows of one person write into one copy.
        UniqueConstraint("course_id", "person_id"),
    )


class WorkingFile(Model):
    """A file as the person has it now: text here, media by hash; with neither it is removed."""

    __tablename__ = "working_file"

    copy_id: Mapped[str] = mapped_column(
        ForeignKey("working_copy.id", ondelete="CASCADE"), primary_key=True
    )
    path: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str | None] = mapped_column(Text)
    blob_hash: Mapped[str | None]
    updated_at: Mapped[datetime]

    __table_args__ = (CheckConstraint("text IS NULL OR blob_hash IS NULL", name="one_content"),)


class DiscardedCopy(Model):
    """What a person threw away, or another's choice replaced; kept for some days, to be undone."""

    __tablename__ = "discarded_copy"

    id: Mapped[Id]
    course_id: Mapped[str] = mapped_column(ForeignKey("course.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime]

    __table_args__ = (
        # The front of a course asks for the person's own.
        Index("ix_discarded_copy_course", "course_id", "person_id", "created_at"),
    )


class DiscardedFile(Model):
    """A file as it was when it was discarded; as in a working copy."""

    __tablename__ = "discarded_file"

    copy_id: Mapped[str] = mapped_column(
        ForeignKey("discarded_copy.id", ondelete="CASCADE"), primary_key=True
    )
    path: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str | None] = mapped_column(Text)
    blob_hash: Mapped[str | None]

    __table_args__ = (CheckConstraint("text IS NULL OR blob_hash IS NULL", name="one_content"),)


class CourseOrigin(Model):
    """From what a course derives, and up to which state it has taken that in; append-only.

    The newest row of a course is the base of the next merge.
    """

    __tablename__ = "course_origin"

    seq: Mapped[Seq]
    course_id: Mapped[str] = mapped_column(ForeignKey("course.id"), index=True)
    upstream_id: Mapped[str] = mapped_column(ForeignKey("course.id"), index=True)
    version_number: Mapped[int]
    tree_hash: Mapped[str] = mapped_column(ForeignKey("tree.hash"))
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]


class UpstreamMerge(Model):
    """A state of the upstream course that a working copy took in; it counts once that is saved."""

    __tablename__ = "upstream_merge"

    copy_id: Mapped[str] = mapped_column(
        ForeignKey("working_copy.id", ondelete="CASCADE"), primary_key=True
    )
    version_number: Mapped[int]
    tree_hash: Mapped[str] = mapped_column(ForeignKey("tree.hash"))


class DerivingOpen(Model):
    """A course from which trainers of other organisations may derive their own."""

    __tablename__ = "deriving_open"

    course_id: Mapped[str] = mapped_column(ForeignKey("course.id"), primary_key=True)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
