"""Reads of participations: who has a place in a cohort, and what became of it.

Names come from `lms.accounts.queries`.
"""

from typing import Any

from sqlalchemy import bindparam, select

from lms.accounts.models import Person
from lms.kit.db import read
from lms.programmes.models import Nomination, Participation
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
_email = select(Person.email).where(Person.id == bindparam("person_id")).scalar_subquery()
_OFFERED = (
    (Participation.status == "offered")
    & Participation.person_id.is_(None)
    & Participation.nomination_id.in_(select(Nomination.id).where(Nomination.email == _email))
)
_OWN = (Participation.person_id == bindparam("person_id")) & Participation.status.in_(
    ("offered", "accepted", "completed")
)
# The page of what somebody learns asks for these at each visit: put together once.
_STUDIED: Any = _participation.where(_OWN | _OFFERED).order_by(
    Participation.offered_at.desc(), Participation.id
)


def find_participation(participation_id: str) -> ParticipationRow | None:
    """Return one participation, or nothing."""
    row = read(_participation.where(Participation.id == participation_id)).one_or_none()
    return ParticipationRow(*row) if row else None


def find_participation_locked(participation_id: str) -> ParticipationRow | None:
    """Return one participation that nobody else changes until this transaction ends."""
    query = _participation.where(Participation.id == participation_id).with_for_update()
    row = read(query).one_or_none()
    return ParticipationRow(*row) if row else None


def list_evaluated(person_id: str) -> list[ParticipationRow]:
    """Return the participations of a person that are under way or completed."""
    query = _participation.where(
        Participation.person_id == person_id, Participation.status.in_(("accepted", "completed"))
    )
    return [ParticipationRow(*row) for row in read(query.order_by(Participation.id))]


def list_studied(person_id: str) -> list[ParticipationRow]:
    """Return the participations of a person: accepted, completed, and offered ones.

    Who had no account yet when a place was offered is known by the address.
    """
    return [ParticipationRow(*row) for row in read(_STUDIED, {"person_id": person_id})]


def list_participations(cohort_id: str) -> list[ParticipationRow]:
    """Return all participations of a cohort, those that ended included, by when they began."""
    query = _participation.where(Participation.cohort_id == cohort_id)
    rows = read(query.order_by(Participation.offered_at, Participation.id))
    return [ParticipationRow(*row) for row in rows]
