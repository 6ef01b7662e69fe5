"""Who may read a complaint: whose it is, and who answers complaints in the cohort. Nobody else.

Who has that task has no other in the cohort; its manager sees counts.
"""

from dataclasses import dataclass

from lms.kit.actor import Actor
from lms.kit.errors import NotAllowed, NotVisible
from lms.programmes import policy
from lms.programmes.policy import CohortDesk
from lms.programmes.queries import complaints
from lms.programmes.rules.complaints import ComplaintRow


@dataclass(frozen=True, slots=True)
class ComplaintDesk:
    """A complaint with its cohort, as whoever answers it stands to it."""

    desk: CohortDesk
    row: ComplaintRow


def load_complaints_desk_for(actor: Actor, cohort_id: str) -> CohortDesk:
    """Return a cohort whose complaints the actor answers or counts.

    Raises `NotVisible`, and `NotAllowed` for tutors, coordinators and the panel.
    """
    desk = policy.load_cohort_for(actor, cohort_id)
    if not (desk.is_manager or "complaints" in desk.tasks):
        raise NotAllowed
    return desk


def load_complaint_for(actor: Actor, complaint_id: str) -> ComplaintDesk:
    """Return a complaint that the actor answers; raise `NotVisible` for everybody else.

    Nobody answers their own.
    """
    row = complaints.find_complaint(complaint_id)
    if row is None or row.person_id == actor.person_id:
        raise NotVisible
    desk = policy.load_cohort_for(actor, row.cohort_id)
    if "complaints" not in desk.tasks:
        raise NotVisible
    return ComplaintDesk(desk, row)


def load_own_complaint_for(actor: Actor, complaint_id: str) -> ComplaintRow:
    """Return a complaint of the actor's own; raise `NotVisible`."""
    row = complaints.find_complaint(complaint_id)
    if row is None or row.person_id is None or row.person_id != actor.person_id:
        raise NotVisible
    return row
