"""A place that is passed on to another officer of the same State before the cohort begins.

The waiting list goes on by itself; this is its exception, made by the focal point.
"""

from datetime import datetime

from lms.kit.actor import Actor
from lms.programmes.queries import places, selection
from lms.programmes.queries.nomination_files import list_files
from lms.programmes.queries.participations import list_participations
from lms.programmes.rules.cohorts import CohortStatus, status
from lms.programmes.rules.places import ADVANCING, GIVEN
from lms.programmes.rules.rows import CohortRow, NominationRow, ParticipationRow
from lms.programmes.rules.selection import find_harm
from lms.programmes.rules.selection_errors import (
    SubstituteBreaksQuota,
    SubstituteNotFit,
    SubstitutionLate,
)
from lms.programmes.services.places import pass_on


def may_substitute(cohort_status: CohortStatus) -> bool:
    """Say whether places may be passed on: until the cohort begins."""
    return cohort_status in ADVANCING


def list_fitting(cohort: CohortRow, leaving: NominationRow) -> list[NominationRow]:
    """Return who can take over a place: complete, of the same State or agency, never offered one.

    By rank. Whether the quotas are kept is asked of the one who is chosen.
    """
    offered = {row.nomination_id for row in list_participations(cohort.id)}
    return [
        file.row
        for file in list_files(cohort)
        if file.standing.status == "complete"
        and file.row.id not in offered
        and _is_of_same(file.row, leaving)
    ]


def _is_of_same(one: NominationRow, other: NominationRow) -> bool:
    if one.state_id is not None:
        return one.state_id == other.state_id
    return one.organisation_id == other.organisation_id


def substitute(
    actor: Actor, now: datetime, cohort: CohortRow, place: ParticipationRow, nomination_id: str
) -> None:
    """Offer a place to another officer of the same State, and take it from the one who has it.

    Raises `SubstitutionLate`, `SubstituteNotFit`, `SubstituteBreaksQuota`, `PlaceIsOver`.
    """
    if not may_substitute(status(cohort, now)):
        raise SubstitutionLate
    places.lock_cohort(cohort.id)
    every = {file.row.id: file.row for file in list_files(cohort)}
    leaving = every[place.nomination_id]
    coming = next((one for one in list_fitting(cohort, leaving) if one.id == nomination_id), None)
    if coming is None:
        raise SubstituteNotFit
    given = {row.nomination_id for row in list_participations(cohort.id) if row.status in GIVEN}
    placed = selection.to_nominees(cohort, [every[one] for one in sorted(given)], {})
    new = selection.to_nominees(cohort, [coming], {})[0]
    harm = find_harm(selection.list_limits(cohort.id), placed, leaving.id, new)
    if harm:
        raise SubstituteBreaksQuota(quota=harm[0])
    pass_on(actor, now, cohort, place, coming)
