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
from lms.kit.db import db
from lms.learning.models import ActivityProgress, Enrolment
from lms.learning.rules import Done

EVALUATE = "learning.evaluate_completion"


def ask_to_evaluate(enrolment_id: str, now: datetime) -> None:
    """Let a job see what the enrolment has reached."""
    jobs.enqueue(EVALUATE, enrolment_id, {"enrolment_id": enrolment_id}, now)


def mark(enrolment_id: str, activity_id: str, done: Done) -> Done:
    """Write the progress of one activity; of two browsers that write at once the last one wins."""
    insert = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
    values = {"status": done.status, "at": done.at, "points": done.points}
    statement = insert(ActivityProgress).values(
        enrolment_id=enrolment_id, activity_id=activity_id, **values
    )
    key = ["enrolment_id", "activity_id"]
    if done.status == "opened":
        db.session.execute(statement.on_conflict_do_nothing(index_elements=key))
    else:
        db.session.execute(statement.on_conflict_do_update(index_elements=key, set_=values))
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
