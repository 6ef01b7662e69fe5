"""The only way from a person to a name: for a viewer, honouring protection.

A house test refuses any other reader of the table of names.
"""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import bindparam, select

from lms.accounts.importing.likeness import Likeness, address_key, find_likeness, kept_keys
from lms.accounts.models import Person, PersonName, organisation_table
from lms.accounts.queries.places import is_within, scope_of
from lms.accounts.rules import (
    Name,
    NameNotConfirmed,
    choose_name,
    may_see_name,
    protected_name,
)
from lms.kit.actor import Actor
from lms.kit.db import read

_names = (
    select(
        PersonName.person_id,
        PersonName.script,
        PersonName.full_name,
        Person.is_protected,
        organisation_table.c.path,
    )
    .join(Person, Person.id == PersonName.person_id)
    .join(organisation_table, organisation_table.c.id == Person.organisation_id)
    .where(PersonName.person_id.in_(bindparam("person_ids", expanding=True)))
    .order_by(PersonName.person_id, PersonName.script)
)
_protection = (
    select(Person.id, Person.is_protected, organisation_table.c.path)
    .join(organisation_table, organisation_table.c.id == Person.organisation_id)
    .where(Person.id.in_(bindparam("person_ids", expanding=True)))
)
# SQLite takes no more values in one statement than 32,766.
_MOST_AT_ONCE = 10_000


def get_names(actor: Actor, person_ids: Iterable[str]) -> dict[str, str]:
    """Return each person's name as `actor` may see it, in the script that they read best.

    A protected person is a code to all but themself and the administrators over them.
    """
    wanted = list(dict.fromkeys(person_ids))
    names: dict[str, str] = {}
    for start in range(0, len(wanted), _MOST_AT_ONCE):
        names.update(_get_some_names(actor, wanted[start : start + _MOST_AT_ONCE]))
    return names


def _get_some_names(actor: Actor, person_ids: list[str]) -> dict[str, str]:
    language = actor.language or "en"
    written: dict[str, list[tuple[str, str]]] = {}
    hidden: dict[str, str] = {}
    for row in read(_names, {"person_ids": person_ids}):
        person_id, is_protected = row.person_id, row.is_protected
        if may_see_name(actor, person_id, is_protected=is_protected, organisation_path=row.path):
            written.setdefault(person_id, []).append((row.script, row.full_name))
        else:
            hidden[person_id] = protected_name(person_id, language)
    return hidden | {key: choose_name(names, language) for key, names in written.items()}


def get_hidden_names(actor: Actor, person_ids: Iterable[str]) -> dict[str, str]:
    """Return the code that stands for each of these people whose name `actor` may not see.

    For names that were written down elsewhere, as on a certificate.
    """
    wanted = list(dict.fromkeys(person_ids))
    language = actor.language or "en"
    return {
        row.id: protected_name(row.id, language)
        for start in range(0, len(wanted), _MOST_AT_ONCE)
        for row in read(_protection, {"person_ids": wanted[start : start + _MOST_AT_ONCE]})
        if not may_see_name(
            actor, row.id, is_protected=row.is_protected, organisation_path=row.path
        )
    }


def list_protected(person_ids: Iterable[str]) -> frozenset[str]:
    """Return those of these people whose identity is protected, whoever asks."""
    wanted = list(dict.fromkeys(person_ids))
    return frozenset(
        row.id
        for start in range(0, len(wanted), _MOST_AT_ONCE)
        for row in read(_protection, {"person_ids": wanted[start : start + _MOST_AT_ONCE]})
        if row.is_protected
    )


_everybody = (
    select(PersonName.person_id, PersonName.full_name, Person.email)
    .join(Person, Person.id == PersonName.person_id)
    .join(organisation_table, organisation_table.c.id == Person.organisation_id)
)


def list_keys(actor: Actor) -> dict[str, str]:
    """Return people of the actor's organisations, by what spellings of them share.

    The keys are those of `lms.accounts.importing.likeness`.
    """
    query = _everybody.where(is_within(scope_of(actor))).order_by(Person.created_at.desc())
    keys: dict[str, str] = {}
    for row in read(query):
        keys[address_key(row.email)] = row.person_id
        keys |= dict.fromkeys(kept_keys(row.full_name), row.person_id)
    return keys


def list_alike(actor: Actor, person_id: str) -> dict[str, Likeness]:
    """Return those whom the actor administers and who may be this person, and by what they seem so.

    Accounts that were merged into another are left out.
    """
    query = _everybody.where(is_within(scope_of(actor)), Person.merged_into_id.is_(None))
    names: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in read(query):
        names[row.person_id, row.email].append(row.full_name)
    own = next((one for one in names if one[0] == person_id), None)
    if own is None:
        return {}
    own_names = names.pop(own)
    alike = {
        other_id: find_likeness(own_names, own[1], some, email)
        for (other_id, email), some in names.items()
    }
    return {other_id: likeness for other_id, likeness in alike.items() if likeness is not None}


def get_name(actor: Actor, person_id: str) -> str:
    """Return one person's name as `actor` may see it."""
    return get_names(actor, [person_id]).get(person_id, "")


_own_names = select(
    PersonName.id,
    PersonName.script,
    PersonName.full_name,
    PersonName.confirmed_at,
    PersonName.honorific,
)


def list_own_names(person_id: str) -> list[Name]:
    """Return a person's names in all scripts, for that person and those who administer them."""
    query = _own_names.where(PersonName.person_id == person_id).order_by(PersonName.script)
    return [Name(*row) for row in read(query)]


def find_confirmed(person_id: str) -> Name | None:
    """Return the name that the person confirmed last for certificates, with what stands before it.

    Nothing where none is confirmed.
    """
    row = read(
        _own_names.where(PersonName.person_id == person_id, PersonName.confirmed_at.is_not(None))
        .order_by(PersonName.confirmed_at.desc())
        .limit(1)
    ).one_or_none()
    return Name(*row) if row else None


def find_confirmed_name(person_id: str) -> str | None:
    """Return how the name that the person confirmed last is written, or nothing."""
    name = find_confirmed(person_id)
    return name.full_name if name else None


def get_confirmed(person_id: str) -> Name:
    """Return the name that the person confirmed last; raise `NameNotConfirmed` where none is."""
    name = find_confirmed(person_id)
    if name is None:
        raise NameNotConfirmed
    return name


def list_confirmed(person_ids: Iterable[str]) -> dict[str, list[Name]]:
    """Return the names that people have confirmed for certificates, the last one first.

    Who has confirmed none is left out.
    """
    wanted = list(dict.fromkeys(person_ids))
    found: dict[str, list[Name]] = defaultdict(list)
    for start in range(0, len(wanted), _MOST_AT_ONCE):
        some = wanted[start : start + _MOST_AT_ONCE]
        query = (
            _own_names.add_columns(PersonName.person_id)
            .where(PersonName.person_id.in_(some), PersonName.confirmed_at.is_not(None))
            .order_by(PersonName.confirmed_at.desc())
        )
        for *name, person_id in read(query):
            found[person_id].append(Name(*name))
    return dict(found)
