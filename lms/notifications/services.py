"""Writing a message to the outbox, in the transaction of what it tells of.

Handing it over is a job: `lms.notifications.jobs`.
"""

from collections.abc import Mapping
from datetime import datetime

from lms.kit import jobs
from lms.kit.db import db
from lms.notifications.models import Message
from lms.notifications.queries import find_message

SEND = "notifications.send"


def send(
    now: datetime,
    *,
    kind: str,
    key: str,
    email: str,
    language: str,
    template: str,
    context: Mapping[str, object],
    person_id: str | None = None,
) -> None:
    """Write one message and ask for its sending; the same kind and key a second time is nothing.

    `template` is a text under `templates/` whose first line is `Subject: …`; the job renders it
    in `language` with `context`, which holds plain JSON values.
    """
    if find_message(kind, key) is not None:
        return
    message = Message(
        kind=kind,
        key=key,
        person_id=person_id,
        email=email,
        language=language,
        template=template,
        context=dict(context),
        created_at=now,
    )
    db.session.add(message)
    db.session.flush()
    jobs.enqueue(SEND, message.id, {"message": message.id}, now)
