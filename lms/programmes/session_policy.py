"""Who may see a session, plan it, note attendance in it; whose a calendar and a sheet are.

Who may see a cohort at all is decided in `policy`.
"""

from dataclasses import dataclass

from lms.kit.actor import Actor
from lms.kit.errors import NotAllowed, NotVisible
from lms.programmes import policy
from lms.programmes.policy import CohortDesk
from lms.programmes.queries import attendance, participations, sessions
from lms.programmes.queries.attendance import ImportRow, RequestRow, SheetRow
from lms.programmes.queries.sessions import COMING
from lms.programmes.rules.rows import ParticipationRow
from lms.programmes.rules.sessions import SessionRow


@dataclass(frozen=True, slots=True)
class SessionDesk:
    """A session as the actor stands to it: who runs the cohort plans, its tutors note too."""

    session: SessionRow
    cohort: CohortDesk

    @property
    def may_plan(self) -> bool:
        """Say whether the actor changes the session and calls it off."""
        return self.cohort.is_running_it


def load_teaching_cohort_for(actor: Actor, cohort_id: str) -> CohortDesk:
    """Return a cohort that the actor runs or teaches; raise `NotVisible`, `NotAllowed`."""
    desk = policy.load_cohort_for(actor, cohort_id)
    if not (desk.is_running_it or "tutor" in desk.tasks):
        raise NotAllowed
    return desk


def load_session_for(actor: Actor, session_id: str) -> SessionDesk:
    """Return a session whose attendance the actor may note; raise `NotVisible`, `NotAllowed`."""
    session = sessions.find_session(session_id)
    if session is None:
        raise NotVisible
    return SessionDesk(session, load_teaching_cohort_for(actor, session.cohort_id))


def load_planned_session_for(actor: Actor, session_id: str) -> SessionDesk:
    """Return a session that the actor may change; raise `NotVisible`, `NotAllowed`."""
    desk = load_session_for(actor, session_id)
    if not desk.may_plan:
        raise NotAllowed
    return desk


def load_import_for(actor: Actor, import_id: str) -> tuple[ImportRow, SessionDesk]:
    """Return a list that was sent in, with its session; raise `NotVisible`, `NotAllowed`."""
    row = attendance.find_import(import_id)
    if row is None:
        raise NotVisible
    return row, load_session_for(actor, row.session_id)


def load_request_for(actor: Actor, request_id: str) -> tuple[RequestRow, SessionDesk]:
    """Return a wish for a correction, with its session; raise `NotVisible`, `NotAllowed`."""
    row = attendance.find_request(request_id)
    if row is None:
        raise NotVisible
    return row, load_session_for(actor, row.session_id)


def load_sheet_for(actor: Actor, sheet_id: str) -> tuple[SheetRow, SessionDesk]:
    """Return a sheet that the actor asked for, whose names are for nobody else's eyes.

    Raises `NotVisible`, `NotAllowed`.
    """
    row = attendance.find_sheet(sheet_id)
    if row is None or row.person_id != actor.person_id:
        raise NotVisible
    return row, load_session_for(actor, row.session_id)


def load_studying_for(actor: Actor, participation_id: str) -> ParticipationRow:
    """Return the actor's own participation once the place is accepted; raise `NotVisible`."""
    row = policy.load_participation_for(actor, participation_id)
    if row.status not in COMING:
        raise NotVisible
    return row


def load_own_session_for(actor: Actor, session_id: str) -> tuple[SessionRow, ParticipationRow]:
    """Return a session to which the actor is to come; raise `NotVisible`.

    For somebody outside the cohort, or of another group, it is not there.
    """
    session = sessions.find_session(session_id)
    if session is None:
        raise NotVisible
    for row in participations.list_participations(session.cohort_id):
        is_own = row.person_id is not None and row.person_id == actor.person_id
        if is_own and row.status in COMING and session.is_for(row.group_id):
            return session, row
    raise NotVisible
