"""What an administrator may load of the tree: what they administer, and nothing beside it.

The installation itself is changed by its own administrators alone.
"""

from lms.kit.actor import Actor
from lms.kit.errors import NotAllowed, NotVisible
from lms.organisations.queries import (
    Installation,
    OrganisationRow,
    find_installation,
    find_membership,
    find_organisation,
    get_organisation,
    list_organisations,
)
from lms.organisations.rules import JOINING
from lms.web.policies import signed_in


def administrator_of_all(actor: Actor) -> None:
    """Let in whoever administers the whole installation."""
    signed_in(actor)
    load_installation_for(actor)


def load_installation_for(actor: Actor) -> Installation:
    """Return the installation for an administrator of all of it; raise `NotAllowed`."""
    root = find_installation()
    if not actor.has_role("administrator", path=root.id or ""):
        raise NotAllowed
    return root


def administers_all(actor: Actor) -> bool:
    """Say whether the actor administers the whole installation."""
    return actor.has_role("administrator", path=find_installation().id or "")


def load_organisation_for(actor: Actor, organisation_id: str) -> OrganisationRow:
    """Return an organisation that the actor administers; raise `NotVisible`."""
    row = find_organisation(organisation_id)
    if row is None or not actor.has_role("administrator", path=row.path):
        raise NotVisible
    return row


def load_organisations_for(actor: Actor) -> list[OrganisationRow]:
    """Return the part of the tree that the actor administers."""
    return [row for row in list_organisations() if actor.has_role("administrator", path=row.path)]


def load_hub_for(actor: Actor, organisation_id: str) -> OrganisationRow:
    """Return a hub or platform that the actor administers; raise `NotVisible`."""
    row = load_organisation_for(actor, organisation_id)
    if row.kind not in JOINING:
        raise NotVisible
    return row


def load_member_for(
    actor: Actor, organisation_id: str, state_id: str
) -> tuple[OrganisationRow, OrganisationRow]:
    """Return such a hub and a State that is in it and has not left; raise `NotVisible`."""
    row = load_hub_for(actor, organisation_id)
    if find_membership(row.id, state_id) is None:
        raise NotVisible
    return row, get_organisation(state_id)
