"""Officers whom a focal point may choose among: those of the organisations acted for.

An administrator's list of people is in `listing`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select

from lms.accounts.importing.likeness import name_key
from lms.accounts.models import Person, PersonName, organisation_table
from lms.accounts.queries.names import get_names
from lms.accounts.queries.places import is_within
from lms.accounts.rules import name_organisation
from lms.kit.actor import Actor
from lms.kit.db import read
from lms.kit.folding import fold


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who was found, named as the reader may see it."""

    id: str
    name: str
    email: str
    organisation_id: str
    country_code: str | None
    organisation_name: str

    def label(self, language: str) -> str:
        """Return the organisation's name for a reader."""
        return name_organisation(self.country_code, self.organisation_name, language)


_person = (
    select(
        Person.id,
        Person.email,
        Person.organisation_id,
        organisation_table.c.country_code,
        organisation_table.c.name.label("organisation_name"),
    )
    .join(organisation_table, organisation_table.c.id == Person.organisation_id)
    .where(Person.is_active)
)


def search_colleagues(
    actor: Actor, paths: Iterable[str], text: str, most: int = 20
) -> list[Colleague]:
    """Return active people of the organisations at `paths` by a part of their name or address.

    A protected person is found by the whole address alone, for a search by name would tell it.
    """
    words = fold(text).split()
    if not words:
        return []
    query = _person.where(is_within(list(paths)), _matches(text, words)).order_by(Person.email)
    return _as_colleagues(actor, query.limit(most))


def _matches(text: str, words: list[str]) -> ColumnElement[bool]:
    named = exists().where(
        PersonName.person_id == Person.id,
        and_(*(PersonName.folded.contains(word, autoescape=True) for word in words)),
    )
    address = text.strip().lower()
    part = Person.email.contains(address, autoescape=True)
    return or_(Person.email == address, and_(Person.is_protected.is_(False), or_(named, part)))


def list_namesakes(actor: Actor, paths: Iterable[str], full_name: str) -> list[Colleague]:
    """Return active people of the organisations at `paths` with this name in some spelling.

    Protected people are not among them.
    """
    wanted = name_key(full_name)
    names = read(
        select(PersonName.person_id, PersonName.full_name)
        .join(Person, Person.id == PersonName.person_id)
        .join(organisation_table, organisation_table.c.id == Person.organisation_id)
        .where(is_within(list(paths)), Person.is_active, Person.is_protected.is_(False))
    )
    found = {row.person_id for row in names if wanted and name_key(row.full_name) == wanted}
    return _as_colleagues(actor, _person.where(Person.id.in_(found)).order_by(Person.email))


def _as_colleagues(actor: Actor, query: Any) -> list[Colleague]:  # noqa: ANN401 - SQLAlchemy's own
    rows = read(query).all()
    names = get_names(actor, [row.id for row in rows])
    return [Colleague(name=names.get(row.id, ""), **row._mapping) for row in rows]
