"""The jobs that hand messages over, and that let go of those that were held.

A crash between hand-over and record leaves a message *sending*; nobody is mailed twice by a
machine that does not know, unless a setting says so.
"""

import logging
from collections.abc import Sequence
from datetime import datetime
from email.message import EmailMessage
from itertools import groupby

from flask import current_app

from lms.kit import jobs, mail
from lms.kit.db import begin_writing, db
from lms.kit.ids import new_id
from lms.kit.jobs import Run
from lms.kit.settings import Settings
from lms.notifications.letters import write_letter
from lms.notifications.models import Message
from lms.notifications.queries import get_message, list_held
from lms.notifications.rules import LONGEST_ERROR, RETRIES
from lms.notifications.rules.kinds import DIGEST, KINDS, kind_of
from lms.notifications.rules.letters import ascii_address
from lms.notifications.services import SEND, ask_to_send, note_refusal

COLLECT = "notifications.collect"
HELD_AT_ONCE = 2000
log = logging.getLogger(__name__)


def send_message(run: Run) -> None:
    """Hand one message over."""
    _hand_over(run, [run.arguments["message"]])


def send_some(run: Run) -> None:
    """Hand some messages over, one after the other."""
    _hand_over(run, run.arguments["messages"])


def _hand_over(run: Run, message_ids: Sequence[str]) -> None:
    """Hand messages over: *sending* is committed before each, *sent* with what follows."""
    settings: Settings = current_app.extensions["settings"]
    for message_id in message_ids:
        letter = _begin(message_id, settings)
        if letter is None:
            continue
        run.advance(1)
        problem: Exception | None = None
        try:
            mail.deliver(settings.mail_url, settings.data_dir, *letter)
        except (mail.Refused, mail.PutOff, mail.OutcomeUnknown) as error:
            problem = error
        begin_writing()
        _record(run.now, get_message(message_id), problem, may_resend=settings.mail_resend)


def _begin(message_id: str, settings: Settings) -> tuple[EmailMessage, str] | None:
    """Return the letter of a message that is to be sent now, and its recipient; say so in its row.

    Nothing where it is not to be sent, or cannot be written.
    """
    message = get_message(message_id)
    if message.status == "sending" and not settings.mail_resend:
        message.status = "waiting"
        return None
    if message.status not in {"due", "sending"}:
        return None
    try:
        letter = write_letter(message), ascii_address(message.email)
    except Exception as error:
        # Another try would end in the same way; here it is seen, and can be mended.
        log.exception("message %s cannot be written", message_id)
        message.status, message.error = "failed", f"{type(error).__name__}: {error}"[:LONGEST_ERROR]
        return None
    message.status = "sending"
    message.tries += 1
    db.session.flush()
    return letter


def _record(
    now: datetime, message: Message, problem: Exception | None, *, may_resend: bool
) -> None:
    if problem is None:
        message.status, message.sent_at, message.error = "sent", now, None
        if not kind_of(message.kind).is_notice:
            # A link in it opens an account: what has been sent need not be known any longer.
            message.context = {}
        return
    message.error = str(problem)[:LONGEST_ERROR]
    if isinstance(problem, mail.Refused):
        message.status = "failed"
        if problem.is_address:
            note_refusal(now, message.email, str(problem), is_hard=True)
    elif isinstance(problem, mail.OutcomeUnknown) and not may_resend:
        message.status = "waiting"
    elif message.tries > len(RETRIES):
        message.status = "failed"
    else:
        message.status = "due"
        wait = RETRIES[message.tries - 1]
        jobs.enqueue(SEND, message.id, {"message": message.id}, now, wait=wait)


def collect_held(run: Run) -> None:
    """Let go of what was held until now: several messages to one person go out as one digest.

    What was read in the app meanwhile is not mailed. All of it is one transaction, so that each
    message is let go of once.
    """
    held = list_held(run.now, HELD_AT_ONCE)
    for person_id, rows in groupby(held, key=lambda row: row.person_id):
        unread = [row for row in rows if not _was_read(row)]
        together = [row for row in unread if not row.parts]
        alone = [row for row in unread if row.parts]
        if len(together) > 1:
            alone.append(_digest_of(run.now, str(person_id), together))
        else:
            alone += together
        for row in alone:
            row.status, row.due_at = "due", None
        db.session.flush()
        ask_to_send(run.now, [row.id for row in alone])


def _was_read(row: Message) -> bool:
    if row.read_at is None:
        return False
    row.status, row.due_at = "muted", None
    return True


def _digest_of(now: datetime, person_id: str, rows: list[Message]) -> Message:
    last = rows[-1]
    digest = Message(
        id=new_id(),
        kind=DIGEST,
        # A message is in one digest, so that the first names it.
        key=rows[0].id,
        person_id=person_id,
        email=last.email,
        language=last.language,
        template=KINDS[DIGEST].template,
        context={"messages": [row.id for row in rows]},
        parts=[],
        created_at=now,
        read_at=now,
    )
    db.session.add(digest)
    for row in rows:
        row.status, row.due_at, row.digest_id = "collected", None, digest.id
    return digest
