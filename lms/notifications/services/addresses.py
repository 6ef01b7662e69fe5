"""What comes back from addresses, and how one is trusted again.

How a report of it is read is in `lms.notifications.rules.bounces`.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, update

from lms.kit import jobs
from lms.kit.db import db
from lms.notifications.models import MailAddress, Message
from lms.notifications.queries import (
    find_address,
    find_email,
    list_stopped,
    list_stopped_at,
    lock_message,
)
from lms.notifications.rules import LONGEST_ERROR, MOST_SOFT_BOUNCES
from lms.notifications.rules.bounces import Bounce
from lms.notifications.services.sending import SEND


def note_bounce(now: datetime, bounce: Bounce) -> bool:
    """Take down that a message came back; say whether it was one of ours, and was not yet noted.

    Nothing is sent to an address any more after one hard bounce, or after several soft ones.
    """
    message = lock_message(bounce.message_id)
    if message is None or message.status not in {"sent", "waiting"}:
        return False
    message.status, message.error = "bounced", bounce.reason[:LONGEST_ERROR]
    note_refusal(now, message.email, bounce.reason, is_hard=bounce.is_hard)
    return True


def note_refusal(now: datetime, email: str, reason: str, *, is_hard: bool) -> None:
    """Take down that mail to an address came back or was refused."""
    address = find_address(email)
    if address is None:
        address = MailAddress(email=email, soft_bounces=0, reason="")
        db.session.add(address)
    address.reason = reason[:LONGEST_ERROR]
    if not is_hard:
        address.soft_bounces += 1
    if is_hard or address.soft_bounces >= MOST_SOFT_BOUNCES:
        address.undeliverable_at = address.undeliverable_at or now
    db.session.flush()


def confirm_address(now: datetime, person_id: str) -> None:
    """Trust a person's address again, and send what was stopped meanwhile."""
    email = find_email(person_id)
    if email is not None:
        _forget(email)
        _release(now, list_stopped(person_id), email)


def trust_address(now: datetime, email: str) -> None:
    """Trust an address again, and send what was stopped meanwhile, whoever it is for."""
    _forget(email)
    _release(now, list_stopped_at(email), email)


def change_address(now: datetime, person_id: str, email: str) -> None:
    """Let what has not left yet go to a person's new address, what was stopped included.

    Messages about the account stay with the address that they are for.
    """
    db.session.execute(
        update(Message)
        .where(Message.person_id == person_id, Message.status.in_(("held", "undeliverable")))
        .values(email=email)
    )
    _release(now, list_stopped(person_id), email)


def _forget(email: str) -> None:
    db.session.execute(delete(MailAddress).where(MailAddress.email == email))


def _release(now: datetime, stopped: Iterable[Message], email: str) -> None:
    for message in stopped:
        message.status, message.email, message.error = "due", email, None
        jobs.enqueue(SEND, message.id, {"message": message.id}, now)
