"""Who may see a programme, a cohort, a participation: administrators at the owner, the assigned.

A route's own policy, who may come in at all, is named beside the route.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from lms.kit.actor import Actor
from lms.kit.errors import NotAllowed, NotVisible
from lms.organisations import queries as organisations
from lms.organisations.queries import OrganisationRow
from lms.programmes.queries import (
    cohorts,
    curricula,
    delegations,
    nomination_files,
    nominations,
    panel,
    participations,
    recognitions,
)
from lms.programmes.queries.nomination_files import NominationFile
from lms.programmes.queries.recognitions import RecognitionRow
from lms.programmes.rules.cohorts import CohortStatus, status
from lms.programmes.rules.nomination_errors import DelegationOver, LinkIsOver, NominationsNotOpen
from lms.programmes.rules.nominations import may_change
from lms.programmes.rules.recognition import KeptFile
from lms.programmes.rules.rows import (
    CohortRow,
    DocumentRow,
    NominationRow,
    ParticipationRow,
    ProgrammeRow,
    Task,
)


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

    @property
    def is_involved(self) -> bool:
        """Say whether the actor does anything in the cohort but answer complaints about it."""
        return self.is_manager or self.tasks != {"complaints"}


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


def load_involved_cohort_for(actor: Actor, cohort_id: str) -> CohortDesk:
    """Return a cohort in which the actor does more than answer complaints.

    Raises `NotVisible`, `NotAllowed`.
    """
    desk = load_cohort_for(actor, cohort_id)
    if not desk.is_involved:
        raise NotAllowed
    return desk


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


def load_former_participant_for(actor: Actor, participation_id: str) -> ParticipationRow:
    """Return the actor's own participation, under way, completed or ended after it was accepted.

    Raises `NotVisible`.
    """
    row = load_participation_for(actor, participation_id)
    if row.answered_at is None or row.status == "declined":
        raise NotVisible
    return row


def load_participant_for(actor: Actor, participation_id: str) -> ParticipationRow:
    """Return the actor's own participation, under way or completed; raise `NotVisible`."""
    row = load_participation_for(actor, participation_id)
    if row.status not in {"accepted", "completed"}:
        raise NotVisible
    return row


def load_teaching_desk_for(actor: Actor, cohort_id: str) -> CohortDesk:
    """Return a cohort whose participants the actor sees: who runs it, and its tutors.

    Raises `NotVisible`, `NotAllowed`.
    """
    desk = load_cohort_for(actor, cohort_id)
    if not (desk.is_running_it or "tutor" in desk.tasks):
        raise NotAllowed
    return desk


def load_recognition_for(
    actor: Actor, cohort_id: str, recognition_id: str
) -> tuple[CohortDesk, RecognitionRow]:
    """Return a wish of a cohort that the actor runs; raise `NotVisible`, `NotAllowed`."""
    desk = load_run_cohort_for(actor, cohort_id)
    row = recognitions.find_recognition(recognition_id)
    if row is None or row.cohort_id != cohort_id or row.status == "withdrawn":
        raise NotVisible
    return desk, row


def load_proof_for(actor: Actor, recognition_id: str, content_hash: str) -> KeptFile:
    """Return a file of a wish for whoever asked, and for who runs the cohort.

    Raises `NotVisible`, `NotAllowed`.
    """
    row = recognitions.find_recognition(recognition_id)
    if row is None:
        raise NotVisible
    if row.person_id != actor.person_id:
        load_run_cohort_for(actor, row.cohort_id)
    found = next((file for file in row.documents if file.hash == content_hash), None)
    if found is None:
        raise NotVisible
    return found


@dataclass(frozen=True, slots=True)
class NominationOffice:
    """A cohort as a focal point stands to it: the States and agencies that may nominate for it."""

    cohort: CohortRow
    status: CohortStatus
    places: tuple[OrganisationRow, ...]

    @property
    def paths(self) -> tuple[str, ...]:
        """Return the paths of the places."""
        return tuple(place.path for place in self.places)

    def check_open(self) -> None:
        """Raise `NominationsNotOpen` where nobody can be nominated now."""
        if not may_change(self.status, None):
            raise NominationsNotOpen


def load_office_for(actor: Actor, cohort_id: str, now: datetime) -> NominationOffice:
    """Return a cohort for which the actor may nominate; raise `NotVisible`, `DelegationOver`."""
    cohort = load_published_cohort(cohort_id, now)
    own = delegations.list_places(actor)
    places = delegations.choose_admitted([cohort], own, now.date())[cohort.id]
    if not places:
        if not own and delegations.list_ended(actor, now):
            raise DelegationOver
        raise NotVisible
    return NominationOffice(cohort, status(cohort, now), places)


