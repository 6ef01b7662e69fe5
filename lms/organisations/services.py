"""Setting up the installation; States, agencies, hubs and their members; what the site shows.

Who may do so is decided by `lms.organisations.policy`.
"""

from datetime import date, datetime

from lms.audit import services as audit
from lms.kit.actor import OPERATOR, Actor
from lms.kit.db import db
from lms.kit.errors import NotVisible
from lms.kit.ids import new_id
from lms.kit.territories import territory_name, territory_names
from lms.organisations.models import Membership, Organisation
from lms.organisations.queries import (
    find_installation,
    find_membership,
    get_organisation,
    has_child_named,
    list_country_codes,
)
from lms.organisations.rules import (
    DEFAULT_NAME,
    JOINING,
    NAMED,
    AlreadyMember,
    CountryUnknown,
    Joining,
    MembersAreStates,
    NamedByCode,
    NameTaken,
    NotInstalled,
    StateThere,
    WrongPlace,
)


def create_installation(name: str, now: datetime) -> str:
    """Make the root of the tree and return its id."""
    root_id = new_id()
    _add(OPERATOR, now, Organisation(id=root_id, kind="installation", name=name, path=root_id))
    return root_id


def ensure_installation(now: datetime) -> str:
    """Make the root of the tree where there is none yet; return its id."""
    return find_installation().id or create_installation(DEFAULT_NAME, now)


def create_state(actor: Actor, now: datetime, *, country_code: str) -> str:
    """Add a State by its ISO 3166 code; return its id.

    Raises `CountryUnknown`, `StateThere`, `NotInstalled`.
    """
    root_id = find_installation().id
    if root_id is None:
        raise NotInstalled
    code = country_code.upper()
    if code not in territory_names("en"):
        raise CountryUnknown(code=country_code)
    if code in list_country_codes():
        raise StateThere
    state_id = new_id()
    state = Organisation(
        id=state_id,
        kind="state",
        country_code=code,
        name=territory_name(code, "en"),
        parent_id=root_id,
        path=f"{root_id}/{state_id}",
    )
    _add(actor, now, state)
    return state_id


def create_agency(actor: Actor, now: datetime, *, parent_id: str, name: str) -> str:
    """Add an agency below a State or another agency; return its id.

    Raises `WrongPlace`, `NameTaken`, `NotVisible`.
    """
    parent = get_organisation(parent_id)
    if parent.kind not in {"state", "agency"}:
        raise WrongPlace
    if has_child_named(parent_id, name):
        raise NameTaken
    agency_id = new_id()
    agency = Organisation(
        id=agency_id,
        kind="agency",
        name=name,
        parent_id=parent_id,
        path=f"{parent.path}/{agency_id}",
    )
    _add(actor, now, agency)
    return agency_id


def create_hub(actor: Actor, now: datetime, *, kind: Joining, name: str) -> str:
    """Add a hub or platform below the installation; return its id.

    Raises `NameTaken`, `NotInstalled`.
    """
    root_id = _root_id()
    if has_child_named(root_id, name):
        raise NameTaken
    hub_id = new_id()
    hub = Organisation(
        id=hub_id, kind=kind, name=name, parent_id=root_id, path=f"{root_id}/{hub_id}"
    )
    _add(actor, now, hub)
    return hub_id


def join_hub(actor: Actor, now: datetime, hub_id: str, state_id: str, joined_on: date) -> None:
    """Make a State a member of a hub or platform from a day on.

    Raises `MembersAreStates`, `AlreadyMember`, `NotVisible`.
    """
    if get_organisation(hub_id).kind not in JOINING or get_organisation(state_id).kind != "state":
        raise MembersAreStates
    if find_membership(hub_id, state_id) is not None:
        raise AlreadyMember
    values = {"organisation_id": hub_id, "member_id": state_id, "joined_on": joined_on}
    db.session.add(Membership(**values))
    db.session.flush()
    _record(actor, now, "member_joined", hub_id, {"member": state_id, "on": joined_on.isoformat()})


def leave_hub(actor: Actor, now: datetime, hub_id: str, state_id: str, left_on: date) -> None:
    """End a State's membership; `left_on` is the first day without it. Raises `NotVisible`.

    A membership that would end before it began ends on the day of its beginning.
    """
    membership_id = find_membership(hub_id, state_id)
    if membership_id is None:
        raise NotVisible
    membership = db.session.get_one(Membership, membership_id)
    membership.left_on = max(left_on, membership.joined_on)
    db.session.flush()
    _record(actor, now, "member_left", hub_id, {"member": state_id, "on": left_on.isoformat()})


def rename_agency(actor: Actor, now: datetime, organisation_id: str, name: str) -> None:
    """Give an agency, hub or platform another name; raise `NamedByCode`, `NameTaken`."""
    organisation = _get(organisation_id)
    if organisation.kind not in NAMED:
        raise NamedByCode
    if organisation.name != name and has_child_named(str(organisation.parent_id), name):
        raise NameTaken
    old, organisation.name = organisation.name, name
    db.session.flush()
    _record(actor, now, "renamed", organisation_id, {"from": old, "to": name})


def require_second_person(
    actor: Actor, now: datetime, organisation_id: str, *, is_required: bool
) -> None:
    """Let courses of an organisation, and of all below it, be published by two people only."""
    organisation = _get(organisation_id)
    organisation.needs_second_person = is_required
    db.session.flush()
    wanted = "yes" if is_required else "no"
    _record(actor, now, "second_person_changed", organisation_id, {"is_required": wanted})


def require_two_to_revoke(
    actor: Actor, now: datetime, organisation_id: str, *, is_required: bool
) -> None:
    """Let certificates of an organisation, and of all below it, be revoked by two people only."""
    organisation = _get(organisation_id)
    organisation.needs_two_to_revoke = is_required
    db.session.flush()
    wanted = "yes" if is_required else "no"
    _record(actor, now, "two_to_revoke_changed", organisation_id, {"is_required": wanted})


def change_site(actor: Actor, now: datetime, *, name: str, mail_sender: str | None) -> None:
    """Set the installation's name and the address that its mails come from."""
    root = _get(_root_id())
    root.name, root.mail_sender = name, mail_sender
    db.session.flush()
    _record(actor, now, "site_changed", root.id, {"name": name, "mail_sender": mail_sender})


def change_emblem(actor: Actor, now: datetime, emblem_hash: str | None) -> None:
    """Set the installation's emblem, a picture stored by its hash, or take it away."""
    root = _get(_root_id())
    root.emblem_hash = emblem_hash
    db.session.flush()
    _record(actor, now, "emblem_changed", root.id, {"hash": emblem_hash})


def _root_id() -> str:
    root_id = find_installation().id
    if root_id is None:
        raise NotInstalled
    return root_id


def _get(organisation_id: str) -> Organisation:
    organisation = db.session.get(Organisation, organisation_id)
    if organisation is None:
        raise NotVisible
    return organisation


def _add(actor: Actor, now: datetime, organisation: Organisation) -> None:
    db.session.add(organisation)
    db.session.flush()
    _record(actor, now, "added", organisation.id, {"kind": organisation.kind})


def _record(
    actor: Actor, now: datetime, what: str, organisation_id: str, details: dict[str, str | None]
) -> None:
    audit.record(
        actor,
        now,
        f"organisations.{what}",
        subject_type="organisation",
        subject_id=organisation_id,
        details=details,
    )
