"""Verbs of sittings: plan one, put people on its list, grant more time, note what happened.

How an attempt is started in one stands in `attempts`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, update

from lms.assessment import queries, rules
from lms.assessment.models import Adjustment, Attempt, Incident, Sitting, SittingCandidate
from lms.assessment.rules import IncidentKind, SittingRow
from lms.audit import services as audit
from lms.content.queries import CourseRow
from lms.kit.actor import Actor
from lms.kit.db import db
from lms.kit.ids import new_id


@dataclass(frozen=True, slots=True)
class SittingPlan:
    """What a trainer says of a sitting; an empty `code` changes none; `drops_code` ends it."""

    activity_id: str
    title: str
    opens_at: datetime
    closes_at: datetime
    code: str
    minutes: int | None
    attempts: int | None
    is_exclusive: bool
    drops_code: bool = False


@dataclass(frozen=True, slots=True)
class Grant:
    """What somebody is to get for a sitting."""

    extra_percent: int
    extra_minutes: int
    pause_minutes: int
    language: str | None
    reason: str


def plan_sitting(actor: Actor, now: datetime, course: CourseRow, plan: SittingPlan) -> str:
    """Make a sitting, and return its id."""
    sitting_id = new_id()
    values = {
        "id": sitting_id,
        "course_id": course.id,
        "activity_id": plan.activity_id,
        **_settings(sitting_id, plan),
        "made_by": actor.person_id,
        "made_at": now,
    }
    db.session.execute(insert(Sitting).values({"code_hash": "", **values}))
    _record(actor, now, "sitting.planned", sitting_id, {"activity": plan.activity_id})
    return sitting_id


def change_sitting(actor: Actor, now: datetime, sitting: SittingRow, plan: SittingPlan) -> None:
    """Change what a sitting says; attempts that are under way keep their deadline."""
    values = _settings(sitting.id, plan)
    db.session.execute(update(Sitting).where(Sitting.id == sitting.id).values(values))
    details = {"has_new_code": bool(plan.code), "is_code_removed": plan.drops_code}
    _record(actor, now, "sitting.changed", sitting.id, details)


def _settings(sitting_id: str, plan: SittingPlan) -> dict[str, Any]:
    code = {"code_hash": ""} if plan.drops_code else {}
    if plan.code:
        code = {"code_hash": rules.hash_code(sitting_id, plan.code)}
    return {
        "title": plan.title,
        "opens_at": plan.opens_at,
        "closes_at": plan.closes_at,
        "minutes": plan.minutes,
        "attempts": plan.attempts,
        "is_exclusive": plan.is_exclusive,
        **code,
    }


def add_candidates(actor: Actor, now: datetime, sitting: SittingRow, people: Sequence[str]) -> None:
    """Put people on a sitting's list; who is on it stays there."""
    there = {row.person_id for row in queries.list_candidates(sitting.id)}
    new = [person_id for person_id in people if person_id not in there]
    if new:
        rows = [{"sitting_id": sitting.id, "person_id": person_id} for person_id in new]
        db.session.execute(insert(SittingCandidate), rows)
        _record(actor, now, "sitting.people_added", sitting.id, {"people": new})


def remove_candidate(actor: Actor, now: datetime, sitting: SittingRow, person_id: str) -> None:
    """Take somebody off a sitting's list; an attempt that was started stays."""
    place = (SittingCandidate.sitting_id == sitting.id, SittingCandidate.person_id == person_id)
    db.session.execute(delete(SittingCandidate).where(*place))
    _record(actor, now, "sitting.person_removed", sitting.id, {"person": person_id})


def grant(actor: Actor, now: datetime, sitting: SittingRow, person_id: str, given: Grant) -> None:
    """Grant somebody adjustments for a sitting, in the place of those granted before.

    They count for attempts that are started from now on.
    """
    _end_grant(now, sitting, person_id)
    values = {
        "id": new_id(),
        "sitting_id": sitting.id,
        "person_id": person_id,
        "extra_percent": given.extra_percent,
        "extra_minutes": given.extra_minutes,
        "pause_minutes": given.pause_minutes,
        "language": given.language,
        "reason": given.reason,
        "approved_by": actor.person_id,
        "approved_at": now,
    }
    db.session.execute(insert(Adjustment).values(values))
    _record(actor, now, "sitting.adjusted", sitting.id, {"person": person_id})


def withdraw_grant(actor: Actor, now: datetime, sitting: SittingRow, person_id: str) -> None:
    """End what somebody was granted for a sitting; it stays on record."""
    _end_grant(now, sitting, person_id)
    _record(actor, now, "sitting.adjustment_ended", sitting.id, {"person": person_id})


def _end_grant(now: datetime, sitting: SittingRow, person_id: str) -> None:
    place = (
        Adjustment.sitting_id == sitting.id,
        Adjustment.person_id == person_id,
        Adjustment.ended_at.is_(None),
    )
    db.session.execute(update(Adjustment).where(*place).values(ended_at=now))


def note_incident(actor: Actor, now: datetime, sitting: SittingRow, note: str) -> None:
    """Write down what happened in a sitting; nobody changes it afterwards."""
    log_incident(now, sitting.id, "note", note=note, reported_by=actor.person_id)


def hold_session(now: datetime, attempt_id: str, session: str) -> None:
    """Let an attempt be answered from one session alone, from now on."""
    values = {"session": session, "session_since": now}
    db.session.execute(update(Attempt).where(Attempt.id == attempt_id).values(values))


def log_incident(
    now: datetime,
    sitting_id: str,
    kind: IncidentKind,
    *,
    person_id: str | None = None,
    note: str = "",
    reported_by: str | None = None,
) -> None:
    """Append to a sitting's log, by somebody or by itself."""
    values = {
        "sitting_id": sitting_id,
        "person_id": person_id,
        "kind": kind,
        "note": note,
        "reported_by": reported_by,
        "at": now,
    }
    db.session.execute(insert(Incident).values(values))


def _record(
    actor: Actor, now: datetime, action: str, sitting_id: str, details: dict[str, Any]
) -> None:
    audit.record(actor, now, action, subject_type="sitting", subject_id=sitting_id, details=details)
