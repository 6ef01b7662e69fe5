"""For which organisations somebody acts as focal point, which cohorts are for them, who renews it.

An administrator is no focal point by being one: whoever nominates has the role, with its end.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select

from lms.accounts import queries as accounts
from lms.accounts.queries import GrantRow
from lms.kit.actor import Actor
from lms.kit.db import read
from lms.organisations import queries as organisations
from lms.organisations.models import Membership, Organisation
from lms.organisations.queries import OrganisationRow
from lms.programmes.rules.rows import CohortRow

_PLACES = frozenset({"state", "agency"})


def acts_for(actor: Actor, path: str) -> bool:
    """Say whether the actor is focal point of the State or agency at `path`, or of one above.

    A role held at the installation is for no State: nobody acts for all of them.
    """
    return any(
        grant.role == "focal_point" and "/" in grant.organisation_path and grant.covers(path)
        for grant in actor.grants
    )


def list_places(actor: Actor) -> list[OrganisationRow]:
    """Return the States and agencies for which the actor is focal point."""
    return [
        row
        for row in organisations.list_organisations()
        if row.kind in _PLACES and acts_for(actor, row.path)
    ]


def choose_admitted(
    rows: Sequence[CohortRow], places: Sequence[OrganisationRow], day: date
) -> dict[str, tuple[OrganisationRow, ...]]:
    """Return, by cohort, those of `places` whose officers it is for; two queries.

    A hub's cohort is for the States that are members on the day; another's for all that stands
    below whoever runs it.
    """
    runners = {row.organisation_id: [row.organisation_path] for row in rows}
    for hub_id, path in _list_memberships(list(runners), day):
        # A hub runs for its members, and none of them stands below it.
        runners[hub_id].append(path)
    return {
        row.id: tuple(
            place
            for place in places
            if any(f"{place.path}/".startswith(f"{path}/") for path in runners[row.organisation_id])
        )
        for row in rows
    }


def _list_memberships(runner_ids: Sequence[str], day: date) -> list[tuple[str, str]]:
    query = (
        select(Membership.organisation_id, Organisation.path)
        .join(Organisation, Organisation.id == Membership.member_id)
        .where(
            Membership.organisation_id.in_(runner_ids),
            Membership.joined_on <= day,
            or_(Membership.left_on.is_(None), Membership.left_on > day),
        )
    )
    return [(row.organisation_id, row.path) for row in read(query)]


def find_state_id(place: OrganisationRow) -> str | None:
    """Return the State in which an organisation stands: directly below the installation."""
    steps = place.path.split("/")
    return steps[1] if len(steps) > 1 and place.kind in _PLACES else None


@dataclass(frozen=True, slots=True)
class EndedDelegation:
    """A delegation that has run out, and who can renew it."""

    grant: GrantRow
    renewers: tuple[str, ...]


def list_ended(actor: Actor, now: datetime) -> list[EndedDelegation]:
    """Return the delegations of the actor that have run out and were not renewed."""
    every = accounts.list_grants([actor.person_id or ""])
    ended = [
        grant
        for grant in every
        if grant.role == "focal_point" and grant.is_over(now)
        and not acts_for(actor, grant.organisation_path)
    ]  # fmt: skip
    found = []
    for grant in ended:
        people = accounts.list_role_holders("administrator", grant.organisation_path, now)
        names = accounts.get_names(actor, people)
        found.append(EndedDelegation(grant, tuple(names[one] for one in people)))
    return found
