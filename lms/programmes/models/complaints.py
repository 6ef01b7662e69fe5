"""Tables of complaints about the training: what was complained of, and what was said to it.

Who may read one is decided in `complaint_policy`.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from lms.kit.db import Id, Model, Seq


class ComplaintTerms(Model):
    """In how many days a cohort answers complaints, where it was said."""

    __tablename__ = "complaint_terms"

    cohort_id: Mapped[str] = mapped_column(ForeignKey("cohort.id"), primary_key=True)
    days: Mapped[int]

    __table_args__ = (CheckConstraint("days BETWEEN 1 AND 90", name="days"),)


class Complaint(Model):
    """A complaint of a participant; `is_named` says whether whoever answers may know the name."""

    __tablename__ = "complaint"

    id: Mapped[Id]
    cohort_id: Mapped[str] = mapped_column(ForeignKey("cohort.id"), index=True)
    participation_id: Mapped[str] = mapped_column(ForeignKey("participation.id"), index=True)
    about: Mapped[str]
    words: Mapped[str] = mapped_column(Text)
    is_named: Mapped[bool] = mapped_column(server_default=false())
    filed_at: Mapped[datetime]
    due_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint(
            "about IN ('content', 'people', 'organisation', 'access', 'assessment', 'other')",
            name="about",
        ),
    )


class ComplaintStep(Model):
    """Something said to a complaint: a question back, a reply, the answer; append-only."""

    __tablename__ = "complaint_step"

    seq: Mapped[Seq]
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"), index=True)
    kind: Mapped[str]
    words: Mapped[str] = mapped_column(Text)
    # Of a reply it is empty: whose the complaint is, is said in one place.
    said_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    said_at: Mapped[datetime]

    __table_args__ = (CheckConstraint("kind IN ('question', 'reply', 'answer')", name="kind"),)
