"""How somebody wants to be told: at once, in a digest, not at night, no news.

What follows from it for one message is in `lms.notifications.rules.timing`.
"""

from datetime import datetime

from lms.kit import jobs
from lms.kit.db import db
from lms.notifications.models import MailPreference
from lms.notifications.queries import find_preference_row, find_reader, list_held_of
from lms.notifications.rules.kinds import kind_of
from lms.notifications.rules.timing import (
    Preference,
    QuietHoursIncomplete,
    find_due,
    has_sound_quiet_hours,
)
from lms.notifications.services.sending import SEND


def save_preference(now: datetime, person_id: str, chosen: Preference) -> None:
    """Keep how somebody wants to be told; what waits for them already is planned anew.

    Raises `QuietHoursIncomplete`.
    """
    if not has_sound_quiet_hours(chosen):
        raise QuietHoursIncomplete
    row = _row(person_id)
    row.duty, row.news, row.news_before = chosen.duty, chosen.news, None
    row.quiet_from, row.quiet_to = chosen.quiet_from, chosen.quiet_to
    db.session.flush()
    _plan_again(now, person_id)


def unsubscribe(now: datetime, person_id: str) -> None:
    """Send somebody no news any more; duties and what concerns the account go on."""
    row = _row(person_id)
    if row.news != "off":
        row.news_before, row.news = row.news, "off"
    db.session.flush()
    _plan_again(now, person_id)


def subscribe_again(person_id: str) -> None:
    """Undo `unsubscribe`: news come as they did before."""
    row = _row(person_id)
    if row.news == "off":
        row.news, row.news_before = row.news_before or "now", None
    db.session.flush()


def _row(person_id: str) -> MailPreference:
    row = find_preference_row(person_id)
    if row is None:
        row = MailPreference(person_id=person_id, duty="now", news="now")
        db.session.add(row)
    return row


def _plan_again(now: datetime, person_id: str) -> None:
    reader = find_reader(person_id)
    if reader is None:
        return
    for message in list_held_of(person_id):
        chosen = reader.preference
        pace = chosen.news if kind_of(message.kind).nature == "news" else chosen.duty
        if pace == "off":
            message.status, message.due_at = "muted", None
            continue
        due = find_due(now, reader.time_zone, pace, chosen)
        message.due_at = due if due > now else None
        if message.due_at is None:
            message.status = "due"
            jobs.enqueue(SEND, message.id, {"message": message.id}, now)
