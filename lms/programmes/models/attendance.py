"""Tables of attendance: what was noted of whom, by what; lists sent in, corrections asked for.

Rows of `attendance` are never changed: the last of a participant in a session is what holds.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.kit.db import Id, Json, Model


class Attendance(Model):
    """What was noted of one participant in one session; the highest `number` holds.

    `none` takes back what was noted.
    """

    __tablename__ = "attendance"

    id: Mapped[Id]
    session_id: Mapped[str] = mapped_column(ForeignKey("cohort_session.id"))
    participation_id: Mapped[str] = mapped_column(ForeignKey("participation.id"), index=True)
    number: Mapped[int]
    status: Mapped[str]
    source: Mapped[str]
    minutes: Mapped[int | None]
    reason: Mapped[str]
    import_id: Mapped[str | None] = mapped_column(ForeignKey("attendance_import.id"), index=True)
    noted_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    noted_at: Mapped[datetime]

    __table_args__ = (
        # Of two who note at the same instant the second sees what the first noted.
        UniqueConstraint("session_id", "participation_id", "number"),
        CheckConstraint("status IN ('none', 'present', 'late', 'excused', 'absent')",
                        name="status"),
        CheckConstraint("source IN ('list', 'code', 'import', 'undo', 'correction')",
                        name="source"),
    )  # fmt: skip


class AttendanceImport(Model):
    """A list of a video service that somebody sent in; `lines` are what was read of it."""

    __tablename__ = "attendance_import"

    id: Mapped[Id]
    session_id: Mapped[str] = mapped_column(ForeignKey("cohort_session.id"), index=True)
    file_name: Mapped[str]
    lines: Mapped[Json]
    created_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    taken_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]

    __table_args__ = (CheckConstraint("undone_at IS NULL OR taken_at IS NOT NULL", name="undone"),)


class AttendanceRequest(Model):
    """A participant's wish that what was noted of them be corrected, and what was decided."""

    __tablename__ = "attendance_request"

    id: Mapped[Id]
    session_id: Mapped[str] = mapped_column(ForeignKey("cohort_session.id"), index=True)
    participation_id: Mapped[str] = mapped_column(ForeignKey("participation.id"), index=True)
    wanted: Mapped[str]
    reason: Mapped[str]
    asked_at: Mapped[datetime]
    is_granted: Mapped[bool | None]
    answer: Mapped[str]
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]

    __table_args__ = (
        # Asking twice before the answer is asking once.
        Index("uq_attendance_request_open", "session_id", "participation_id", unique=True,
              sqlite_where=text("decided_at IS NULL"),
              postgresql_where=text("decided_at IS NULL")),
        CheckConstraint("wanted IN ('present', 'late', 'excused', 'absent')", name="wanted"),
        CheckConstraint("(is_granted IS NULL) = (decided_at IS NULL)", name="decided"),
    )  # fmt: skip


class SignInSheet(Model):
    """A sheet to be signed on paper that somebody asked for: names as that person may see them."""

    __tablename__ = "sign_in_sheet"

    id: Mapped[Id]
    session_id: Mapped[str] = mapped_column(ForeignKey("cohort_session.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    language: Mapped[str]
    blob_hash: Mapped[str | None]
    asked_at: Mapped[datetime]
