"""Reads of participations: who has a place in a cohort, and what became of it.

Names come from `lms.accounts.queries`.
"""

from typing import Any

from sqlalchemy import select

from lms.kit.db import read
from lms.programmes.models import Participation
from lms.programmes.rules.rows import ParticipationRow

_participation: Any = select(
    Participation.id,
    Participation.cohort_id,
    Participation.person_id,
    Participation.nomination_id,
    Participation.status,
    Participation.offered_at,
    Participation.answer_by,
    Participation.answered_at,
    Participation.ended_at,
    Participation.group_id,
    Participation.language,
)


def find_participation(participation_id: str) -> ParticipationRow | None:
    """Return one participation, or nothing."""
    row = read(_participation.where(Participation.id == participation_id)).one_or_none()
    return ParticipationRow(*row) if row else None


def list_participations(cohort_id: str) -> list[ParticipationRow]:
    """Return all participations of a cohort, those that ended included, by when they began."""
    query = _participation.where(Participation.cohort_id == cohort_id)
    rows = read(query.order_by(Participation.offered_at, Participation.id))
    return [ParticipationRow(*row) for row in rows]
