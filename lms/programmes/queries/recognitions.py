"""Reads of wishes that prior learning counts, with the decision that holds.

What they make of a programme is read in `progress`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, select

from lms.kit.db import read
from lms.programmes.models import Participation, Recognition, RecognitionDecision
from lms.programmes.rules.recognition import KeptFile, RecognitionStatus


@dataclass(frozen=True, slots=True)
class RecognitionRow:
    """A wish that a requirement counts as met; `reason` and who decided, once somebody has."""

    id: str
    participation_id: str
    cohort_id: str
    person_id: str
    part_id: str
    statement: str
    award_id: str | None
    documents: tuple[KeptFile, ...]
    asked_at: datetime
    status: RecognitionStatus
    reason: str | None
    decided_by: str | None
    decided_at: datetime | None


_newest = (
    select(RecognitionDecision.recognition_id, func.max(RecognitionDecision.seq).label("seq"))
    .group_by(RecognitionDecision.recognition_id)
    .subquery()
)
_recognition: Any = (
    select(
        Recognition.id,
        Recognition.participation_id,
        Participation.cohort_id,
        Participation.person_id,
        Recognition.part_id,
        Recognition.statement,
        Recognition.award_id,
        Recognition.documents,
        Recognition.asked_at,
        Recognition.status,
        RecognitionDecision.reason,
        RecognitionDecision.decided_by,
        RecognitionDecision.decided_at,
    )
    .join(Participation, Participation.id == Recognition.participation_id)
    .outerjoin(_newest, _newest.c.recognition_id == Recognition.id)
    .outerjoin(RecognitionDecision, RecognitionDecision.seq == _newest.c.seq)
)


def _to_row(row: Any) -> RecognitionRow:  # noqa: ANN401 - a row of thirteen columns has no type
    values: Mapping[str, Any] = row._asdict()
    documents = tuple(KeptFile(**one) for one in values["documents"])
    return RecognitionRow(**{**values, "documents": documents})


def find_recognition(recognition_id: str) -> RecognitionRow | None:
    """Return one wish, whoever's it is, or nothing."""
    row = read(_recognition.where(Recognition.id == recognition_id)).one_or_none()
    return _to_row(row) if row else None


def list_newest(participation_id: str) -> dict[str, RecognitionRow]:
    """Return what a participant asked last of each requirement, but for what was taken back."""
    place = (Recognition.participation_id == participation_id, Recognition.status != "withdrawn")
    # One that waits or is granted is the last, and there is one at most: others were asked before.
    is_alive = Recognition.status.in_(("waiting", "granted"))
    order = (case((is_alive, 1), else_=0), Recognition.asked_at, Recognition.id)
    rows = read(_recognition.where(*place).order_by(*order))
    return {row.part_id: _to_row(row) for row in rows}


def list_of_cohort(cohort_id: str) -> list[RecognitionRow]:
    """Return all wishes of a cohort that were not taken back, the oldest first."""
    place = (Participation.cohort_id == cohort_id, Recognition.status != "withdrawn")
    rows = read(_recognition.where(*place).order_by(Recognition.asked_at, Recognition.id))
    return [_to_row(row) for row in rows]
