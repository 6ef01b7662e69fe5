"""Verbs of deadlines: set one for a cohort or a group, take it away, give somebody more time.

Who is late is reckoned in `rules.deadlines`.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, update

from lms.accounts import queries as accounts
from lms.audit import services as audit
from lms.kit.actor import Actor
from lms.kit.db import db
from lms.kit.ids import new_id
from lms.notifications.services import send
from lms.programmes.models import Cohort, Deadline, Extension
from lms.programmes.queries import curricula, deadlines, participations
from lms.programmes.rules.cohorts import OVER, choose_text, status
from lms.programmes.rules.deadlines import (
    DeadlinePassed,
    ExtensionTooEarly,
    NothingToExtend,
    NotYourOwnTime,
    PartUnknown,
    find_dues,
    list_dated,
)
from lms.programmes.rules.errors import CohortClosed
from lms.programmes.rules.rows import CohortRow, ParticipationRow

EXTENDED = "programmes.time_extended"


def set_deadline(
    actor: Actor,
    now: datetime,
    cohort: CohortRow,
    part_id: str,
    group_id: str | None,
    due_at: datetime,
) -> None:
    """Set until when a requirement is due; the same for the same group takes its place.

    Raises `CohortClosed`, `PartUnknown`, `DeadlinePassed`.
    """
    if status(cohort, now) in OVER:
        raise CohortClosed
    definition = curricula.get_version(cohort.programme_version_id).definition
    if part_id not in {part.id for part in list_dated(definition)}:
        raise PartUnknown
    if due_at <= now:
        raise DeadlinePassed
    values = {"due_at": due_at, "set_by": actor.person_id, "set_at": now}
    place = (
        Deadline.cohort_id == cohort.id,
        Deadline.part_id == part_id,
        # None is told from a value by IS on both databases.
        Deadline.group_id.is_not_distinct_from(group_id),
    )
    changed = update(Deadline).where(*place).values(values).returning(Deadline.id)
    if db.session.execute(changed).one_or_none() is None:
        row = {"id": new_id(), "cohort_id": cohort.id, "part_id": part_id, "group_id": group_id}
        db.session.execute(insert(Deadline).values({**row, **values}))
    _note_change(now, cohort)
    details = {"part": part_id, "group": group_id, "due": due_at.isoformat()}
    _record(actor, now, "deadline_set", cohort.id, details)


def remove_deadline(actor: Actor, now: datetime, cohort: CohortRow, deadline_id: str) -> None:
    """Take a deadline away; one that is not there any more stays away."""
    place = (Deadline.id == deadline_id, Deadline.cohort_id == cohort.id)
    gone = delete(Deadline).where(*place).returning(Deadline.part_id, Deadline.group_id)
    for part_id, group_id in db.session.execute(gone):
        _note_change(now, cohort)
        _record(actor, now, "deadline_removed", cohort.id, {"part": part_id, "group": group_id})


def _note_change(now: datetime, cohort: CohortRow) -> None:
    place = Cohort.id == cohort.id
    db.session.execute(update(Cohort).where(place).values(deadlines_changed_at=now))


def extend(
    actor: Actor,
    now: datetime,
    cohort: CohortRow,
    row: ParticipationRow,
    part_id: str,
    due_at: datetime,
    reason: str,
) -> None:
    """Give one participant more time, who is told.

    Raises `NotYourOwnTime`, `NothingToExtend`, `ExtensionTooEarly`.
    """
    if row.person_id == actor.person_id:
        raise NotYourOwnTime
    # Two at once: the second waits, and finds the time that the first has given.
    participations.find_participation_locked(row.id)
    given = deadlines.list_extensions([row.id]).get(row.id, [])
    due = find_dues(deadlines.list_deadlines(cohort.id), given, row.group_id).get(part_id)
    if due is None:
        raise NothingToExtend
    if due_at <= max(due.due_at, now):
        raise ExtensionTooEarly
    values = {
        "participation_id": row.id,
        "part_id": part_id,
        "due_at": due_at,
        "reason": reason,
        "granted_by": actor.person_id,
        "granted_at": now,
    }
    db.session.execute(insert(Extension).values(values))
    details = {"participation": row.id, "part": part_id, "due": due_at.isoformat()}
    _record(actor, now, "time_extended", cohort.id, details)
    _tell(now, cohort, row, f"{row.id}:{part_id}:{len(given)}")


def _tell(now: datetime, cohort: CohortRow, row: ParticipationRow, key: str) -> None:
    if row.person_id is None:
        return
    language, email = accounts.get_language_and_email(row.person_id)
    send(
        now,
        kind=EXTENDED,
        key=key,
        email=email,
        language=language,
        template="mail/programmes_time_extended.txt",
        context={"title": choose_text(cohort.title, language)[0], "participation": row.id},
        person_id=row.person_id,
    )


def _record(
    actor: Actor, now: datetime, what: str, cohort_id: str, details: dict[str, Any]
) -> None:
    audit.record(
        actor, now, f"cohort.{what}", subject_type="cohort", subject_id=cohort_id, details=details
    )
