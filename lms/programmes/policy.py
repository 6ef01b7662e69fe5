"""Who may see a programme, a cohort, a participation: administrators at the owner, the assigned.

A route's own policy, who may come in at all, is named beside the route.
"""

from dataclasses import dataclass
from datetime import datetime

from lms.kit.actor import Actor
from lms.kit.errors import NotAllowed, NotVisible
from lms.organisations import queries as organisations
from lms.organisations.queries import OrganisationRow
from lms.programmes.queries import cohorts, curricula, participations
from lms.programmes.rules.cohorts import status
from lms.programmes.rules.rows import CohortRow, ParticipationRow, ProgrammeRow, Task


def load_programme_for(actor: Actor, slug: str) -> ProgrammeRow:
    """Return a programme whose owner the actor administers; raise `NotVisible`."""
    programme = curricula.find_programme(slug)
    if programme is None:
        raise NotVisible
    if not actor.has_role("administrator", path=programme.organisation_path):
        raise NotVisible
    return programme


def list_programmes_for(actor: Actor) -> list[ProgrammeRow]:
    """Return the programmes whose owners the actor administers."""
    return [
        row
        for row in curricula.list_programmes()
        if actor.has_role("administrator", path=row.organisation_path)
    ]


def load_published_programme(slug: str) -> ProgrammeRow:
    """Return a programme that everybody may read of; raise `NotVisible`."""
    programme = curricula.find_programme(slug)
    if programme is None or programme.version_id is None or programme.archived_at is not None:
        raise NotVisible
    return programme


def list_owners_for(actor: Actor) -> list[OrganisationRow]:
    """Return the organisations for which the actor may begin programmes and run cohorts."""
    return [
        row
        for row in organisations.list_organisations()
        if actor.has_role("administrator", path=row.path)
    ]


def load_owner_for(actor: Actor, organisation_id: str) -> OrganisationRow:
    """Return an organisation for which the actor may do so; raise `NotVisible`."""
    row = organisations.find_organisation(organisation_id)
    if row is None or not actor.has_role("administrator", path=row.path):
        raise NotVisible
    return row


@dataclass(frozen=True, slots=True)
class CohortDesk:
    """A cohort as the actor stands to it: its manager by role, or somebody with a task in it."""

    cohort: CohortRow
    is_manager: bool
    tasks: frozenset[Task]

    @property
    def is_running_it(self) -> bool:
        """Say whether the actor plans and runs the cohort: its manager, or a coordinator."""
        return self.is_manager or "coordinator" in self.tasks


def load_cohort_for(actor: Actor, cohort_id: str) -> CohortDesk:
    """Return a cohort that the actor manages or has a task in; raise `NotVisible`."""
    cohort = cohorts.find_cohort(cohort_id)
    if cohort is None:
        raise NotVisible
    is_manager = actor.has_role("administrator", path=cohort.organisation_path)
    tasks = cohorts.find_tasks(cohort_id, actor.person_id or "")
    if not (is_manager or tasks):
        raise NotVisible
    return CohortDesk(cohort, is_manager, tasks)


def load_run_cohort_for(actor: Actor, cohort_id: str) -> CohortDesk:
    """Return a cohort that the actor plans and runs; raise `NotVisible`, `NotAllowed`."""
    desk = load_cohort_for(actor, cohort_id)
    if not desk.is_running_it:
        raise NotAllowed
    return desk


def load_managed_cohort_for(actor: Actor, cohort_id: str) -> CohortDesk:
    """Return a cohort in which the actor says who does what; raise `NotVisible`, `NotAllowed`."""
    desk = load_cohort_for(actor, cohort_id)
    if not desk.is_manager:
        raise NotAllowed
    return desk


def load_cohort_task_for(actor: Actor, cohort_id: str, task: Task) -> CohortDesk:
    """Return a cohort in which the actor has this task; raise `NotVisible`, `NotAllowed`.

    The manager has no task by being it: who is to read the documents is put on the panel.
    """
    desk = load_cohort_for(actor, cohort_id)
    if task not in desk.tasks:
        raise NotAllowed
    return desk


def load_published_cohort(cohort_id: str, now: datetime) -> CohortRow:
    """Return a cohort that was announced, with what became of it; raise `NotVisible`."""
    cohort = cohorts.find_cohort(cohort_id)
    if cohort is None or status(cohort, now) == "draft":
        raise NotVisible
    return cohort


def load_participation_for(actor: Actor, participation_id: str) -> ParticipationRow:
    """Return the actor's own participation.

    Raises `NotVisible` for everybody else: who runs the cohort comes in by the cohort.
    """
    row = participations.find_participation(participation_id)
    if row is None or row.person_id is None or row.person_id != actor.person_id:
        raise NotVisible
    return row
