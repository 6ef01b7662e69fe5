"""Verbs of attendance: note it by list, by the code on the screen, from a list, and correct it.

Rows are added and never changed; each says who noted it, when and how.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import insert, update

from lms.audit import services as audit
from lms.kit.actor import Actor
from lms.kit.db import db
from lms.kit.errors import NotVisible
from lms.kit.events import announce
from lms.kit.ids import new_id
from lms.programmes.events import AttendanceNoted
from lms.programmes.models import Attendance, AttendanceRequest
from lms.programmes.queries import attendance, participations, sessions
from lms.programmes.queries.attendance import RequestRow
from lms.programmes.rules.presence import (
    ATTENDED,
    CorrectionAsked,
    OwnAttendance,
    Presence,
    ReasonMissing,
    RequestAnswered,
    SessionNotBegun,
    Source,
    find_changes,
)
from lms.programmes.rules.rotating_code import CodeNotNow, CodeWrong, is_code
from lms.programmes.rules.rows import ParticipationRow
from lms.programmes.rules.sessions import SessionCancelled, SessionRow


def note_list(
    actor: Actor,
    now: datetime,
    session: SessionRow,
    shown: Mapping[str, Presence],
    chosen: Mapping[str, Presence],
    reason: str = "",
) -> int:
    """Note what a list says of the people of a session; return of how many it changes anything.

    `shown` is what the page had. Raises `NotedMeanwhile`; `ReasonMissing` where something noted is
    changed after the session; what `check_open` raises.
    """
    check_open(session, now)
    known = attendance.get_marks(session.id)
    there = set(list_coming(session))
    noted: dict[str, Presence] = {key: mark.status for key, mark in known.items()}
    chosen = {key: status for key, status in chosen.items() if key in there}
    changes = find_changes(shown, chosen, noted)
    is_corrected = any(noted.get(key, "none") != "none" for key in changes)
    if is_corrected and session.is_held(now) and not reason:
        raise ReasonMissing
    note(actor, now, session, changes, "list", reason=reason)
    return len(changes)


def check_open(session: SessionRow, now: datetime) -> None:
    """See that attendance can be noted; raise `SessionCancelled`, `SessionNotBegun`."""
    if session.is_cancelled:
        raise SessionCancelled
    if now < session.starts_at:
        raise SessionNotBegun


def list_coming(session: SessionRow) -> dict[str, str]:
    """Return the participations of those who are to come, with whose they are."""
    return {
        one.participation_id: one.person_id
        for one in sessions.list_comers([session.cohort_id])
        if session.is_for(one.group_id)
    }


def note(
    actor: Actor,
    now: datetime,
    session: SessionRow,
    changes: Mapping[str, Presence],
    source: Source,
    *,
    reason: str = "",
    minutes: Mapping[str, int] | None = None,
    import_id: str | None = None,
) -> None:
    """Add a row for each participation, and tell whom it concerns that it has been noted."""
    if not changes:
        return
    known = attendance.get_marks(session.id)
    rows = [
        {
            "id": new_id(),
            "session_id": session.id,
            "participation_id": key,
            "number": known[key].number + 1 if key in known else 1,
            "status": status,
            "source": source,
            "minutes": (minutes or {}).get(key),
            "reason": reason,
            "import_id": import_id,
            "noted_by": actor.person_id,
            "noted_at": now,
        }
        for key, status in sorted(changes.items())
    ]
    db.session.execute(insert(Attendance), rows)
    audit.record(
        actor, now, "attendance.noted", subject_type="cohort_session", subject_id=session.id,
        details={"source": source, "people": len(rows), "reason": reason},
    )  # fmt: skip
    announce(AttendanceNoted(session.cohort_id, tuple(sorted(changes))), now)


def note_by_code(
    actor: Actor, now: datetime, session: SessionRow, own: ParticipationRow, typed: str, key: bytes
) -> Presence:
    """Note that whoever typed the code on the screen is there; return what holds of them.

    Who was noted as present or late before stays so. Raises `CodeNotNow`, `CodeWrong`.
    """
    if not session.is_on(now):
        raise CodeNotNow
    if not is_code(key, session.id, typed, now):
        raise CodeWrong
    mark = attendance.get_marks(session.id).get(own.id)
    if mark is not None and mark.status in ATTENDED:
        return mark.status
    note(actor, now, session, {own.id: "present"}, "code")
    return "present"


def ask_correction(
    actor: Actor,
    now: datetime,
    session: SessionRow,
    own: ParticipationRow,
    wanted: Presence,
    reason: str,
) -> None:
    """Ask those who lead a session to correct what was noted of oneself.

    Raises `CorrectionAsked` where that is asked already, and what `check_open` raises.
    """
    check_open(session, now)
    open_now = attendance.list_open_requests(session.id)
    if any(row.participation_id == own.id for row in open_now):
        raise CorrectionAsked
    request_id = new_id()
    values = {
        "id": request_id,
        "session_id": session.id,
        "participation_id": own.id,
        "wanted": wanted,
        "reason": reason,
        "asked_at": now,
        "answer": "",
    }
    db.session.execute(insert(AttendanceRequest).values(values))
    audit.record(
        actor, now, "attendance.correction_asked", subject_type="cohort_session",
        subject_id=session.id, details={"request": request_id, "wanted": wanted},
    )  # fmt: skip


def decide_correction(
    actor: Actor,
    now: datetime,
    session: SessionRow,
    request: RequestRow,
    *,
    is_granted: bool,
    answer: str,
) -> None:
    """Grant or refuse a wish; whoever asked reads the answer at the session.

    Raises `RequestAnswered` where somebody else decided meanwhile, `OwnAttendance`.
    """
    own = participations.find_participation(request.participation_id)
    if own is None:
        raise NotVisible
    if own.person_id == actor.person_id:
        raise OwnAttendance
    values = {
        "is_granted": is_granted,
        "answer": answer,
        "decided_by": actor.person_id,
        "decided_at": now,
    }
    # In one statement: of two who decide at once the second finds it decided.
    decided = db.session.execute(
        update(AttendanceRequest)
        .where(AttendanceRequest.id == request.id, AttendanceRequest.decided_at.is_(None))
        .values(values)
        .returning(AttendanceRequest.id)
    )
    if decided.one_or_none() is None:
        raise RequestAnswered
    audit.record(
        actor, now, "attendance.correction_decided", subject_type="cohort_session",
        subject_id=session.id, details={"request": request.id, "is_granted": is_granted},
    )  # fmt: skip
    if is_granted:
        changes = {own.id: request.wanted}
        note(actor, now, session, changes, "correction", reason=answer or request.reason)
