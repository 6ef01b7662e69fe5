"""Background doors of sessions: tell the people, print a sheet.

Each may be run again at any time: what is done stays done once.
"""

from flask import current_app

from lms.kit.jobs import Run
from lms.programmes.services import invitations, sheets


def tell_session(run: Run) -> None:
    """Write to each whom a session concerns what they have not been told, one by one."""
    session_id = run.arguments["session"]
    base_url = current_app.extensions["settings"].base_url
    run.for_each(
        invitations.list_to_tell(run.now, session_id),
        work=lambda person_id, _: invitations.tell(run.now, session_id, person_id, base_url),
    )


def tell_sessions(run: Run) -> None:
    """Ask for telling where people came to sessions, or left them, since they were told."""
    invitations.ask_to_tell_all(run.now)


def draw_sheet(run: Run) -> str | None:
    """Print a sheet before the transaction that writes; return its hash."""
    return sheets.draw_sheet(run.now, run.arguments["sheet"])


def keep_sheet(run: Run) -> None:
    """Record the sheet that was printed."""
    if run.prepared is not None:
        sheets.keep_sheet(run.arguments["sheet"], run.prepared)
