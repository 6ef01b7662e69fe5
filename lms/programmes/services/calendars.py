"""A person's calendar link: made, renewed, taken back; and the calendar that it opens.

Mails with calendar entries are `invitations`' business.
"""

from datetime import datetime

from sqlalchemy import delete, insert

from lms.audit import services as audit
from lms.kit.actor import Actor
from lms.kit.db import db
from lms.kit.i18n import LANGUAGES, N_, Text
from lms.kit.ids import new_id
from lms.programmes.models import CalendarFeed
from lms.programmes.queries import owed, sessions
from lms.programmes.rules.calendars import write_calendar
from lms.programmes.rules.entries import describe, describe_deadline

NAME = N_("Training sessions")


def renew_feed(actor: Actor, now: datetime) -> str:
    """Give a person a calendar link and return its id; a former one opens nothing any more."""
    person_id, feed_id = str(actor.person_id), new_id()
    db.session.execute(delete(CalendarFeed).where(CalendarFeed.person_id == person_id))
    values = {"id": feed_id, "person_id": person_id, "created_at": now}
    db.session.execute(insert(CalendarFeed).values(values))
    _record(actor, now, "renewed")
    return feed_id


def revoke_feed(actor: Actor, now: datetime) -> None:
    """Take a person's calendar link back; it opens nothing any more."""
    person_id = str(actor.person_id)
    db.session.execute(delete(CalendarFeed).where(CalendarFeed.person_id == person_id))
    _record(actor, now, "revoked")


def _record(actor: Actor, now: datetime, what: str) -> None:
    audit.record(
        actor, now, f"calendar.{what}", subject_type="person", subject_id=str(actor.person_id),
        details={},
    )  # fmt: skip


def write_feed(person_id: str, base_url: str) -> tuple[bytes, datetime | None] | None:
    """Return a person's sessions and deadlines as a calendar, and when one was last changed.

    Those called off stay, as cancelled. Nothing where the account is closed.
    """
    reader = sessions.list_readers([person_id]).get(person_id)
    if reader is None:
        return None
    language = reader.language if reader.language in LANGUAGES else "en"
    rows = sessions.list_own_sessions(person_id)
    entries = [
        describe(
            row,
            language,
            base_url,
            is_private=reader.is_protected,
            is_cancelled=row.is_cancelled,
            leads=person_id in row.tutor_ids,
        )
        for row in rows
    ]
    dated, changed_at = owed.list_own_deadlines(person_id, language)
    entries += [
        describe_deadline(one, language, base_url, is_private=reader.is_protected) for one in dated
    ]
    name = Text(NAME).in_language(language)
    calendar = write_calendar(entries, method="PUBLISH", name=name)
    changes = [row.changed_at for row in rows] + ([changed_at] if changed_at else [])
    return calendar, max(changes, default=None)
