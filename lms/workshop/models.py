"""Tables of the workshop: what a person has changed in a course and not saved yet.

A saved state is a revision, and stands in `lms.content`.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.kit.db import Id, Model


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
