"""Writing to the audit log: within the transaction at hand, or beside it.

Reading it is for the auditor's pages, which come later.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert

from lms.audit.models import AuditDetail, AuditEvent
from lms.kit.actor import Actor
from lms.kit.db import connect_writing, current_connection, db
from lms.kit.ids import new_id

# Built once: nearly every act is recorded.
_append_event = insert(AuditEvent).returning(AuditEvent.seq)
_append_details = insert(AuditDetail)


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
    _append(current_connection(), actor, now, action, subject_type, subject_id, details or {})


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
    with connect_writing(db.engine) as connection:
        _append(connection, actor, now, action, subject_type, subject_id, details or {})
        connection.commit()


def _append(
    connection: Connection,
    actor: Actor,
    now: datetime,
    action: str,
    subject_type: str,
    subject_id: str,
    details: Mapping[str, Any],
) -> None:
    salt = new_id()
    event = {
        "at": now,
        "actor_kind": actor.kind,
        "actor_id": actor.person_id,
        "action": action,
        "subject_type": subject_type,
        "subject_id": subject_id,
        "details_digest": digest_of(details, salt),
    }
    seq = connection.execute(_append_event, event).scalar_one()
    more = {"event_seq": seq, "salt": salt, "details": dict(details)}
    connection.execute(_append_details, more)


def digest_of(details: Mapping[str, Any], salt: str) -> str:
    """Return the SHA-256 of the details in canonical JSON with their salt, hexadecimal."""
    canonical = json.dumps(details, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{salt}\n{canonical}".encode()).hexdigest()