@dataclass(frozen=True, slots=True)
class NominationCase:
    """A nomination with its cohort, and whether its parts may be changed now."""

    cohort: CohortRow
    file: NominationFile
    may_change: bool

    @property
    def row(self) -> NominationRow:
        """Return the nomination itself."""
        return self.file.row

    def check_open(self) -> None:
        """Raise `NominationsNotOpen` where nothing can be changed now."""
        if not self.may_change:
            raise NominationsNotOpen


def _open_case(row: NominationRow, now: datetime) -> NominationCase:
    cohort = cohorts.get_cohort(row.cohort_id)
    file = nomination_files.get_file(row, cohort)
    return NominationCase(cohort, file, may_change(status(cohort, now), file.standing))


def load_nomination_for(actor: Actor, nomination_id: str, now: datetime) -> NominationCase:
    """Return a nomination of a State or agency for which the actor is focal point.

    Raises `NotVisible`, and `DelegationOver` for whoever was one and is no more.
    """
    row = nominations.find_nomination(nomination_id)
    if row is None:
        raise NotVisible
    if not delegations.acts_for(actor, row.organisation_path):
        ended = delegations.list_ended(actor, now) if actor.is_signed_in else []
        path = f"{row.organisation_path}/"
        if any(path.startswith(f"{one.grant.organisation_path}/") for one in ended):
            raise DelegationOver
        raise NotVisible
    return _open_case(row, now)


def load_open_nomination_for(actor: Actor, nomination_id: str, now: datetime) -> NominationCase:
    """Return such a nomination that may be changed; raise `NominationsNotOpen` besides."""
    case = load_nomination_for(actor, nomination_id, now)
    case.check_open()
    return case


def load_own_nomination_for(actor: Actor, nomination_id: str, now: datetime) -> NominationCase:
    """Return a nomination of the actor themself; raise `NotVisible`."""
    row = nominations.find_nomination(nomination_id)
    if row is None or row.person_id is None or row.person_id != actor.person_id:
        raise NotVisible
    return _open_case(row, now)


def load_nominee_link(token: str, now: datetime) -> NominationCase:
    """Return the nomination that a mailed link opens for its nominee; raise `LinkIsOver`."""
    row = nomination_files.find_by_nominee_link(token)
    if row is None:
        raise LinkIsOver
    return _open_case(row, now)


def load_head_link(token: str, now: datetime) -> NominationCase:
    """Return the nomination that a mailed link opens for the head of unit; raise `LinkIsOver`."""
    row = nomination_files.find_by_head_link(token)
    if row is None:
        raise LinkIsOver
    return _open_case(row, now)


def load_run_nomination_for(
    actor: Actor, cohort_id: str, nomination_id: str, now: datetime
) -> tuple[CohortDesk, NominationCase]:
    """Return a nomination for a cohort that the actor runs.

    What the panel alone may read, `is_on_panel` says: who runs a cohort may be on its panel too.
    Raises `NotVisible`, `NotAllowed`.
    """
    desk = load_run_cohort_for(actor, cohort_id)
    row = nominations.find_nomination(nomination_id)
    if row is None or row.cohort_id != cohort_id:
        raise NotVisible
    if is_on_panel(desk) and panel.has_conflict(nomination_id, str(actor.person_id)):
        desk = replace(desk, tasks=desk.tasks - {"panel"})
    return desk, _open_case(row, now)


def is_on_panel(desk: CohortDesk) -> bool:
    """Say whether the actor reads the documents and what is for the panel alone."""
    return "panel" in desk.tasks


def load_document_for(actor: Actor, nomination_id: str, document_id: str) -> DocumentRow:
    """Return a document for its cohort's selection panel, or for whoever added it.

    Raises `NotVisible` for everybody else: who runs the cohort, tutors and other focal points too.
    """
    row = nominations.find_nomination(nomination_id)
    if row is None or actor.person_id is None:
        raise NotVisible
    document = nomination_files.get_document(nomination_id, document_id)
    is_own = document.added_by == actor.person_id
    may_still = delegations.acts_for(actor, row.organisation_path) or row.person_id == (
        actor.person_id
    )
    if not (is_own and may_still) and not _reads_for_panel(row, actor.person_id):
        raise NotVisible
    return document


def _reads_for_panel(row: NominationRow, person_id: str) -> bool:
    """Say whether somebody is on the panel, and has no conflict of interest with the nominee."""
    return "panel" in cohorts.find_tasks(row.cohort_id, person_id) and not panel.has_conflict(
        row.id, person_id
    )


def check_own_document(actor: Actor, document: DocumentRow) -> None:
    """Raise `NotAllowed` where somebody else added a document."""
    if document.added_by != actor.person_id:
        raise NotAllowed
