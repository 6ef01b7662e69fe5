"""Accounts that may be the same person's as a given one, among those that the reader administers.

By what they seem so is said by `lms.accounts.importing.likeness`.
"""

from dataclasses import dataclass
from datetime import datetime

from lms.accounts.importing.likeness import LIKENESS_NAMES, Likeness
from lms.accounts.queries.listing import ListedPerson, list_chosen
from lms.accounts.queries.names import list_alike
from lms.kit.actor import Actor

_ORDER = list(LIKENESS_NAMES)


@dataclass(frozen=True, slots=True)
class Twin:
    """An account that may be the same person's, and by what it seems so."""

    person: ListedPerson
    likeness: Likeness


def list_twins(actor: Actor, now: datetime, person_id: str, most: int) -> list[Twin]:
    """Return at most so many accounts that may be this person's too, the likest first.

    The actor's own is left out, for nobody merges it.
    """
    alike = list_alike(actor, person_id)
    alike.pop(str(actor.person_id), None)
    first = sorted(alike, key=lambda one: (_ORDER.index(alike[one]), one))[:most]
    twins = [Twin(person, alike[person.id]) for person in list_chosen(actor, now, first)]
    return sorted(twins, key=lambda twin: _ORDER.index(twin.likeness))
