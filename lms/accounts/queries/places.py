"""Where people belong and where roles are held: the organisations, as people's pages need them.

The tree itself is the organisations room's, which stands above.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, false, or_, select

from lms.accounts.models import RoleGrant, organisation_table
from lms.accounts.rules import name_organisation
from lms.kit.actor import Actor
from lms.kit.db import db
from lms.kit.errors import NotVisible


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """An organisation in which people can be."""

    id: str
    kind: str
    path: str
    name: str
    country_code: str | None

    def label(self, language: str) -> str:
        """Return the name for a reader."""
        return name_organisation(self.country_code, self.name, language)


@dataclass(frozen=True, slots=True)
class GrantRow:
    """A role that somebody holds, or held until a day that has passed."""

    id: str
    person_id: str
    role: str
    until: date | None
    organisation_id: str
    organisation_path: str
    country_code: str | None
    name: str

    def label(self, language: str) -> str:
        """Return the organisation's name for a reader."""
        return name_organisation(self.country_code, self.name, language)

    def is_over(self, now: datetime) -> bool:
        """Say whether the grant's last day has passed."""
        return self.until is not None and self.until < now.date()


_place = select(
    organisation_table.c.id,
    organisation_table.c.kind,
    organisation_table.c.path,
    organisation_table.c.name,
    organisation_table.c.country_code,
)


def scope_of(actor: Actor) -> list[str] | None:
    """Return the paths that an actor administers; `None` stands for everything."""
    if actor.is_operator:
        return None
    return [grant.organisation_path for grant in actor.grants if grant.role == "administrator"]


def is_within(
    paths: Iterable[str] | None, path: ColumnElement[str] = organisation_table.c.path
) -> ColumnElement[bool]:
    """Return the condition that an organisation is one of `paths` or below one.

    `path` is the column to ask of, where it is not that of the table itself.
    """
    if paths is None:
        return path.is_not(None)
    conditions = [(path == one) | path.like(f"{one}/%") for one in paths]
    return or_(false(), *conditions)


def find_place(organisation_id: str) -> PlaceRow | None:
    """Return one organisation, or nothing."""
    row = db.session.execute(_place.where(organisation_table.c.id == organisation_id)).one_or_none()
    return PlaceRow(*row) if row else None


def get_place(organisation_id: str) -> PlaceRow:
    """Return one organisation; raise `NotVisible` where there is none."""
    place = find_place(organisation_id)
    if place is None:
        raise NotVisible
    return place


def list_places(actor: Actor) -> list[PlaceRow]:
    """Return the organisations that the actor administers, each after the one above it."""
    rows = db.session.execute(
        _place.where(is_within(scope_of(actor))).order_by(organisation_table.c.path)
    )
    return [PlaceRow(*row) for row in rows]


def list_grants(person_ids: Iterable[str]) -> list[GrantRow]:
    """Return the roles of these people, those that are over included."""
    rows = db.session.execute(
        select(
            RoleGrant.id,
            RoleGrant.person_id,
            RoleGrant.role,
            RoleGrant.until,
            RoleGrant.organisation_id,
            organisation_table.c.path,
            organisation_table.c.country_code,
            organisation_table.c.name,
        )
        .join(organisation_table, organisation_table.c.id == RoleGrant.organisation_id)
        .where(RoleGrant.person_id.in_(list(person_ids)))
        .order_by(RoleGrant.role, organisation_table.c.path)
    )
    return [GrantRow(*row) for row in rows]


def find_grant_id(person_id: str, role: str, organisation_id: str) -> str | None:
    """Return the id of the grant of this role at this organisation, or nothing."""
    return db.session.execute(
        select(RoleGrant.id).where(
            RoleGrant.person_id == person_id,
            RoleGrant.role == role,
            RoleGrant.organisation_id == organisation_id,
        )
    ).scalar_one_or_none()


def has_root_administrator_grant(grant_id: str) -> bool:
    """Say whether a grant is that of an administrator of the whole installation."""
    query = (
        select(RoleGrant.id)
        .join(organisation_table, organisation_table.c.id == RoleGrant.organisation_id)
        .where(
            RoleGrant.id == grant_id,
            RoleGrant.role == "administrator",
            organisation_table.c.kind == "installation",
        )
    )
    return db.session.execute(query).one_or_none() is not None
