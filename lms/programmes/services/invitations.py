"""Telling who is to come to a session, by mails that calendar programs understand.

What a person was told last stands in a row, so that each is told each change once, whatever
brought them in or out.
"""

from datetime import datetime

from sqlalchemy import insert, update

from lms.kit import jobs
from lms.kit.db import db
from lms.kit.i18n import LANGUAGES
from lms.notifications import services as notifications
from lms.notifications.rules import Part
from lms.organisations.queries import get_site
from lms.programmes.models import SessionInvitation
from lms.programmes.queries import cohorts, sessions
from lms.programmes.queries.sessions import Reader
from lms.programmes.rules.calendars import Mailboxes, Method, write_calendar
from lms.programmes.rules.entries import describe, tell_when
from lms.programmes.rules.sessions import SessionRow

TELL_SESSION = "programmes.tell_session"
TELL_SESSIONS = "programmes.tell_sessions"
PLANNED = "programmes.session_planned"
CANCELLED = "programmes.session_cancelled"
LEFT = "programmes.session_left"
CALENDAR_FILE = "session.ics"
NOBODY = "no-reply@localhost"


def ask_to_tell(now: datetime, session_id: str) -> None:
    """Ask for telling those whom a session concerns."""
    jobs.enqueue(TELL_SESSION, session_id, {"session": session_id}, now)


def ask_to_tell_all(now: datetime) -> None:
    """Ask for it for each session to come of which somebody has not been told where they stand."""
    untold = sessions.list_untold(now)
    jobs.enqueue_many(TELL_SESSION, [(one, {"session": one}) for one in untold], now)


def list_to_tell(now: datetime, session_id: str) -> list[str]:
    """Return whom there is something to tell of a session; nobody, of what is over or not known.

    A cohort that was not announced plans in silence.
    """
    session = sessions.find_session(session_id)
    if session is None or session.ends_at <= now:
        return []
    if cohorts.get_cohort(session.cohort_id).published_at is None:
        return []
    coming = _list_coming(session)
    told = sessions.list_invited(session_id)
    return sorted(
        person_id
        for person_id in coming | told.keys()
        if _is_news(session, told.get(person_id), is_coming=person_id in coming)
    )


def _list_coming(session: SessionRow) -> set[str]:
    comers = sessions.list_comers([session.cohort_id])
    return {one.person_id for one in comers if session.is_for(one.group_id)} | {*session.tutor_ids}


def _is_news(session: SessionRow, told: tuple[int, bool] | None, *, is_coming: bool) -> bool:
    is_off = session.is_cancelled or not is_coming
    if told is None:
        return not is_off
    sequence, was_off = told
    return was_off != is_off or (not is_off and sequence != session.sequence)


def tell(now: datetime, session_id: str, person_id: str, base_url: str) -> None:
    """Write to one person what holds of a session now; the same a second time is nothing."""
    session = sessions.find_session(session_id)
    reader = sessions.list_readers([person_id]).get(person_id)
    if session is None:
        return
    told = sessions.list_invited(session_id).get(person_id)
    is_coming = person_id in _list_coming(session)
    if not _is_news(session, told, is_coming=is_coming):
        return
    is_off = session.is_cancelled or not is_coming
    if reader is not None:
        _write(now, session, reader, base_url, is_off=is_off)
    _remember(session, person_id, is_off=is_off, is_known=told is not None)


def _write(
    now: datetime, session: SessionRow, reader: Reader, base_url: str, *, is_off: bool
) -> None:
    language = reader.language if reader.language in LANGUAGES else "en"
    entry = describe(
        session, language, base_url, is_private=reader.is_protected, is_cancelled=is_off,
        leads=reader.id in session.tutor_ids,
        told_at=now,
    )  # fmt: skip
    method: Method = "CANCEL" if is_off else "REQUEST"
    boxes = Mailboxes(get_site().mail_sender or NOBODY, reader.email)
    calendar = write_calendar([entry], method=method, mailboxes=boxes)
    kind = _kind_of(session, is_off=is_off)
    notifications.send(
        now,
        kind=kind,
        key=f"{session.id}:{reader.id}:{session.sequence}:{now.isoformat()}",
        email=reader.email,
        language=language,
        template=f"mail/{kind.replace('.', '_')}.txt",
        context={
            "title": entry.summary,
            "when": tell_when(session, language),
            "address": entry.address.removeprefix(base_url),
        },
        person_id=reader.id,
        parts=[Part(CALENDAR_FILE, "text/calendar", calendar.decode(), method)],
    )


def _kind_of(session: SessionRow, *, is_off: bool) -> str:
    """Return what is told: of a session that others hold nobody reads that it is cancelled."""
    if session.is_cancelled:
        return CANCELLED
    return LEFT if is_off else PLANNED


def _remember(session: SessionRow, person_id: str, *, is_off: bool, is_known: bool) -> None:
    values = {"sequence": session.sequence, "is_called_off": is_off}
    place = (
        SessionInvitation.session_id == session.id,
        SessionInvitation.person_id == person_id,
    )
    if is_known:
        db.session.execute(update(SessionInvitation).where(*place).values(values))
    else:
        row = {"session_id": session.id, "person_id": person_id, **values}
        db.session.execute(insert(SessionInvitation).values(row))
