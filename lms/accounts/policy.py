"""What an administrator may load: people, invitations and places of the organisations below.

Whoever stands elsewhere in the tree does not exist for them.
"""

from datetime import datetime

from lms.accounts.queries import (
    GrantRow,
    InvitationRow,
    PersonRow,
    PlaceRow,
    TokenRow,
    find_invitation,
    find_invitation_by_token,
    find_mailed_token,
    find_person,
    find_place,
    list_grants,
)
from lms.accounts.queries.imports import ImportRow, administers_all, find_import
from lms.accounts.rules import ImportBegun, LinkNotValid, RoleAbove
from lms.kit.actor import Actor
from lms.kit.errors import NotAllowed, NotVisible


def load_person_for(actor: Actor, person_id: str) -> PersonRow:
    """Return a person of an organisation that the actor administers; raise `NotVisible`."""
    person = find_person(person_id)
    if person is None or not actor.has_role("administrator", path=person.organisation_path):
        raise NotVisible
    return person


def load_governed_person_for(actor: Actor, person_id: str, now: datetime) -> PersonRow:
    """Return a person whose account the actor may close or change.

    Raises `NotVisible`, and `RoleAbove` for an administrator of what is not below the actor.
    """
    person = load_person_for(actor, person_id)
    for grant in list_grants([person_id]):
        is_above = not actor.has_role("administrator", path=grant.organisation_path)
        if grant.role == "administrator" and not grant.is_over(now) and is_above:
            raise RoleAbove
    return person


def load_grant_for(actor: Actor, person_id: str, grant_id: str) -> GrantRow:
    """Return a person's grant at an organisation the actor administers.

    Raises `NotVisible`, and `NotAllowed` where the role is held elsewhere in the tree.
    """
    load_person_for(actor, person_id)
    for grant in list_grants([person_id]):
        if grant.id == grant_id:
            if actor.has_role("administrator", path=grant.organisation_path):
                return grant
            raise NotAllowed
    raise NotVisible


def load_place_for(actor: Actor, organisation_id: str) -> PlaceRow:
    """Return an organisation that the actor administers; raise `NotVisible`."""
    place = find_place(organisation_id)
    if place is None or not actor.has_role("administrator", path=place.path):
        raise NotVisible
    return place


def load_invitation_for(actor: Actor, invitation_id: str) -> InvitationRow:
    """Return an invitation to an organisation the actor administers; raise `NotVisible`."""
    invitation = find_invitation(invitation_id)
    if invitation is None or not actor.has_role("administrator", path=invitation.organisation_path):
        raise NotVisible
    return invitation


def load_open_invitation(token: str, now: datetime) -> InvitationRow:
    """Return the invitation that a mailed link is for; raise `LinkNotValid`."""
    invitation = find_invitation_by_token(token, now)
    if invitation is None:
        raise LinkNotValid
    return invitation


def load_mailed_token(token: str, purpose: str, now: datetime) -> TokenRow:
    """Return what a mailed link is for; raise `LinkNotValid`."""
    row = find_mailed_token(token, purpose, now)
    if row is None:
        raise LinkNotValid
    return row


def load_import_for(actor: Actor, import_id: str) -> ImportRow:
    """Return a list that the actor sent in; whoever administers everything sees all of them.

    Raises `NotVisible`.
    """
    row = find_import(import_id)
    if row is None or not (row.person_id == actor.person_id or administers_all(actor)):
        raise NotVisible
    return row


def load_draft_for(actor: Actor, import_id: str) -> ImportRow:
    """Return a list with which nothing was done yet; raise `NotVisible`, `ImportBegun`."""
    row = load_import_for(actor, import_id)
    if row.is_begun:
        raise ImportBegun
    return row


def load_begun_import_for(actor: Actor, import_id: str) -> ImportRow:
    """Return a list with which something was done; raise `NotVisible`."""
    row = load_import_for(actor, import_id)
    if not row.is_begun:
        raise NotVisible
    return row
