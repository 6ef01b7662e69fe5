"""Reads of complaints: somebody's own, a cohort's for whoever answers, and counts for the rest.

Who may read which is decided in `complaint_policy`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from lms.kit.db import read
from lms.programmes.models import Complaint, ComplaintStep, ComplaintTerms, Participation
from lms.programmes.rules.complaints import (
    ANSWER_DAYS,
    ComplaintRow,
    ComplaintStatus,
    StepRow,
    find_status,
)

_complaint: Any = (
    select(
        Complaint.id,
        Complaint.cohort_id,
        Complaint.participation_id,
        Participation.person_id,
        Complaint.about,
        Complaint.words,
        Complaint.is_named,
        Complaint.filed_at,
        Complaint.due_at,
        Complaint.answered_at,
    )
    .join(Participation, Participation.id == Complaint.participation_id)
    .order_by(Complaint.filed_at, Complaint.id)
)
_step: Any = select(
    ComplaintStep.complaint_id,
    ComplaintStep.kind,
    ComplaintStep.words,
    ComplaintStep.said_by,
    ComplaintStep.said_at,
).order_by(ComplaintStep.seq)


@dataclass(frozen=True, slots=True)
class ComplaintLine:
    """A complaint in a list, and where it stands."""

    row: ComplaintRow
    status: ComplaintStatus


def find_complaint(complaint_id: str) -> ComplaintRow | None:
    """Return one complaint, whoever's it is, or nothing."""
    row = read(_complaint.where(Complaint.id == complaint_id)).one_or_none()
    return ComplaintRow(*row) if row else None


def find_complaint_locked(complaint_id: str) -> ComplaintRow | None:
    """Return one complaint that nobody else changes until this transaction ends."""
    query = _complaint.where(Complaint.id == complaint_id).with_for_update(of=Complaint)
    row = read(query).one_or_none()
    return ComplaintRow(*row) if row else None


def list_steps(complaint_id: str) -> list[StepRow]:
    """Return what was said to a complaint, the first first."""
    return [StepRow(*row) for row in read(_step.where(ComplaintStep.complaint_id == complaint_id))]


def list_own(participation_id: str, now: datetime) -> list[ComplaintLine]:
    """Return the complaints of one participant, the newest first."""
    rows = read(_complaint.where(Complaint.participation_id == participation_id))
    return _lines([ComplaintRow(*row) for row in rows], now)[::-1]


def list_of_cohort(cohort_id: str, now: datetime) -> list[ComplaintLine]:
    """Return the complaints of a cohort: what is not answered first, the first due first."""
    rows = read(_complaint.where(Complaint.cohort_id == cohort_id))
    lines = _lines([ComplaintRow(*row) for row in rows], now)
    return sorted(lines, key=lambda line: (line.status == "answered", line.row.due_at))


def _lines(rows: Sequence[ComplaintRow], now: datetime) -> list[ComplaintLine]:
    last = {
        step.complaint_id: step.kind
        for step in (
            StepRow(*row)
            for row in read(_step.where(ComplaintStep.complaint_id.in_([one.id for one in rows])))
        )
    }
    return [ComplaintLine(row, find_status(row, last.get(row.id), now)) for row in rows]


def list_open() -> list[ComplaintRow]:
    """Return every complaint that is not answered."""
    return [ComplaintRow(*row) for row in read(_complaint.where(Complaint.answered_at.is_(None)))]


def count_open(participation_id: str) -> int:
    """Return how many complaints of a participant are not answered."""
    query = select(func.count()).where(
        Complaint.participation_id == participation_id, Complaint.answered_at.is_(None)
    )
    return read(query).scalar_one()


def get_days(cohort_id: str) -> int:
    """Return in how many days a cohort answers complaints."""
    query = select(ComplaintTerms.days).where(ComplaintTerms.cohort_id == cohort_id)
    return read(query).scalar_one_or_none() or ANSWER_DAYS


def count_statuses(lines: Sequence[ComplaintLine]) -> Mapping[str, int]:
    """Return how many complaints stand at each status."""
    counts: dict[str, int] = {}
    for line in lines:
        counts[line.status] = counts.get(line.status, 0) + 1
    return counts
