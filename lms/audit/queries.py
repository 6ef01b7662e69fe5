"""Reads of the log about one thing: what was done to it, by whom and when.

The auditor's pages, which read across things, come later.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from lms.audit.models import AuditDetail, AuditEvent
from lms.kit.db import read


@dataclass(frozen=True, slots=True)
class EventRow:
    """One thing done; `details` is empty where they were erased."""

    at: datetime
    actor_kind: str
    actor_id: str | None
    action: str
    details: Mapping[str, Any]


def list_events(subject_type: str, subject_id: str) -> list[EventRow]:
    """Return what was done to one thing, the newest first."""
    query = (
        select(
            AuditEvent.at,
            AuditEvent.actor_kind,
            AuditEvent.actor_id,
            AuditEvent.action,
            AuditDetail.details,
        )
        .outerjoin(AuditDetail, AuditDetail.event_seq == AuditEvent.seq)
        .where(AuditEvent.subject_type == subject_type, AuditEvent.subject_id == subject_id)
        .order_by(AuditEvent.seq.desc())
    )
    return [EventRow(row[0], row[1], row[2], row[3], row[4] or {}) for row in read(query)]
