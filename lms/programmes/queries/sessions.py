"""Reads of sessions: a cohort's, a person's, those at the same time; who is to come to one.

Who was there is read in `attendance`.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, exists, or_, select

from lms.accounts.models import Person
from lms.kit.db import read
from lms.programmes.models import (
    CalendarFeed,
    Cohort,
    CohortGroup,
    CohortSession,
    Participation,
    SessionGroup,
    SessionInvitation,
    SessionTutor,
)
from lms.programmes.rules.sessions import SessionRow

# Who takes part, and who took part to the end.
COMING = ("accepted", "completed")
_session: Any = select(
    CohortSession.id,
    CohortSession.cohort_id,
    CohortSession.title,
    CohortSession.mode,
    CohortSession.starts_at,
    CohortSession.ends_at,
    CohortSession.time_zone,
    CohortSession.place,
    CohortSession.link,
    CohortSession.language,
    CohortSession.interpreters,
    CohortSession.capacity,
    CohortSession.sequence,
    CohortSession.changed_at,
    CohortSession.cancelled_at,
)


@dataclass(frozen=True, slots=True)
class Comer:
    """Somebody who takes part in a cohort."""

    participation_id: str
    cohort_id: str
    person_id: str
    group_id: str | None
    language: str


def _read_sessions(condition: Any) -> list[SessionRow]:  # noqa: ANN401 - SQLAlchemy's condition
    """Return the sessions that meet a condition, the first to begin first, in three statements."""
    order = (CohortSession.starts_at, CohortSession.id)
    rows = read(_session.where(condition).order_by(*order)).all()
    ids = [row.id for row in rows]
    tutors = _read_pairs(SessionTutor.session_id, SessionTutor.person_id, ids)
    groups = _read_pairs(SessionGroup.session_id, SessionGroup.group_id, ids)
    return [
        SessionRow(
            **{
                **row._asdict(),
                "interpreters": tuple(row.interpreters),
                "tutor_ids": tuple(tutors[row.id]),
                "group_ids": tuple(groups[row.id]),
            }
        )
        for row in rows
    ]


def _read_pairs(session_id: Any, other: Any, ids: Sequence[str]) -> dict[str, list[str]]:  # noqa: ANN401 - two columns
    found: dict[str, list[str]] = defaultdict(list)
    for key, value in read(select(session_id, other).where(session_id.in_(ids)).order_by(other)):
        found[key].append(value)
    return found


def find_session(session_id: str) -> SessionRow | None:
    """Return one session, called off or not, or nothing."""
    rows = _read_sessions(CohortSession.id == session_id)
    return rows[0] if rows else None


def list_sessions(cohort_id: str) -> list[SessionRow]:
    """Return the sessions of a cohort, those called off included, the first to begin first."""
    return _read_sessions(CohortSession.cohort_id == cohort_id)


def list_cohorts_sessions(cohort_ids: Iterable[str]) -> list[SessionRow]:
    """Return the sessions of several cohorts, as `list_sessions` does."""
    return _read_sessions(CohortSession.cohort_id.in_(list(cohort_ids)))


def list_at_the_time(first: datetime, last: datetime) -> list[SessionRow]:
    """Return all sessions, of any cohort, that are held at some time between two instants."""
    return _read_sessions(
        and_(
            CohortSession.starts_at < last,
            CohortSession.ends_at > first,
            CohortSession.cancelled_at.is_(None),
        )
    )


def list_own_sessions(person_id: str) -> list[SessionRow]:
    """Return the sessions to which a person is to come, or which they lead, of all cohorts."""
    leads = exists().where(
        SessionTutor.session_id == CohortSession.id, SessionTutor.person_id == person_id
    )
    comes = exists().where(
        Participation.cohort_id == CohortSession.cohort_id,
        Participation.person_id == person_id,
        Participation.status.in_(COMING),
        _is_for(),
    )
    return _read_sessions(or_(leads, comes))


def _is_for() -> Any:  # noqa: ANN401 - SQLAlchemy's condition
    """Return the condition that a session is for a participation of its cohort."""
    any_group = exists().where(SessionGroup.session_id == CohortSession.id)
    this_group = exists().where(
        SessionGroup.session_id == CohortSession.id,
        SessionGroup.group_id == Participation.group_id,
    )
    return or_(~any_group, this_group)


def list_comers(cohort_ids: Iterable[str]) -> list[Comer]:
    """Return who takes part in some cohorts, in the order in which their places were offered."""
    rows = read(
        select(
            Participation.id,
            Participation.cohort_id,
            Participation.person_id,
            Participation.group_id,
            Participation.language,
        )
        .where(Participation.cohort_id.in_(list(cohort_ids)), Participation.status.in_(COMING))
        .order_by(Participation.offered_at, Participation.id)
    )
    return [Comer(row[0], row[1], str(row[2]), row[3], row[4]) for row in rows]


def list_groups(cohort_id: str) -> list[tuple[str, str]]:
    """Return (id, name) of the groups of a cohort, by name."""
    rows = read(
        select(CohortGroup.id, CohortGroup.name)
        .where(CohortGroup.cohort_id == cohort_id)
        .order_by(CohortGroup.name)
    )
    return [(row[0], row[1]) for row in rows]


@dataclass(frozen=True, slots=True)
class Reader:
    """How a person is written to."""

    id: str
    email: str
    language: str
    is_protected: bool


def list_readers(person_ids: Iterable[str]) -> dict[str, Reader]:
    """Return how each of some people is written to; whose account is closed is left out."""
    query = select(Person.id, Person.email, Person.language, Person.is_protected).where(
        Person.id.in_(list(person_ids)), Person.is_active
    )
    return {row[0]: Reader(row[0], row[1], row[2] or "en", row[3]) for row in read(query)}


def list_invited(session_id: str) -> dict[str, tuple[int, bool]]:
    """Return by person what they were told last of a session: (sequence, whether it is off)."""
    query = select(
        SessionInvitation.person_id, SessionInvitation.sequence, SessionInvitation.is_called_off
    ).where(SessionInvitation.session_id == session_id)
    return {row[0]: (row[1], row[2]) for row in read(query)}


def list_untold(now: datetime) -> list[str]:
    """Return the sessions to come of which somebody has yet to be told that they are in, or out.

    People join, leave and change groups by many ways; this finds what any of them left to tell.
    """
    query = (
        select(CohortSession.id)
        .join(Cohort, Cohort.id == CohortSession.cohort_id)
        .where(
            CohortSession.starts_at > now,
            CohortSession.cancelled_at.is_(None),
            Cohort.published_at.is_not(None),
            or_(_somebody_joined(), _somebody_left()),
        )
        .order_by(CohortSession.id)
    )
    return list(read(query).scalars())


def _comes() -> Any:  # noqa: ANN401 - SQLAlchemy's conditions
    return and_(
        Participation.cohort_id == CohortSession.cohort_id,
        Participation.status.in_(COMING),
        _is_for(),
    )


def _is_told() -> Any:  # noqa: ANN401
    return and_(
        SessionInvitation.session_id == CohortSession.id,
        SessionInvitation.is_called_off.is_(False),
    )


def _somebody_joined() -> Any:  # noqa: ANN401
    told = exists().where(_is_told(), SessionInvitation.person_id == Participation.person_id)
    return exists().where(_comes(), ~told)


def _somebody_left() -> Any:  # noqa: ANN401
    comes = exists().where(_comes(), Participation.person_id == SessionInvitation.person_id)
    leads = exists().where(
        SessionTutor.session_id == CohortSession.id,
        SessionTutor.person_id == SessionInvitation.person_id,
    )
    return exists().where(_is_told(), ~comes, ~leads)


def find_feed(person_id: str) -> tuple[str, datetime] | None:
    """Return id and beginning of a person's calendar link, or nothing."""
    query = select(CalendarFeed.id, CalendarFeed.created_at)
    row = read(query.where(CalendarFeed.person_id == person_id)).one_or_none()
    return (row[0], row[1]) if row else None


def find_feed_owner(feed_id: str) -> str | None:
    """Return whose calendar a link of this id opens, or nothing."""
    return read(
        select(CalendarFeed.person_id).where(CalendarFeed.id == feed_id)
    ).scalar_one_or_none()
