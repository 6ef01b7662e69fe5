"""Who may read and write which messages: the participant, and who accompanies them. Nobody else.

The manager of a cohort does not by managing it: who is to read them is made its coordinator.
"""

from dataclasses import dataclass
from datetime import datetime

from lms.kit.actor import Actor
from lms.kit.errors import NotAllowed, NotVisible
from lms.programmes import policy
from lms.programmes.policy import CohortDesk
from lms.programmes.queries import cohorts, participations, teams
from lms.programmes.queries.teams import GroupRow
from lms.programmes.rules.cohorts import status
from lms.programmes.rules.messages import Thread, is_open, may_accompany, may_help
from lms.programmes.rules.rows import CohortRow, ParticipationRow


@dataclass(frozen=True, slots=True)
class MessageDesk:
    """A cohort as who accompanies participants stands to it, with its groups."""

    desk: CohortDesk
    groups: tuple[GroupRow, ...]
    person_id: str | None

    def accompanies(self, row: ParticipationRow) -> bool:
        """Say whether the actor reads and answers the thread of a participant."""
        return may_accompany(self.desk.tasks, self.person_id, row, self.tutor_of(row))

    def helps(self, row: ParticipationRow) -> bool:
        """Say whether the actor gives a participant more time; who manages the cohort does too."""
        is_helping = may_help(self.desk.tasks, self.person_id, self.tutor_of(row))
        return is_helping or self.desk.is_running_it

    def tutor_of(self, row: ParticipationRow) -> str | None:
        """Return the tutor of a participant's group, if there is one."""
        return next((one.tutor_id for one in self.groups if one.id == row.group_id), None)


def open_message_desk(actor: Actor, desk: CohortDesk) -> MessageDesk:
    """Return a cohort's desk with what it takes to say whose threads the actor reads."""
    return MessageDesk(desk, tuple(teams.list_groups(desk.cohort.id)), actor.person_id)


def load_message_desk_for(actor: Actor, cohort_id: str) -> MessageDesk:
    """Return a cohort that the actor coordinates or teaches; raise `NotVisible`, `NotAllowed`."""
    desk = policy.load_cohort_for(actor, cohort_id)
    if not desk.tasks & {"coordinator", "tutor"}:
        raise NotAllowed
    return open_message_desk(actor, desk)


def load_thread_for(
    actor: Actor, participation_id: str, now: datetime
) -> tuple[MessageDesk, Thread]:
    """Return the thread of a participant whom the actor accompanies.

    Raises `NotVisible` for everybody else, the participant and other tutors of the cohort too.
    """
    row = participations.find_participation(participation_id)
    if row is None or row.person_id is None or row.status == "offered":
        raise NotVisible
    desk = open_message_desk(actor, policy.load_cohort_for(actor, row.cohort_id))
    if not desk.accompanies(row):
        raise NotVisible
    return desk, _open(desk.desk.cohort, row, now)


def load_own_thread_for(actor: Actor, participation_id: str, now: datetime) -> Thread:
    """Return the actor's own thread, of a participation that has ended too; raise `NotVisible`."""
    row = policy.load_participation_for(actor, participation_id)
    if row.answered_at is None or row.status == "declined":
        raise NotVisible
    return _open(cohorts.get_cohort(row.cohort_id), row, now)


def _open(cohort: CohortRow, row: ParticipationRow, now: datetime) -> Thread:
    return Thread(cohort, row, is_open(row, status(cohort, now)))
