"""Whom a change of a cohort touches: who is nominated or takes part, and who nominated them.

What they are told is decided in `services`.
"""

from dataclasses import dataclass

from sqlalchemy import select, union

from lms.accounts.models import Person
from lms.kit.db import read
from lms.programmes.models import CohortAssignment, Nomination, Participation


@dataclass(frozen=True, slots=True)
class TouchedRow:
    """Somebody whom a cohort concerns: where mail reaches them; who has no account has no id."""

    person_id: str | None
    email: str
    language: str


def list_touched(cohort_id: str) -> list[TouchedRow]:
    """Return the people with an account whom a cohort concerns, and nominees without one.

    They are the nominees and who nominated them (not where it was withdrawn), who has a place, and
    who does something in it. Nobody is in it twice.
    """
    is_open = (Nomination.cohort_id == cohort_id) & Nomination.withdrawn_at.is_(None)
    ids = union(
        select(Nomination.person_id).where(is_open),
        select(Nomination.nominated_by).where(is_open),
        select(Participation.person_id).where(
            Participation.cohort_id == cohort_id, Participation.ended_at.is_(None)
        ),
        select(CohortAssignment.person_id).where(
            CohortAssignment.cohort_id == cohort_id, CohortAssignment.until.is_(None)
        ),
    ).subquery()
    people = (
        select(Person.id, Person.email, Person.language)
        .where(Person.id.in_(select(ids)), Person.is_active.is_(True))
        .order_by(Person.id)
    )
    others = (
        select(Nomination.email, Nomination.language)
        .where(is_open, Nomination.person_id.is_(None))
        .order_by(Nomination.id)
    )
    found = [TouchedRow(row.id, row.email, row.language or "en") for row in read(people)]
    known = {row.email for row in found}
    return found + [
        TouchedRow(None, row.email, row.language) for row in read(others) if row.email not in known
    ]
