"""Tables of sessions: when and where a cohort meets, who leads it, who was told and by which link.

Who was there stands in `attendance`.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.kit.db import Id, Json, Model


class CohortSession(Model):
    """One meeting of a cohort, or of some of its groups.

    The clock on the wall of `time_zone` is what was meant. `sequence` rises with each change, as a
    calendar's does (RFC 5545 §3.8.7.4); what was called off stays, with its day.
    """

    __tablename__ = "cohort_session"

    id: Mapped[Id]
    cohort_id: Mapped[str] = mapped_column(ForeignKey("cohort.id"))
    title: Mapped[str]
    mode: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    time_zone: Mapped[str]
    place: Mapped[str]
    link: Mapped[str]
    language: Mapped[str]
    interpreters: Mapped[Json]
    capacity: Mapped[int | None]
    sequence: Mapped[int] = mapped_column(server_default=text("0"))
    created_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_cohort_session_cohort", "cohort_id", "starts_at"),
        # Whether somebody is in two places at once, and what comes next.
        Index("ix_cohort_session_time", "starts_at", "ends_at"),
        CheckConstraint("starts_at < ends_at", name="span"),
        CheckConstraint("mode IN ('in_person', 'online', 'hybrid')", name="mode"),
        CheckConstraint("capacity IS NULL OR capacity >= 1", name="capacity"),
    )


class SessionTutor(Model):
    """Who leads a session."""

    __tablename__ = "session_tutor"

    session_id: Mapped[str] = mapped_column(ForeignKey("cohort_session.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)


class SessionGroup(Model):
    """A group for which a session is; a session without any is for the whole cohort."""

    __tablename__ = "session_group"

    session_id: Mapped[str] = mapped_column(ForeignKey("cohort_session.id"), primary_key=True)
    group_id: Mapped[str] = mapped_column(
        ForeignKey("cohort_group.id"), primary_key=True, index=True
    )


class SessionInvitation(Model):
    """What of a session somebody was told last: which sequence, and whether it was called off."""

    __tablename__ = "session_invitation"

    session_id: Mapped[str] = mapped_column(ForeignKey("cohort_session.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    sequence: Mapped[int]
    is_called_off: Mapped[bool]


class CalendarFeed(Model):
    """A person's link by which a calendar program reads their sessions; another id, another link.

    The link's secret is made of the id under the site's secret, so that no backup opens a calendar.
    """

    __tablename__ = "calendar_feed"

    id: Mapped[Id]
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), unique=True)
    created_at: Mapped[datetime]
