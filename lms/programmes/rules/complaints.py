"""Complaints about the training: what one is about, until when it is answered, where it stands.

Who answers is somebody with the task, which nobody has beside another in the same cohort.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from lms.kit.errors import DomainError
from lms.kit.i18n import N_

About = Literal["content", "people", "organisation", "access", "assessment", "other"]
ABOUT_NAMES: Mapping[About, str] = {
    "content": N_("Content of the training"),
    "people": N_("Conduct of tutors, participants or others"),
    "organisation": N_("Organisation, place and times"),
    "access": N_("Accessibility and language"),
    "assessment": N_("Assessment and grades"),
    "other": N_("Something else"),
}
StepKind = Literal["question", "reply", "answer"]
STEP_NAMES: Mapping[StepKind, str] = {
    "question": N_("Question back"),
    "reply": N_("Reply"),
    "answer": N_("Answer"),
}
ComplaintStatus = Literal["waiting", "asked", "late", "answered"]
STATUS_NAMES: Mapping[ComplaintStatus, str] = {
    "waiting": N_("Waits for the answer"),
    "asked": N_("Waits for a reply"),
    "late": N_("Answer is late"),
    "answered": N_("Answered"),
}
BADGES: Mapping[ComplaintStatus, str] = {
    "waiting": "info", "asked": "warning", "late": "danger", "answered": "done",
}  # fmt: skip
ANSWER_DAYS = 14
MOST_DAYS = 90
SOON = timedelta(days=3)
MOST_OPEN = 5
LONGEST_WORDS = 10_000
# Which mails are due of one that is not answered; each is sent once to each who answers.
Stage = Literal["filed", "soon", "late"]


@dataclass(frozen=True, slots=True)
class StepRow:
    """Something that was said to a complaint; a reply says nobody's name."""

    complaint_id: str
    kind: StepKind
    words: str
    said_by: str | None
    said_at: datetime


@dataclass(frozen=True, slots=True)
class ComplaintRow:
    """A complaint; `person_id` is for the program alone unless `is_named`."""

    id: str
    cohort_id: str
    participation_id: str
    person_id: str | None
    about: About
    words: str
    is_named: bool
    filed_at: datetime
    due_at: datetime
    answered_at: datetime | None


def find_due(now: datetime, days: int) -> datetime:
    """Return until when a complaint that is filed now is answered."""
    return now + timedelta(days=days)


def find_status(row: ComplaintRow, last: StepKind | None, now: datetime) -> ComplaintStatus:
    """Return where a complaint stands; `last` is what was said to it last."""
    if row.answered_at is not None:
        return "answered"
    if last == "question":
        return "asked"
    return "late" if row.due_at <= now else "waiting"


def find_stage(row: ComplaintRow, now: datetime) -> Stage | None:
    """Return of what those who answer are told by now; nothing once it is answered."""
    if row.answered_at is not None:
        return None
    if row.due_at <= now:
        return "late"
    # A short time for answers is not reminded of on the first day.
    is_soon = now >= row.due_at - SOON and now >= row.filed_at + timedelta(days=1)
    return "soon" if is_soon else "filed"


class TooManyComplaints(DomainError):
    """Whoever has several open waits for the answers."""

    message = N_("You have several complaints that are not answered yet. Please wait for these.")


class ComplaintAnswered(DomainError):
    """What is answered is closed."""

    message = N_("This complaint is answered and closed.")
