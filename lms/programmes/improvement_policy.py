"""Who may read and change an improvement action: who runs its cohort, and its owner.

Whose cohorts they are is decided in `policy`.
"""

from dataclasses import dataclass

from lms.kit.actor import Actor
from lms.kit.errors import NotAllowed, NotVisible
from lms.programmes import policy
from lms.programmes.queries import cohorts, improvements, teams
from lms.programmes.rules.improvements import ActionRow
from lms.programmes.rules.rows import CohortRow


@dataclass(frozen=True, slots=True)
class ActionDesk:
    """An action with its cohort; only who runs the cohort says what is to be done, and by whom."""

    cohort: CohortRow
    row: ActionRow
    is_running_it: bool


def load_action_for(actor: Actor, action_id: str) -> ActionDesk:
    """Return an action for its owner, and for who runs its cohort.

    Raises `NotVisible`, and `NotAllowed` for others who work in the cohort.
    """
    row = improvements.find_action(action_id)
    if row is None or actor.person_id is None:
        raise NotVisible
    if row.owner_id == actor.person_id:
        cohort = cohorts.get_cohort(row.cohort_id)
        return ActionDesk(cohort, row, is_running(actor, cohort))
    desk = policy.load_run_cohort_for(actor, row.cohort_id)
    return ActionDesk(desk.cohort, row, is_running_it=True)


def load_run_action_for(actor: Actor, action_id: str) -> ActionDesk:
    """Return an action of a cohort that the actor runs; raise `NotVisible`, `NotAllowed`."""
    desk = load_action_for(actor, action_id)
    if not desk.is_running_it:
        raise NotAllowed
    return desk


def is_running(actor: Actor, cohort: CohortRow) -> bool:
    """Say whether the actor manages a cohort, or coordinates it."""
    if actor.has_role("administrator", path=cohort.organisation_path):
        return True
    return "coordinator" in cohorts.find_tasks(cohort.id, actor.person_id or "")


def list_run_cohorts_for(actor: Actor) -> list[CohortRow]:
    """Return the cohorts that the actor manages or coordinates, the last to begin first."""
    coordinated = teams.list_desk_ids(actor.person_id or "", "coordinator")
    return [
        row
        for row in cohorts.list_all()
        if row.id in coordinated or actor.has_role("administrator", path=row.organisation_path)
    ]
