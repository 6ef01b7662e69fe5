"""What the focal point's office shows: the cohorts for the own places, and how far each is.

One cohort's nominations are read in `nomination_files`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from lms.kit.actor import Actor
from lms.kit.db import read
from lms.organisations.models import Organisation
from lms.organisations.queries import OrganisationRow
from lms.programmes.models import Nomination
from lms.programmes.queries import cohorts, curricula, delegations
from lms.programmes.rules.cohorts import ALIVE, CohortStatus, choose_text, status
from lms.programmes.rules.rows import CohortRow, QuotaRow


@dataclass(frozen=True, slots=True)
class OfficeLine:
    """A cohort for which somebody may nominate, and how many nominations of theirs there are."""

    cohort: CohortRow
    title: str
    language: str
    programme: str
    programme_language: str
    status: CohortStatus
    nominated: int
    submitted: int


def list_lines(actor: Actor, now: datetime, language: str) -> list[OfficeLine]:
    """Return the cohorts for the places of the actor that are not over, the next deadline first."""
    places = delegations.list_places(actor)
    programmes = {row.id: row for row in curricula.list_published()}
    versions = curricula.get_versions([str(row.version_id) for row in programmes.values()])
    announced = [row for rows in cohorts.list_announced(list(programmes)).values() for row in rows]
    alive = [row for row in announced if status(row, now) in ALIVE]
    admitted = delegations.choose_admitted(alive, places, now.date())
    own = sorted((row for row in alive if admitted[row.id]), key=lambda row: row.closes_at)
    counts = _count([row.id for row in own], places)
    lines = []
    for row in own:
        definition = versions[str(programmes[row.programme_id].version_id)].definition
        lines.append(
            OfficeLine(
                row,
                *choose_text(row.title, language),
                *choose_text(definition.title, language, definition.source_language),
                status(row, now),
                *counts.get(row.id, (0, 0)),
            )
        )
    return lines


def _count(
    cohort_ids: Sequence[str], places: Sequence[OrganisationRow]
) -> dict[str, tuple[int, int]]:
    own: list[ColumnElement[bool]] = [Organisation.path.in_([place.path for place in places])]
    own += [Organisation.path.startswith(f"{place.path}/") for place in places]
    query: Any = (
        select(Nomination.cohort_id, func.count(), func.count(Nomination.submitted_at))
        .join(Organisation, Organisation.id == Nomination.organisation_id)
        .where(Nomination.cohort_id.in_(cohort_ids), Nomination.withdrawn_at.is_(None), or_(*own))
        .group_by(Nomination.cohort_id)
    )
    return {row[0]: (row[1], row[2]) for row in read(query)}


def list_concerning(cohort_id: str, places: Sequence[OrganisationRow]) -> list[QuotaRow]:
    """Return the quotas of a cohort that are not for other States or agencies alone."""
    own = {place.id for place in places} | {one for place in places for one in _names_of(place)}
    return [
        quota
        for quota in cohorts.list_quotas(cohort_id)
        if all(_concerns(quota.fields.get(name), own) for name in ("state", "agency"))
    ]


def _names_of(place: OrganisationRow) -> set[str]:
    return set(place.path.split("/")) | ({place.country_code} if place.country_code else set())


def _concerns(value: object, own: set[str]) -> bool:
    if value is None:
        return True
    return bool(own & set(map(str, value if isinstance(value, list | tuple) else [value])))
