"""Verbs of complaints: file one, ask back, reply, answer; say in how many days they are answered.

Mails are written in `complaint_mail`. The log does not name who complains: others read it.
"""

from datetime import datetime

from sqlalchemy import insert, update

from lms.audit import services as audit
from lms.kit import jobs
from lms.kit.actor import OPERATOR, Actor
from lms.kit.db import db
from lms.kit.ids import new_id
from lms.programmes.models import Complaint, ComplaintStep, ComplaintTerms
from lms.programmes.queries import complaints, participations
from lms.programmes.rules.complaints import (
    MOST_OPEN,
    About,
    ComplaintAnswered,
    ComplaintRow,
    StepKind,
    TooManyComplaints,
    find_due,
)
from lms.programmes.rules.rows import CohortRow, ParticipationRow
from lms.programmes.services import complaint_mail

REMIND_COMPLAINTS = "programmes.remind_complaints"


def file_complaint(
    now: datetime, row: ParticipationRow, about: About, words: str, *, is_named: bool
) -> str:
    """File a complaint of a participant; those who answer are told. Return its id.

    Raises `TooManyComplaints`.
    """
    # Two clicks at once: the second waits, and is counted.
    participations.find_participation_locked(row.id)
    if complaints.count_open(row.id) >= MOST_OPEN:
        raise TooManyComplaints
    complaint_id = new_id()
    values = {
        "id": complaint_id,
        "cohort_id": row.cohort_id,
        "participation_id": row.id,
        "about": about,
        "words": words,
        "is_named": is_named,
        "filed_at": now,
        "due_at": find_due(now, complaints.get_days(row.cohort_id)),
    }
    db.session.execute(insert(Complaint).values(values))
    _record(OPERATOR, now, "filed", complaint_id, row.cohort_id)
    jobs.enqueue(REMIND_COMPLAINTS, complaint_id, {}, now)
    return complaint_id


def reply(now: datetime, row: ComplaintRow, words: str) -> None:
    """Keep what the complainant says; raise `ComplaintAnswered`."""
    number = _say(now, row, "reply", words, None)
    _record(OPERATOR, now, "replied", row.id, row.cohort_id)
    complaint_mail.tell_replied(now, row, number)


def ask_back(actor: Actor, now: datetime, row: ComplaintRow, words: str) -> None:
    """Ask the complainant something, who is told; raise `ComplaintAnswered`."""
    number = _say(now, row, "question", words, actor.person_id)
    _record(actor, now, "asked_back", row.id, row.cohort_id)
    complaint_mail.tell_said(now, row, number)


def answer(actor: Actor, now: datetime, row: ComplaintRow, words: str) -> None:
    """Answer a complaint, which closes it; the complainant is told. Raise `ComplaintAnswered`."""
    number = _say(now, row, "answer", words, actor.person_id)
    closed = update(Complaint).where(Complaint.id == row.id)
    db.session.execute(closed.values(answered_at=now))
    _record(actor, now, "answered", row.id, row.cohort_id)
    complaint_mail.tell_said(now, row, number)


def _say(now: datetime, row: ComplaintRow, kind: StepKind, words: str, by: str | None) -> int:
    """Keep what is said, and return how many things were said before it."""
    # Two who answer at once: the second waits, and finds it answered.
    held = complaints.find_complaint_locked(row.id)
    if held is None or held.answered_at is not None:
        raise ComplaintAnswered
    number = len(complaints.list_steps(row.id))
    values = {
        "complaint_id": row.id, "kind": kind, "words": words, "said_by": by, "said_at": now,
    }  # fmt: skip
    db.session.execute(insert(ComplaintStep).values(values))
    return number


def set_days(actor: Actor, now: datetime, cohort: CohortRow, days: int) -> None:
    """Say in how many days complaints that come from now on are answered."""
    place = ComplaintTerms.cohort_id == cohort.id
    changed = update(ComplaintTerms).where(place).values(days=days)
    kept = db.session.execute(changed.returning(ComplaintTerms.cohort_id))
    if kept.one_or_none() is None:
        db.session.execute(insert(ComplaintTerms).values(cohort_id=cohort.id, days=days))
    audit.record(
        actor, now, "cohort.complaint_days_set",
        subject_type="cohort", subject_id=cohort.id, details={"days": days},
    )  # fmt: skip


def _record(actor: Actor, now: datetime, what: str, complaint_id: str, cohort_id: str) -> None:
    audit.record(
        actor, now, f"complaint.{what}",
        subject_type="complaint", subject_id=complaint_id, details={"cohort": cohort_id},
    )  # fmt: skip
