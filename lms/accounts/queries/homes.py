"""Where people belong and how they are reached, as a viewer may know it: people of one name apart.

Names themselves are read in `names`; the account as its administrators manage it, in `people`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import QueryableAttribute

from lms.accounts.models import Person, organisation_table
from lms.accounts.queries.places import is_within, scope_of
from lms.accounts.rules import may_see_name, name_organisation
from lms.kit.actor import Actor
from lms.kit.db import read
from lms.kit.territories import territory_name

_state = organisation_table.alias("state")
_HOMES = (
    select(
        Person.id,
        Person.email,
        Person.is_protected,
        organisation_table.c.path,
        organisation_table.c.name,
        organisation_table.c.country_code,
        _state.c.country_code.label("state_code"),
    )
    .join(organisation_table, organisation_table.c.id == Person.organisation_id)
    .outerjoin(
        _state,
        and_(
            _state.c.kind == "state",
            or_(
                organisation_table.c.path == _state.c.path,
                organisation_table.c.path.like(_state.c.path + "/%"),
            ),
        ),
    )
)


@dataclass(frozen=True, slots=True)
class HomeRow:
    """Somebody's organisation and State; the address, for those alone who administer the account.

    `email` is nothing for everybody else.
    """

    email: str | None
    name: str
    country_code: str | None
    state_code: str | None

    def label(self, language: str) -> str:
        """Return the organisation, and the State that it is of, as a reader calls them."""
        own = name_organisation(self.country_code, self.name, language)
        if self.state_code is None or self.country_code is not None:
            return own
        return f"{own} · {territory_name(self.state_code, language)}"


def get_homes(actor: Actor, person_ids: Iterable[str]) -> dict[str, HomeRow]:
    """Return the homes of those of the people whose names `actor` may see, by their ids."""
    homes = {}
    for row in read(_HOMES.where(Person.id.in_(list(person_ids)))):
        if may_see_name(actor, row.id, is_protected=row.is_protected, organisation_path=row.path):
            is_governed = actor.is_operator or actor.has_role("administrator", path=row.path)
            email = row.email if is_governed else None
            homes[row.id] = HomeRow(email, row.name, row.country_code, row.state_code)
    return homes


def has_address(
    actor: Actor, person_id: QueryableAttribute[str | None], address: str
) -> ColumnElement[bool]:
    """Return the condition that a person has exactly this address, and the actor administers them.

    A part of an address finds nobody: addresses are not to be tried out.
    """
    found = (
        select(Person.id)
        .join(organisation_table, organisation_table.c.id == Person.organisation_id)
        .where(Person.email == address.strip().lower(), is_within(scope_of(actor)))
    )
    return person_id.in_(found)
