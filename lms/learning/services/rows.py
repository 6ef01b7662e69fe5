"""Writes that several verbs of learning share: a row changed, progress marked, a job asked for.

Each is one statement; what is allowed was decided before.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite

from lms.audit import services as audit
from lms.kit import jobs
from lms.kit.actor import Actor
from lms.kit.db import db, write
from lms.learning.models import ActivityProgress, Enrolment
from lms.learning.rules import Done

EVALUATE = "learning.evaluate_completion"


_inserts: dict[str, sqlite.Insert | postgresql.Insert] = {
    "sqlite": sqlite.insert(ActivityProgress),
    "postgresql": postgresql.insert(ActivityProgress),
}
_key = ["enrolment_id", "activity_id"]
_open = {
    name: insert.on_conflict_do_nothing(index_elements=_key) for name, insert in _inserts.items()
}
_do = {
    name: insert.on_conflict_do_update(
        index_elements=_key,
        set_={column: insert.excluded[column] for column in ("status", "at", "points")},
    )
    for name, insert in _inserts.items()
}


def ask_to_evaluate(enrolment_id: str, now: datetime) -> None:
    """Let a job see what the enrolment has reached."""
    jobs.enqueue(EVALUATE, enrolment_id, {"enrolment_id": enrolment_id}, now)


def mark(enrolment_id: str, activity_id: str, done: Done) -> Done:
    """Write the progress of one activity; of two browsers that write at once the last one wins."""
    statements = _open if done.status == "opened" else _do
    values = {
        "enrolment_id": enrolment_id,
        "activity_id": activity_id,
        "status": done.status,
        "at": done.at,
        "points": done.points,
    }
    write(statements[db.engine.dialect.name], values)
    return done


def change(enrolment_id: str, **values: Any) -> None:  # noqa: ANN401 - columns of all types
    """Change columns of an enrolment."""
    db.session.execute(update(Enrolment).where(Enrolment.id == enrolment_id).values(**values))


def record(
    actor: Actor, now: datetime, action: str, enrolment_id: str, details: Mapping[str, Any]
) -> None:
    """Write an audit event about an enrolment."""
    audit.record(
        actor, now, action, subject_type="enrolment", subject_id=enrolment_id, details=details
    )
