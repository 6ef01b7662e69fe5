"""What an operator does with messages that did not go out by themselves.

Which of them may be sent again is in `lms.notifications.rules`.
"""

from datetime import datetime

from lms.audit import services as audit
from lms.kit import jobs
from lms.kit.actor import Actor
from lms.kit.errors import NotVisible
from lms.notifications.models import Message
from lms.notifications.queries import lock_message
from lms.notifications.rules import (
    GIVEN_UP,
    SENT_AGAIN,
    MessageForgotten,
    NotToBeGivenUp,
    NotToBeSentAgain,
)
from lms.notifications.rules.kinds import kind_of
from lms.notifications.services.addresses import trust_address
from lms.notifications.services.sending import SEND


def send_again(actor: Actor, now: datetime, message_id: str) -> None:
    """Send a message whose sending failed, or is in doubt, once more, under the same Message-ID.

    To try is to trust the address again: what else was stopped on its way there goes out too,
    so that one that is to be sent already is left as it is. Raises `NotVisible`,
    `NotToBeSentAgain`, and `MessageForgotten` for one of an account that was sent, of which
    only the row is left.
    """
    message = _load(message_id)
    if message.status == "due":
        return
    if message.status not in SENT_AGAIN:
        raise NotToBeSentAgain
    if message.status == "bounced" and not message.context and not kind_of(message.kind).is_notice:
        raise MessageForgotten
    message.status, message.error, message.tries = "due", None, 0
    trust_address(now, message.email)
    jobs.enqueue(SEND, message.id, {"message": message.id}, now)
    _record(actor, now, "sent_again", message)


def give_up(actor: Actor, now: datetime, message_id: str) -> None:
    """Do not send a message any more; raise `NotVisible`, `NotToBeGivenUp`."""
    message = _load(message_id)
    if message.status not in GIVEN_UP:
        raise NotToBeGivenUp
    message.status, message.due_at = "dropped", None
    _record(actor, now, "given_up", message)


def _record(actor: Actor, now: datetime, what: str, message: Message) -> None:
    details = {"kind": message.kind}
    audit.record(
        actor, now, f"mail.{what}", subject_type="message", subject_id=message.id, details=details
    )


def _load(message_id: str) -> Message:
    message = lock_message(message_id)
    if message is None:
        raise NotVisible
    return message
