"""Verbs of messages: write one, write to many at once, mark as read.

The log says who wrote to whom and what kinds of case data were confirmed, never the words.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, update

from lms.audit import services as audit
from lms.kit.actor import Actor
from lms.kit.db import db
from lms.kit.ids import new_id
from lms.programmes.models import TutorMailing, TutorMessage
from lms.programmes.queries import messages
from lms.programmes.rules.case_data import HintKind
from lms.programmes.rules.messages import NobodyToWriteTo, Thread, ThreadClosed
from lms.programmes.rules.rows import CohortRow, ParticipationRow
from lms.programmes.services import message_mail


def write_to_participant(
    actor: Actor,
    now: datetime,
    thread: Thread,
    words: str,
    template: str = "",
    confirmed: Sequence[HintKind] = (),
) -> None:
    """Write to one participant, who is told; what they wrote counts as read then.

    Raises `ThreadClosed`.
    """
    mark_read(actor, now, thread.row)
    message_id = _write(actor, now, thread, words, template)
    message_mail.tell_participants(now, thread.cohort, {message_id: thread.row})
    _record(actor, now, thread.cohort, {"participation": thread.row.id}, confirmed)


def write_as_participant(
    actor: Actor, now: datetime, thread: Thread, words: str, confirmed: Sequence[HintKind] = ()
) -> None:
    """Write to those who accompany a participant, who are told; raise `ThreadClosed`."""
    mark_read(actor, now, thread.row)
    message_id = _write(actor, now, thread, words)
    message_mail.tell_accompanying(now, thread.cohort, message_id, thread.row)
    _record(actor, now, thread.cohort, {"participation": thread.row.id}, confirmed)


def _write(actor: Actor, now: datetime, thread: Thread, words: str, template: str = "") -> str:
    if not thread.may_write:
        raise ThreadClosed
    is_own = thread.row.person_id == actor.person_id
    row = _values(actor, now, thread.row, words, is_of_participant=is_own, template=template)
    db.session.execute(insert(TutorMessage).values(row))
    return str(row["id"])


def write_to_all(
    actor: Actor,
    now: datetime,
    cohort: CohortRow,
    group_name: str,
    rows: Sequence[ParticipationRow],
    words: str,
    confirmed: Sequence[HintKind] = (),
) -> None:
    """Write to many at once: each gets a message of their own and is told.

    `group_name` says of which group they are, empty of the whole cohort. Raises `NobodyToWriteTo`.
    """
    if not rows:
        raise NobodyToWriteTo
    mailing = {
        "id": new_id(), "cohort_id": cohort.id, "group_name": group_name, "words": words,
        "written_by": actor.person_id, "written_at": now,
    }  # fmt: skip
    db.session.execute(insert(TutorMailing).values(mailing))
    written = [_values(actor, now, row, words, mailing_id=str(mailing["id"])) for row in rows]
    db.session.execute(insert(TutorMessage), written)
    told = {str(values["id"]): row for values, row in zip(written, rows, strict=True)}
    message_mail.tell_participants(now, cohort, told)
    _record(actor, now, cohort, {"mailing": mailing["id"], "readers": len(rows)}, confirmed)


def _values(
    actor: Actor,
    now: datetime,
    row: ParticipationRow,
    words: str,
    *,
    is_of_participant: bool = False,
    template: str = "",
    mailing_id: str | None = None,
) -> dict[str, Any]:
    return {
        "id": new_id(),
        "participation_id": row.id,
        "mailing_id": mailing_id,
        "is_of_participant": is_of_participant,
        "template": template,
        "words": words,
        "written_by": actor.person_id,
        "written_at": now,
    }


def mark_read(actor: Actor, now: datetime, row: ParticipationRow) -> None:
    """Mark as read what the other side has written in a thread; a second time changes nothing."""
    is_of_participant = row.person_id != actor.person_id
    unread = messages.list_unread_ids(row.id, is_of_participant=is_of_participant)
    if not unread:
        return
    place = TutorMessage.id.in_(unread)
    db.session.execute(update(TutorMessage).where(place).values(read_at=now))
    message_mail.note_read(now, unread, str(actor.person_id), is_of_participant=is_of_participant)


def _record(
    actor: Actor,
    now: datetime,
    cohort: CohortRow,
    details: dict[str, Any],
    confirmed: Sequence[HintKind],
) -> None:
    audit.record(
        actor, now, "cohort.message_written", subject_type="cohort", subject_id=cohort.id,
        details={**details, "confirmed": list(confirmed)},
    )  # fmt: skip
