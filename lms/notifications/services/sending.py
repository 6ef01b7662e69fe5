"""Writing messages to the outbox, in the transaction of what they tell of.

Each is one row per event and person; whether it goes out at once is the person's choice.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from lms.kit import jobs
from lms.kit.db import db
from lms.kit.ids import new_id
from lms.notifications.models import Message
from lms.notifications.queries import (
    Reader,
    find_readers,
    list_known_keys,
    list_undeliverable,
    list_written_ids,
)
from lms.notifications.rules import Part, Recipient
from lms.notifications.rules.kinds import Kind, kind_of
from lms.notifications.rules.timing import find_due

SEND = "notifications.send"
SEND_SOME = "notifications.send_some"
AT_ONCE = 500
# So many are one job: few enough that a mail that somebody waits for comes between.
PORTION = 20


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
    parts: Sequence[Part] = (),
) -> None:
    """Write one message and ask for its sending; the same kind and key a second time is nothing.

    `template` is a text under `templates/` whose first line is `Subject: …`; the job renders it
    in `language` with `context`, which holds plain JSON values. What a person chose (a digest,
    quiet hours) is heeded where the kind may wait; `parts` go with the mail as files.
    """
    one = Recipient(key, email, language, context, person_id)
    send_many(now, kind=kind, template=template, people=[one], parts=parts)


def send_many(
    now: datetime,
    *,
    kind: str,
    template: str,
    people: Iterable[Recipient],
    parts: Sequence[Part] = (),
) -> int:
    """Write a message to each of `people`, as `send` does; return how many are new.

    It takes a fixed number of statements for each 500 of them.
    """
    every = list(people)
    return sum(
        _write_some(now, kind, template, every[start : start + AT_ONCE], parts)
        for start in range(0, len(every), AT_ONCE)
    )


def _write_some(
    now: datetime,
    kind: str,
    template: str,
    people: Sequence[Recipient],
    parts: Sequence[Part],
) -> int:
    known = list_known_keys(kind, [one.key for one in people])
    fresh = {one.key: one for one in people if one.key not in known}
    if not fresh:
        return 0
    what = kind_of(kind)
    readers, dead = _look_up(what, list(fresh.values()))
    rows = [
        {
            "id": new_id(), "kind": kind, "key": one.key, "person_id": one.person_id,
            "email": one.email, "language": one.language, "template": template,
            "context": dict(one.context), "parts": [asdict(part) for part in parts],
            "created_at": now, "tries": 0,
            "read_at": None if what.is_notice and one.person_id else now,
            **_plan(now, what, readers.get(one.person_id or ""), is_dead=one.email in dead),
        }
        for one in fresh.values()
    ]  # fmt: skip
    return _insert(now, rows)


def _look_up(what: Kind, people: Sequence[Recipient]) -> tuple[dict[str, Reader], set[str]]:
    readers: dict[str, Reader] = {}
    ids = [one.person_id for one in people if one.person_id]
    if what.may_wait and ids:
        readers = find_readers(ids)
    # Whoever asks for a new password says thereby that the mailbox works.
    dead = list_undeliverable(one.email for one in people) if what.is_notice else set()
    return readers, dead


def _plan(now: datetime, what: Kind, reader: Reader | None, *, is_dead: bool) -> dict[str, Any]:
    """Return the state in which a message begins, and until when it is held."""
    if is_dead:
        return {"status": "undeliverable", "due_at": None}
    if reader is None:
        return {"status": "due", "due_at": None}
    chosen = reader.preference
    pace = chosen.news if what.nature == "news" else chosen.duty
    if pace == "off":
        return {"status": "muted", "due_at": None}
    due = find_due(now, reader.time_zone, pace, chosen)
    return {"status": "held", "due_at": due} if due > now else {"status": "due", "due_at": None}


def _insert(now: datetime, rows: list[dict[str, Any]]) -> int:
    insert = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
    # Another transaction may have told the same event since the keys were read.
    statement = insert(Message).on_conflict_do_nothing(index_elements=["kind", "key"])
    db.session.execute(statement, rows)
    written = set(list_written_ids(row["id"] for row in rows))
    ask_to_send(now, [
        row["id"] for row in rows if row["status"] == "due" and row["id"] in written
    ])  # fmt: skip
    return len(written)


def ask_to_send(now: datetime, message_ids: Sequence[str]) -> None:
    """Ask for the sending of messages that are due, of many in portions."""
    if len(message_ids) == 1:
        jobs.enqueue(SEND, message_ids[0], {"message": message_ids[0]}, now)
        return
    portions = [
        message_ids[start : start + PORTION] for start in range(0, len(message_ids), PORTION)
    ]
    jobs.enqueue_many(SEND_SOME, [(one[0], {"messages": list(one)}) for one in portions], now)
