"""The administrators' list of people: search, filters, pages, in a fixed number of queries.

It shows people only within what the reader administers, so it may search their names.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, not_, or_, select
from sqlalchemy.orm import QueryableAttribute

from lms.accounts.models import Person, PersonName, RoleGrant, organisation_table
from lms.accounts.queries.names import get_names
from lms.accounts.queries.places import GrantRow, is_within, list_grants, scope_of
from lms.accounts.rules import name_organisation
from lms.kit.actor import Actor
from lms.kit.db import db
from lms.kit.folding import fold


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader searches for; empty texts ask for everybody."""

    text: str = ""
    role: str = ""
    status: str = ""
    organisation_path: str = ""
    sort: str = "name"


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """A row of the list."""

    id: str
    name: str
    email: str
    is_active: bool
    is_protected: bool
    country_code: str | None
    organisation_name: str
    grants: tuple[GrantRow, ...] = field(default=())

    def label(self, language: str) -> str:
        """Return the organisation's name for a reader."""
        return name_organisation(self.country_code, self.organisation_name, language)


_sort_name = (
    select(func.min(PersonName.folded))
    .where(PersonName.person_id == Person.id)
    .correlate(Person)
    .scalar_subquery()
)
_people = select(
    Person.id,
    Person.email,
    Person.is_active,
    Person.is_protected,
    organisation_table.c.country_code,
    organisation_table.c.name.label("organisation_name"),
).join(organisation_table, organisation_table.c.id == Person.organisation_id)
_ORDERS = {"name": _sort_name, "email": Person.email, "created": Person.created_at}


def list_people(
    actor: Actor, now: datetime, wanted: Wanted, *, first: int, size: int
) -> tuple[list[ListedPerson], int]:
    """Return a page of the people the actor administers, and how many there are in all."""
    query = _people.where(is_within(scope_of(actor)), *_conditions(wanted, now))
    total = db.session.execute(
        select(func.count()).select_from(query.order_by(None).subquery())
    ).scalar_one()
    return _list(actor, now, _sorted(query, wanted.sort).offset(first).limit(size)), total


def list_chosen(actor: Actor, now: datetime, person_ids: Collection[str]) -> list[ListedPerson]:
    """Return those of these people whom the actor administers, by name."""
    query = _people.where(is_within(scope_of(actor)), Person.id.in_(person_ids))
    return _list(actor, now, _sorted(query, "name"))


def _list(actor: Actor, now: datetime, query: Select[Any]) -> list[ListedPerson]:
    rows = db.session.execute(query).all()
    ids = [row.id for row in rows]
    names = get_names(actor, ids)
    grants = [grant for grant in list_grants(ids) if not grant.is_over(now)]
    return [
        ListedPerson(
            name=names.get(row.id, ""),
            grants=tuple(grant for grant in grants if grant.person_id == row.id),
            **row._mapping,
        )
        for row in rows
    ]


def count_people(actor: Actor) -> int:
    """Return how many people the actor administers."""
    query = (
        select(func.count())
        .select_from(Person)
        .join(organisation_table, organisation_table.c.id == Person.organisation_id)
        .where(is_within(scope_of(actor)))
    )
    return db.session.execute(query).scalar_one()


def _sorted(query: Select[Any], sort: str) -> Select[Any]:
    order = _ORDERS.get(sort.removeprefix("-"), _sort_name)
    return query.order_by(order.desc() if sort.startswith("-") else order, Person.id)


def _conditions(wanted: Wanted, now: datetime) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.text.strip():
        conditions.append(_matches(wanted.text))
    if wanted.role:
        conditions.append(_holds(wanted.role, now))
    if wanted.status in {"active", "closed"}:
        conditions.append(Person.is_active.is_(wanted.status == "active"))
    elif wanted.status == "protected":
        conditions.append(Person.is_protected.is_(True))
    if wanted.organisation_path:
        conditions.append(is_within([wanted.organisation_path]))
    return conditions


def _matches(text: str) -> ColumnElement[bool]:
    has_name = exists().where(
        PersonName.person_id == Person.id,
        and_(*(PersonName.folded.contains(word, autoescape=True) for word in fold(text).split())),
    )
    return or_(has_name, Person.email.contains(text.strip().lower(), autoescape=True))


def is_called(actor: Actor, person_id: QueryableAttribute[Any], word: str) -> ColumnElement[bool]:
    """Return the condition that a person has a name with a word (folded) that the actor may see.

    A protected person is found by themself and by the administrators over them, as `may_see_name`
    has it.
    """
    called = (
        select(PersonName.person_id)
        .join(Person, Person.id == PersonName.person_id)
        .where(PersonName.folded.contains(word, autoescape=True), Person.id.not_in(_hidden(actor)))
    )
    return person_id.in_(called)


def is_open_to(actor: Actor, person_id: QueryableAttribute[Any]) -> ColumnElement[bool]:
    """Return the condition that the actor may see a person's name, or that there is no person.

    For names that were written down elsewhere, as on a certificate.
    """
    return or_(person_id.is_(None), person_id.not_in(_hidden(actor)))


def _hidden(actor: Actor) -> Select[Any]:
    """Return whose names the actor may not see: a few, so that they are looked up once."""
    home = organisation_table.alias("home")
    return (
        select(Person.id)
        .join(home, home.c.id == Person.organisation_id)
        .where(
            Person.is_protected.is_(True),
            Person.id != actor.person_id,
            not_(is_within(scope_of(actor), home.c.path)),
        )
    )


def _holds(role: str, now: datetime) -> ColumnElement[bool]:
    return exists().where(
        RoleGrant.person_id == Person.id,
        RoleGrant.role == role,
        or_(RoleGrant.until.is_(None), RoleGrant.until >= now.date()),
    )
