"""Verbs of sessions: plan them, change one, call it off and restore it.

Telling the people is `invitations`' business; noting who was there, `attendance`'s.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, update

from lms.audit import services as audit
from lms.kit.actor import Actor
from lms.kit.db import db
from lms.kit.ids import new_id
from lms.programmes.models import CohortSession, SessionGroup, SessionTutor
from lms.programmes.queries import cohorts, sessions
from lms.programmes.rules.cohorts import OVER, status
from lms.programmes.rules.errors import CohortClosed, SomebodySaved
from lms.programmes.rules.rows import CohortRow
from lms.programmes.rules.sessions import (
    SessionCancelled,
    SessionNotCancelled,
    SessionPlan,
    SessionRow,
    check_place,
    find_times,
)
from lms.programmes.services.invitations import ask_to_tell


def plan_sessions(
    actor: Actor, now: datetime, cohort: CohortRow, plan: SessionPlan, repeats: int = 1
) -> list[str]:
    """Plan a session, or one a week by the same clock on the wall; return their ids.

    Raises `CohortClosed`, and what `check_place` and `find_times` raise.
    """
    if status(cohort, now) in OVER:
        raise CohortClosed
    check_place(plan)
    times = [find_times(plan, week) for week in range(repeats)]
    ids = []
    for starts_at, ends_at in times:
        session_id = new_id()
        values = {
            "id": session_id,
            "cohort_id": cohort.id,
            "sequence": 0,
            "created_by": actor.person_id,
            "created_at": now,
            **_columns(plan, starts_at, ends_at, now),
        }
        db.session.execute(insert(CohortSession).values(values))
        _join(session_id, plan, cohort)
        _record(actor, now, "planned", session_id, {"cohort": cohort.id})
        ask_to_tell(now, session_id)
        ids.append(session_id)
    return ids


def change_session(
    actor: Actor, now: datetime, session: SessionRow, plan: SessionPlan, sequence: int
) -> None:
    """Change what was planned; who is to come is told.

    `sequence` is the one that was changed. Raises `SomebodySaved`, `SessionCancelled`,
    `CohortClosed`, and what `check_place` and `find_times` raise.
    """
    cohort = cohorts.get_cohort(session.cohort_id)
    if status(cohort, now) in OVER:
        raise CohortClosed
    if session.is_cancelled:
        raise SessionCancelled
    check_place(plan)
    starts_at, ends_at = find_times(plan)
    _set(session, sequence, _columns(plan, starts_at, ends_at, now))
    for table in (SessionTutor, SessionGroup):
        db.session.execute(delete(table).where(table.session_id == session.id))
    _join(session.id, plan, cohort)
    _record(actor, now, "changed", session.id, {"sequence": sequence + 1})
    ask_to_tell(now, session.id)


def cancel_session(actor: Actor, now: datetime, session: SessionRow) -> None:
    """Call a session off; who was to come is told, and their calendars keep it as cancelled.

    Raises `SessionCancelled` where it is already.
    """
    if session.is_cancelled:
        raise SessionCancelled
    _set(session, session.sequence, {"cancelled_at": now, "changed_at": now})
    _record(actor, now, "cancelled", session.id, {})
    ask_to_tell(now, session.id)


def restore_session(actor: Actor, now: datetime, session: SessionRow) -> None:
    """Let a session take place after all that was called off; raise `SessionNotCancelled`."""
    if not session.is_cancelled:
        raise SessionNotCancelled
    _set(session, session.sequence, {"cancelled_at": None, "changed_at": now})
    _record(actor, now, "restored", session.id, {})
    ask_to_tell(now, session.id)


def _set(session: SessionRow, sequence: int, values: dict[str, Any]) -> None:
    place = (CohortSession.id == session.id, CohortSession.sequence == sequence)
    values = {**values, "sequence": sequence + 1}
    # In one statement: of two who change it at once the second finds another sequence.
    kept = db.session.execute(
        update(CohortSession).where(*place).values(values).returning(CohortSession.id)
    )
    if kept.one_or_none() is None:
        raise SomebodySaved


def _columns(
    plan: SessionPlan, starts_at: datetime, ends_at: datetime, now: datetime
) -> dict[str, Any]:
    return {
        "title": plan.title,
        "mode": plan.mode,
        "starts_at": starts_at,
        "ends_at": ends_at,
        "time_zone": plan.time_zone,
        "place": plan.place if plan.mode != "online" else "",
        "link": plan.link if plan.mode != "in_person" else "",
        "language": plan.language,
        "interpreters": list(plan.interpreters),
        "capacity": plan.capacity,
        "changed_at": now,
    }


def _join(session_id: str, plan: SessionPlan, cohort: CohortRow) -> None:
    """Say who leads a session, and for which groups it is: those alone that the cohort has."""
    groups = {group_id for group_id, _name in sessions.list_groups(cohort.id)}
    teachers = {row.person_id for row in cohorts.list_assignments(cohort.id)}
    for person_id in sorted(teachers.intersection(plan.tutor_ids)):
        db.session.execute(insert(SessionTutor).values(session_id=session_id, person_id=person_id))
    for group_id in sorted(groups.intersection(plan.group_ids)):
        db.session.execute(insert(SessionGroup).values(session_id=session_id, group_id=group_id))


def _record(
    actor: Actor, now: datetime, what: str, session_id: str, details: dict[str, Any]
) -> None:
    audit.record(
        actor, now, f"session.{what}", subject_type="cohort_session", subject_id=session_id,
        details=details,
    )  # fmt: skip
