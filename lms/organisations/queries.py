"""Reads of the tree of organisations, and of what every page shows of the installation.

People are read in `lms.accounts.queries`.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select

from lms.kit.db import read
from lms.kit.errors import NotVisible
from lms.kit.site import Site
from lms.kit.territories import territory_name
from lms.organisations.models import Membership, Organisation
from lms.organisations.rules import DEFAULT_NAME


@dataclass(frozen=True, slots=True)
class Installation:
    """The root of the tree: the site's name, emblem and the sender of its mails."""

    id: str | None = None
    name: str = DEFAULT_NAME
    emblem_hash: str | None = None
    mail_sender: str | None = None


@dataclass(frozen=True, slots=True)
class MembershipRow:
    """A State in a hub or platform: since when, and until when where it has left."""

    id: str
    state_id: str
    country_code: str | None
    joined_on: date
    left_on: date | None

    def label(self, language: str) -> str:
        """Return the State's name for a reader."""
        return territory_name(str(self.country_code), language)


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """A place in the tree."""

    id: str
    kind: str
    path: str
    name: str
    country_code: str | None
    parent_id: str | None
    needs_second_person: bool = False
    needs_two_to_revoke: bool = False

    @property
    def depth(self) -> int:
        """Return how many organisations stand above."""
        return self.path.count("/")

    def label(self, language: str) -> str:
        """Return the name for a reader: a State's in their language."""
        return territory_name(self.country_code, language) if self.country_code else self.name


_installation = select(
    Organisation.id, Organisation.name, Organisation.emblem_hash, Organisation.mail_sender
).where(Organisation.kind == "installation")
_organisation = select(
    Organisation.id,
    Organisation.kind,
    Organisation.path,
    Organisation.name,
    Organisation.country_code,
    Organisation.parent_id,
    Organisation.needs_second_person,
    Organisation.needs_two_to_revoke,
)


def find_installation() -> Installation:
    """Return the installation, or harmless defaults where it has not been set up yet."""
    row = read(_installation).one_or_none()
    return Installation(*row) if row else Installation()


def get_site() -> Site:
    """Return what every page and mail shows of the installation."""
    root = find_installation()
    return Site(root.name, root.emblem_hash, root.mail_sender)


def find_organisation(organisation_id: str) -> OrganisationRow | None:
    """Return one organisation, or nothing."""
    row = read(_organisation.where(Organisation.id == organisation_id)).one_or_none()
    return OrganisationRow(*row) if row else None


def get_organisation(organisation_id: str) -> OrganisationRow:
    """Return one organisation; raise `NotVisible` where there is none."""
    row = find_organisation(organisation_id)
    if row is None:
        raise NotVisible
    return row


def list_organisations() -> list[OrganisationRow]:
    """Return the whole tree, each organisation after the one that it stands below."""
    return [OrganisationRow(*row) for row in read(_organisation.order_by("path"))]


def list_country_codes() -> set[str]:
    """Return the codes of the States that take part already."""
    query = select(Organisation.country_code).where(Organisation.country_code.is_not(None))
    return {code for code in read(query).scalars() if code}


def has_child_named(parent_id: str, name: str) -> bool:
    """Say whether an organisation of this name stands directly below `parent_id`."""
    query = select(Organisation.id).where(
        Organisation.parent_id == parent_id, Organisation.name == name
    )
    return read(query).first() is not None


def needs_second_person(path: str) -> bool:
    """Say whether courses of the organisation at `path` are published by two people only.

    It does where the organisation wants it, or any that it stands below.
    """
    query = select(Organisation.id).where(
        Organisation.id.in_(path.split("/")), Organisation.needs_second_person
    )
    return read(query).first() is not None


def is_needed_above(path: str) -> bool:
    """Say whether an organisation above the one at `path` wants two people to publish."""
    above, _, _own = path.rpartition("/")
    return bool(above) and needs_second_person(above)


def needs_two_to_revoke(path: str) -> bool:
    """Say whether certificates of the organisation at `path` are revoked by two people only.

    It does where the organisation wants it, or any that it stands below.
    """
    query = select(Organisation.id).where(
        Organisation.id.in_(path.split("/")), Organisation.needs_two_to_revoke
    )
    return read(query).first() is not None


def are_two_needed_above(path: str) -> bool:
    """Say whether an organisation above the one at `path` wants two people to revoke."""
    above, _, _own = path.rpartition("/")
    return bool(above) and needs_two_to_revoke(above)


def list_members(organisation_id: str, day: date) -> list[OrganisationRow]:
    """Return the States that are in a hub or platform on a day."""
    query = (
        _organisation.join(Membership, Membership.member_id == Organisation.id)
        .where(Membership.organisation_id == organisation_id, _holds(day))
        .order_by(Organisation.country_code)
    )
    return [OrganisationRow(*row) for row in read(query)]


def list_memberships(organisation_id: str) -> list[MembershipRow]:
    """Return all memberships of a hub or platform, former ones too, the earliest first."""
    query = (
        select(
            Membership.id,
            Membership.member_id,
            Organisation.country_code,
            Membership.joined_on,
            Membership.left_on,
        )
        .join(Organisation, Organisation.id == Membership.member_id)
        .where(Membership.organisation_id == organisation_id)
        .order_by(Membership.joined_on, Organisation.country_code)
    )
    return [MembershipRow(*row) for row in read(query)]


def list_states_outside(organisation_id: str, language: str) -> list[tuple[str, str]]:
    """Return the States that are not in a hub, or have left it: ids and names, by name."""
    inside = {one.state_id for one in list_memberships(organisation_id) if one.left_on is None}
    states = [row for row in list_organisations() if row.kind == "state" and row.id not in inside]
    return sorted(((row.id, row.label(language)) for row in states), key=lambda one: one[1])


def is_member(organisation_id: str, state_id: str, day: date) -> bool:
    """Say whether a State is in a hub or platform on a day."""
    query = select(Membership.id).where(
        Membership.organisation_id == organisation_id,
        Membership.member_id == state_id,
        _holds(day),
    )
    return read(query).first() is not None


def _holds(day: date) -> ColumnElement[bool]:
    """Return the condition that a membership holds on a day."""
    return and_(
        Membership.joined_on <= day, or_(Membership.left_on.is_(None), Membership.left_on > day)
    )


def find_membership(organisation_id: str, member_id: str) -> str | None:
    """Return the id of the membership that has no end yet, or nothing."""
    query = select(Membership.id).where(
        Membership.organisation_id == organisation_id,
        Membership.member_id == member_id,
        Membership.left_on.is_(None),
    )
    return read(query).scalar_one_or_none()
