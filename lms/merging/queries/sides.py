"""The two accounts side by side: what each is known by, and what each has.

A fixed number of queries, whatever they have.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from lms.accounts import queries as accounts
from lms.accounts.queries import GrantRow, PersonRow
from lms.accounts.rules import Name
from lms.certificates.queries.certificates import list_certificates
from lms.certificates.rules.rows import CertificateRow
from lms.kit.actor import Actor
from lms.merging.queries.rows import count_rows
from lms.merging.treatments import CERTIFICATES, TREATMENTS, list_columns


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two accounts; `counts` are by label."""

    person: PersonRow
    name: str
    names: tuple[Name, ...]
    place: str
    grants: tuple[GrantRow, ...]
    counts: Mapping[str, int]
    certificates: tuple[CertificateRow, ...]


def get_sides(actor: Actor, now: datetime, one: PersonRow, other: PersonRow) -> tuple[Side, Side]:
    """Return both accounts as a page shows them."""
    ids = [one.id, other.id]
    names, counts = accounts.get_names(actor, ids), count_what_moves(ids)
    grants = [grant for grant in accounts.list_grants(ids) if not grant.is_over(now)]
    first, second = (
        Side(
            person,
            names.get(person.id, ""),
            tuple(accounts.list_own_names(person.id)),
            accounts.get_place(person.organisation_id).label(actor.language or "en"),
            tuple(grant for grant in grants if grant.person_id == person.id),
            counts[person.id],
            tuple(list_certificates(person.id, now)),
        )
        for person in (one, other)
    )
    return first, second


def count_what_moves(person_ids: list[str]) -> dict[str, dict[str, int]]:
    """Return, by person and label, how much each has of what would move."""
    counts: dict[str, dict[str, int]] = {person_id: {} for person_id in person_ids}
    for table, column in list_columns("moves"):
        label = TREATMENTS[f"{table}.{column}"].label
        # Of certificates the page has the list.
        if label and label != CERTIFICATES:
            found = count_rows(table, column, person_ids)
            for person_id in person_ids:
                counts[person_id][label] = found.get(person_id, 0)
    return counts
