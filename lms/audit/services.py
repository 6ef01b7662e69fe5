"""Writing to the audit log: within the transaction at hand, or beside it.

Reading it is for the auditor's pages, which come later.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from lms.audit.models import AuditDetail, AuditEvent
from lms.kit.actor import Actor
from lms.kit.db import connect_writing, db
from lms.kit.ids import new_id


def record(
    actor: Actor,
    now: datetime,
    action: str,
    *,
    subject_type: str,
    subject_id: str,
    details: Mapping[str, Any] | None = None,
) -> None:
    """Append an event in the transaction at hand: what is undone leaves no event either.

    `action` is `room.past_tense`; `details` holds plain JSON values.
    """
    _append(db.session, actor, now, action, subject_type, subject_id, details or {})


def note(
    actor: Actor,
    now: datetime,
    action: str,
    *,
    subject_type: str,
    subject_id: str,
    details: Mapping[str, Any] | None = None,
) -> None:
    """Append an event in a small transaction of its own: it survives a refusal or a page view.

    Call it only while the session holds no write transaction: SQLite has one writer at a time.
    """
    with connect_writing(db.engine) as connection, Session(connection) as session:
        _append(session, actor, now, action, subject_type, subject_id, details or {})
        session.flush()
        connection.commit()


def _append(
    session: Any,  # noqa: ANN401 - a session or Flask-SQLAlchemy's scoped one
    actor: Actor,
    now: datetime,
    action: str,
    subject_type: str,
    subject_id: str,
    details: Mapping[str, Any],
) -> None:
    salt = new_id()
    event = AuditEvent(
        at=now,
        actor_kind=actor.kind,
        actor_id=actor.person_id,
        action=action,
        subject_type=subject_type,
        subject_id=subject_id,
        details_digest=digest_of(details, salt),
    )
    session.add(event)
    session.flush()
    session.add(AuditDetail(event_seq=event.seq, salt=salt, details=dict(details)))


def digest_of(details: Mapping[str, Any], salt: str) -> str:
    """Return the SHA-256 of the details in canonical JSON with their salt, hexadecimal."""
    canonical = json.dumps(details, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{salt}\n{canonical}".encode()).hexdigest()
