"""What holds for messages: to whom, with what attached, in which state; broken rules as sentences.

Which kinds there are, when one goes out and how it is laid out stand beside this file.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from lms.kit.errors import DomainError
from lms.kit.i18n import N_

# After each try that a server put off; greylisting lets nobody in before some minutes have passed.
RETRIES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=20),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=12),
    timedelta(hours=24),
)
MOST_SOFT_BOUNCES = 5
LONGEST_ERROR = 500

STATUS_NAMES = {
    "due": N_("To be sent"),
    "held": N_("Held for a digest or the end of quiet hours"),
    "sending": N_("Being sent"),
    "sent": N_("Sent"),
    "waiting": N_("Possibly sent: needs your decision"),
    "failed": N_("Not accepted by the mail server"),
    "bounced": N_("Returned as undeliverable"),
    "undeliverable": N_("Not sent: the address does not work"),
    "collected": N_("Sent within a digest"),
    "muted": N_("Not sent: read in the app or switched off"),
    "dropped": N_("Given up"),
}
# What an operator may ask to be sent again, and what may be given up.
SENT_AGAIN = frozenset({"waiting", "failed", "bounced", "undeliverable", "dropped"})
GIVEN_UP = frozenset({"due", "held", "waiting", "failed", "undeliverable"})


class NotToBeSentAgain(DomainError):
    """What is under way, or was sent, is not sent a second time."""

    message = N_("This message cannot be sent again: it is under way or has been sent.")


class NotToBeGivenUp(DomainError):
    """What has left cannot be called back."""

    message = N_("This message cannot be given up: it is being sent or has been dealt with.")


class MessageForgotten(DomainError):
    """What an account's message said is not kept once it was sent."""

    message = N_("What this message said is not kept. Ask for a new one instead.")


@dataclass(frozen=True, slots=True)
class Part:
    """A file that goes with a mail, such as a calendar part (RFC 6047).

    `method` is iTIP's (`REQUEST`, `CANCEL`, `PUBLISH`), or empty for a plain attachment.
    """

    name: str
    content_type: str
    text: str
    method: str = ""


@dataclass(frozen=True, slots=True)
class Recipient:
    """One of the people that a message goes to; `key` names the event and the person."""

    key: str
    email: str
    language: str
    context: Mapping[str, object]
    person_id: str | None = None
