"""Sheets to be signed on paper: asked for by somebody, printed by the worker, kept by hash.

How a sheet looks is `printing`'s.
"""

from datetime import datetime

from sqlalchemy import insert, update

from lms.accounts.queries import find_person, get_actor_by_email
from lms.kit import jobs, storage
from lms.kit.actor import Actor
from lms.kit.db import db
from lms.kit.i18n import LANGUAGES
from lms.kit.ids import new_id
from lms.programmes.models import SignInSheet
from lms.programmes.printing import print_sheet
from lms.programmes.queries import attendance, cohorts, session_pages, sessions
from lms.programmes.rules.cohorts import choose_text
from lms.programmes.rules.entries import tell_when
from lms.programmes.rules.sessions import SessionCancelled, SessionRow

PRINT_SHEET = "programmes.print_sheet"


def ask_sheet(actor: Actor, now: datetime, session: SessionRow) -> str:
    """Ask for the sheet of a session in the reader's language; return its id.

    Raises `SessionCancelled`: nobody comes to sign.
    """
    if session.is_cancelled:
        raise SessionCancelled
    sheet_id = new_id()
    values = {
        "id": sheet_id,
        "session_id": session.id,
        "person_id": actor.person_id,
        "language": actor.language if actor.language in LANGUAGES else "en",
        "asked_at": now,
    }
    db.session.execute(insert(SignInSheet).values(values))
    jobs.enqueue(PRINT_SHEET, sheet_id, {"sheet": sheet_id}, now)
    return sheet_id


def draw_sheet(now: datetime, sheet_id: str) -> str | None:
    """Print a sheet and store it by its hash, which is returned; nothing where that is done.

    The names are as whoever asked may see them at this moment: who is protected is a code to most.
    """
    row = attendance.find_sheet(sheet_id)
    person = find_person(row.person_id) if row else None
    session = sessions.find_session(row.session_id) if row else None
    if row is None or person is None or session is None or row.blob_hash is not None:
        return None
    reader = get_actor_by_email(person.email, now)
    cohort = cohorts.get_cohort(session.cohort_id)
    words = {
        "title": session.title,
        "cohort": choose_text(cohort.title, row.language)[0],
        "when": tell_when(session, row.language),
        "place": session.place,
        "tutors": session_pages.name_tutors(reader, session),
        "people": session_pages.get_attendance_page(reader, session).people,
    }
    return storage.put(print_sheet(row.language, words))


def keep_sheet(sheet_id: str, blob_hash: str) -> None:
    """Record the file of a sheet that was printed."""
    db.session.execute(
        update(SignInSheet).where(SignInSheet.id == sheet_id).values(blob_hash=blob_hash)
    )
