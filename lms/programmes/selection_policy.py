"""Who may score a nomination, allocate places, answer an offer, give a place back.

Who may see a cohort at all is decided in `policy`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lms.accounts import queries as accounts
from lms.kit.actor import Actor
from lms.kit.errors import NotAllowed, NotVisible
from lms.programmes import policy
from lms.programmes.policy import CohortDesk
from lms.programmes.queries import delegations, nominations, panel, participations, selection
from lms.programmes.queries.cohorts import get_cohort
from lms.programmes.queries.selection import Candidate, RunRow
from lms.programmes.rules.rows import CohortRow, NominationRow, ParticipationRow
from lms.programmes.rules.scoring import ConflictRow, PlanRow
from lms.programmes.rules.selection_errors import ConflictDeclared, DeclarationMissing


@dataclass(frozen=True, slots=True)
class PanelDesk:
    """A cohort as a member of its panel stands to it, with the nominations.

    `declared` are those of which the member has said whether there is a conflict of interest; none
    before the first declaration.
    """

    desk: CohortDesk
    plan: PlanRow
    person_id: str
    declared: frozenset[str] | None
    candidates: Sequence[Candidate]

    @property
    def undeclared(self) -> tuple[Candidate, ...]:
        """Return the complete nominations of which the member has not declared anything yet."""
        known = self.declared or ()
        return tuple(one for one in self.candidates if one.file.row.id not in known)

    @property
    def own(self) -> tuple[Candidate, ...]:
        """Return the complete nominations that the member may read and score."""
        return tuple(one for one in self.candidates if self.person_id not in one.excluded)


def load_panel_for(actor: Actor, cohort_id: str) -> PanelDesk:
    """Return a cohort on whose panel the actor is; raise `NotVisible`, `NotAllowed`.

    Who runs it is on the panel by being put there, not by running it.
    """
    desk = policy.load_cohort_task_for(actor, cohort_id, "panel")
    person_id = str(actor.person_id)
    plan = panel.get_plan(cohort_id)
    declared = panel.list_declared(cohort_id).get(person_id)
    return PanelDesk(desk, plan, person_id, declared, selection.list_candidates(desk.cohort, plan))


def load_file_for(actor: Actor, cohort_id: str, nomination_id: str) -> tuple[PanelDesk, Candidate]:
    """Return a complete nomination that a member of the panel reads and scores.

    Raises `NotVisible`, `NotAllowed`, `DeclarationMissing`, and `ConflictDeclared` for whoever has
    a conflict of interest with the nominee.
    """
    panel_desk = load_panel_for(actor, cohort_id)
    found = [one for one in panel_desk.candidates if one.file.row.id == nomination_id]
    if not found:
        raise NotVisible
    if found[0] in panel_desk.undeclared:
        raise DeclarationMissing
    if panel_desk.person_id in found[0].excluded:
        raise ConflictDeclared
    return panel_desk, found[0]


def load_run_for(actor: Actor, cohort_id: str, run_id: str) -> tuple[CohortDesk, RunRow]:
    """Return an allocation of a cohort that the actor runs; raise `NotVisible`, `NotAllowed`."""
    desk = policy.load_run_cohort_for(actor, cohort_id)
    return desk, selection.get_run(cohort_id, run_id)


def load_place_in_for(
    actor: Actor, cohort_id: str, participation_id: str
) -> tuple[CohortDesk, ParticipationRow]:
    """Return a place in a cohort that the actor runs; raise `NotVisible`, `NotAllowed`."""
    desk = policy.load_run_cohort_for(actor, cohort_id)
    place = participations.find_participation(participation_id)
    if place is None or place.cohort_id != cohort_id:
        raise NotVisible
    return desk, place


@dataclass(frozen=True, slots=True)
class OfferedPlace:
    """A place as the nominee, or a focal point of the nominee's State or agency, stands to it."""

    cohort: CohortRow
    row: ParticipationRow
    nomination: NominationRow


def load_offer_for(actor: Actor, participation_id: str) -> OfferedPlace:
    """Return a place that was offered to the actor; raise `NotVisible` for everybody else.

    Who had no account when it was offered is known by the address.
    """
    found = _load(participation_id)
    person = accounts.find_person(str(actor.person_id))
    is_own = found.row.person_id == actor.person_id
    is_address = (
        found.row.person_id is None
        and person is not None
        and (person.email == found.nomination.email)
    )
    if actor.person_id is None or not (is_own or is_address):
        raise NotVisible
    return found


def load_nominated_place_for(actor: Actor, participation_id: str) -> OfferedPlace:
    """Return a place of an officer for whom the actor is focal point; raise `NotVisible`."""
    found = _load(participation_id)
    if not delegations.acts_for(actor, found.nomination.organisation_path):
        raise NotVisible
    return found


def _load(participation_id: str) -> OfferedPlace:
    row = participations.find_participation(participation_id)
    nomination = None if row is None else nominations.find_nomination(row.nomination_id)
    if row is None or nomination is None:
        raise NotVisible
    return OfferedPlace(get_cohort(row.cohort_id), row, nomination)


def load_outcome_for(
    actor: Actor, cohort_id: str, now: datetime
) -> tuple[CohortRow, RunRow, list[NominationRow]]:
    """Return a cohort whose places are given out, the run, and the nominations of the actor's own.

    Raises `NotVisible` where the actor is focal point for none of them, or none was given out.
    """
    cohort = policy.load_published_cohort(cohort_id, now)
    run = selection.find_confirmed(cohort_id)
    rows = [
        row
        for row in nominations.list_nominations(cohort_id)
        if delegations.acts_for(actor, row.organisation_path)
    ]
    if run is None or not rows:
        raise NotVisible
    return cohort, run, rows


def load_conflict_for(actor: Actor, cohort_id: str, conflict_id: str) -> ConflictRow:
    """Return a conflict of interest in a cohort that the actor runs, but not the actor's own.

    Raises `NotVisible`, `NotAllowed`.
    """
    policy.load_run_cohort_for(actor, cohort_id)
    found = [one for one in panel.list_conflicts(cohort_id) if one.id == conflict_id]
    if not found:
        raise NotVisible
    if found[0].person_id == actor.person_id:
        raise NotAllowed
    return found[0]
