"""One's own notices: read, open, mark, and take back.

How one wants to be told by mail is in `lms.notifications.views.preferences`.
"""

from dataclasses import dataclass
from datetime import datetime

from flask import request
from werkzeug.utils import redirect

from lms.kit.i18n import N_
from lms.notifications import services
from lms.notifications.letters import write_words
from lms.notifications.models import Message
from lms.notifications.policy import load_notice_for
from lms.notifications.queries import NO_NOTICE, find_bad_address, list_notices
from lms.notifications.rules.letters import Words
from lms.notifications.views.door import room
from lms.web.listing import Page, page_number
from lms.web.locale import current_language
from lms.web.policies import signed_in
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit

NOTICES_PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A notice as its page shows it."""

    id: str
    words: Words
    created_at: datetime
    is_read: bool


def _row(message: Message) -> NoticeRow:
    words = write_words(message.kind, message.template, current_language(), message.context)
    return NoticeRow(message.id, words, message.created_at, message.read_at is not None)


@room.get("/notices", policy=signed_in)
def show_notices(visit: Visit[None]) -> Answer:
    person_id = str(visit.actor.person_id)
    number = page_number(request.args.get("page"))
    first = (number - 1) * NOTICES_PER_PAGE
    rows, total = list_notices(person_id, first=first, size=NOTICES_PER_PAGE)
    return render(
        "notifications/show_notices.html",
        page=Page([_row(row) for row in rows], number, total, NOTICES_PER_PAGE),
        bad_address=find_bad_address(person_id),
        undo=request.args.get("undo", "") if _instant(request.args.get("undo")) else "",
    )


@room.post("/notices/<id:message_id>/open", policy=signed_in)
def open_notice(visit: Visit[None], message_id: str) -> Answer:
    notice = load_notice_for(visit.actor, message_id)
    path = _row(notice).words.path
    services.mark_read(visit.now, notice)
    return redirect(path, 303) if path else redirect_to("notifications.show_notices")


@room.post("/notices/<id:message_id>/read", policy=signed_in)
def mark_read(visit: Visit[None], message_id: str) -> Answer:
    services.mark_read(visit.now, load_notice_for(visit.actor, message_id))
    notify("success", N_("The notice is marked as read."))
    return redirect_to("notifications.show_notices")


@room.post("/notices/<id:message_id>/unread", policy=signed_in)
def mark_unread(visit: Visit[None], message_id: str) -> Answer:
    services.mark_unread(load_notice_for(visit.actor, message_id))
    notify("success", N_("The notice is marked as unread."))
    return redirect_to("notifications.show_notices")


@room.post("/notices/read", policy=signed_in)
def mark_all_read(visit: Visit[None]) -> Answer:
    services.mark_all_read(visit.now, str(visit.actor.person_id))
    notify("success", N_("All notices are marked as read."))
    return redirect_to("notifications.show_notices", undo=visit.now.isoformat())


@room.post("/notices/unread", policy=signed_in)
def undo_all_read(visit: Visit[None]) -> Answer:
    at = _instant(request.form.get("at"))
    if at is not None:
        services.undo_all_read(str(visit.actor.person_id), at, NO_NOTICE)
        notify("success", N_("They are unread again."))
    return redirect_to("notifications.show_notices")


def _instant(value: str | None) -> datetime | None:
    """Return the instant that an address or a button names, or nothing where it names none."""
    try:
        at = datetime.fromisoformat(value or "")
    except ValueError:
        return None
    return at if at.tzinfo else None
