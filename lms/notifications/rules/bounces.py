"""What a returned mail says: of which message, for good or for now, and why (RFC 3464).

What follows from it for the address is decided in `lms.notifications.services`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage, Message

_ID = re.compile(r"<\s*([a-z2-7]{26})@[^>]*>")
# Mailbox, domain or route does not exist (RFC 3463 §3.2, §3.5); a full mailbox may be emptied.
_FULL_MAILBOX = "5.2.2"


@dataclass(frozen=True, slots=True)
class Bounce:
    """A report that one message was not delivered; `message_id` is the message's own id."""

    message_id: str
    is_hard: bool
    reason: str


def read_bounces(raw: bytes) -> list[Bounce]:
    """Return what a delivery status notification reports as failed; nothing for other mail.

    Only a report that holds the Message-ID of what was returned counts: others could be made up
    by whoever knows an address. A delay is not a failure.
    """
    report = message_from_bytes(raw, policy=policy.default)
    if report.get_content_type() != "multipart/report":
        return []
    message_id = _returned_id(report)
    if not message_id:
        return []
    return [
        Bounce(message_id, _is_hard(fields), _reason(fields))
        for fields in _recipients(report)
        if str(fields.get("Action", "")).strip().lower() == "failed"
    ]


def _recipients(report: EmailMessage) -> Iterator[Message]:
    for part in report.walk():
        if part.get_content_type() == "message/delivery-status":
            blocks = part.get_payload()
            # The first block is about the report itself.
            if isinstance(blocks, list):
                yield from (block for block in blocks[1:] if isinstance(block, Message))


def _returned_id(report: EmailMessage) -> str:
    for part in report.walk():
        if part.get_content_type() in {"message/rfc822", "text/rfc822-headers"}:
            inner = part.get_payload()
            first = inner[0] if isinstance(inner, list) else None
            text = first.as_string() if isinstance(first, Message) else str(part.get_content())
            headers = text.partition("\n\n")[0]
            for line in headers.splitlines():
                match = _ID.search(line) if line.lower().startswith("message-id:") else None
                if match:
                    return match.group(1)
    return ""


def _is_hard(fields: Message) -> bool:
    status = str(fields.get("Status", "")).strip()
    return status.startswith("5.") and not status.startswith(_FULL_MAILBOX)


def _reason(fields: Message) -> str:
    said = str(fields.get("Diagnostic-Code", "")) or str(fields.get("Status", ""))
    return " ".join(said.split())
