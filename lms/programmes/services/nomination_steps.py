"""Writing what was done with a nomination: its columns, its next step, the audit log's event.

What each step means is told in `rules.nominations`.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import insert, update

from lms.audit import services as audit
from lms.kit.actor import Actor
from lms.kit.db import db
from lms.kit.ids import new_id
from lms.programmes.models import Nomination, NominationStep
from lms.programmes.queries.nomination_files import last_step_number
from lms.programmes.rules.errors import SomebodySaved
from lms.programmes.rules.nominations import StepKind
from lms.programmes.rules.rows import NominationRow


def append_step(
    actor: Actor, now: datetime, nomination_id: str, kind: StepKind, words: str = ""
) -> None:
    """Append a step; of two at once, the second is tried again after the first."""
    values = {
        "id": new_id(),
        "nomination_id": nomination_id,
        "number": last_step_number(nomination_id) + 1,
        "kind": kind,
        "person_id": actor.person_id,
        "words": words,
        "at": now,
    }
    db.session.execute(insert(NominationStep).values(values))
    record(actor, now, kind, nomination_id)


def record(
    actor: Actor,
    now: datetime,
    what: str,
    nomination_id: str,
    details: dict[str, Any] | None = None,
) -> None:
    """Note on the audit log what was done with a nomination, without what was said."""
    audit.record(
        actor,
        now,
        f"nomination.{what}",
        subject_type="nomination",
        subject_id=nomination_id,
        details=details or {},
    )


def change(row: NominationRow, values: dict[str, Any]) -> None:
    """Write columns of a nomination, and count its revision up."""
    place = Nomination.id == row.id
    counted = {**values, "revision": Nomination.revision + 1}
    db.session.execute(update(Nomination).where(place).values(counted))


def change_at(row: NominationRow, values: dict[str, Any], revision: int) -> None:
    """Write columns that somebody filled in; raise `SomebodySaved` where others did meanwhile."""
    place = (Nomination.id == row.id, Nomination.revision == revision)
    counted = {**values, "revision": revision + 1}
    # In one statement: of two who save at once the second finds another revision.
    kept = db.session.execute(
        update(Nomination).where(*place).values(counted).returning(Nomination.id)
    )
    if kept.one_or_none() is None:
        raise SomebodySaved
