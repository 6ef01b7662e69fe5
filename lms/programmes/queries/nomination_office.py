"""What the focal point's office shows: the cohorts for the own places, and how far each is.

One cohort's nominations are read in `nomination_files`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, or_, select

from lms.kit.actor import Actor
from lms.kit.db import read
from lms.organisations.models import Organisation
from lms.organisations.queries import OrganisationRow
from lms.programmes.models import Nomination, NominationAbstention, NominationStep
from lms.programmes.queries import cohorts, curricula, delegations, selection
from lms.programmes.rules.cohorts import ALIVE, OVER, CohortStatus, choose_text, status
from lms.programmes.rules.nominations import NOMINEE_SAID
from lms.programmes.rules.rows import CohortRow, QuotaRow


@dataclass(frozen=True, slots=True)
class OfficeLine:
    """A cohort for which somebody may nominate, and how many nominations of theirs there are.

    Of those that were declined none counts as submitted. `has_abstained` says that all the places
    for which they nominate send nobody this time.
    """

    cohort: CohortRow
    title: str
    language: str
    programme: str
    programme_language: str
    status: CohortStatus
    nominated: int
    submitted: int
    has_abstained: bool


@dataclass(frozen=True, slots=True)
class EarlierLine:
    """A cohort that is over for which there are nominations of somebody's own."""

    cohort: CohortRow
    title: str
    language: str
    programme: str
    programme_language: str
    status: CohortStatus
    nominated: int
    is_given_out: bool


def list_earlier(actor: Actor, now: datetime, language: str) -> list[EarlierLine]:
    """Return the cohorts that are over for which places of the actor nominated, the last first."""
    places = delegations.list_places(actor)
    over = [row for row in cohorts.list_all() if status(row, now) in OVER]
    counts = _count([row.id for row in over], places)
    own = [row for row in over if row.id in counts]
    versions = curricula.get_versions([row.programme_version_id for row in own])
    given_out = selection.list_given_out([row.id for row in own])
    lines = []
    for row in own:
        definition = versions[row.programme_version_id].definition
        lines.append(
            EarlierLine(
                row,
                *choose_text(row.title, language),
                *choose_text(definition.title, language, definition.source_language),
                status(row, now),
                counts[row.id][0],
                row.id in given_out,
            )
        )
    return lines


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
    abstaining = _list_abstaining([row.id for row in own])
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
                {place.id for place in admitted[row.id]} <= abstaining.get(row.id, set()),
            )
        )
    return lines


def _count(
    cohort_ids: Sequence[str], places: Sequence[OrganisationRow]
) -> dict[str, tuple[int, int]]:
    own: list[ColumnElement[bool]] = [Organisation.path.in_([place.path for place in places])]
    own += [Organisation.path.startswith(f"{place.path}/") for place in places]
    submitted = case((_is_declined(), None), else_=Nomination.submitted_at)
    query: Any = (
        select(Nomination.cohort_id, func.count(), func.count(submitted))
        .join(Organisation, Organisation.id == Nomination.organisation_id)
        .where(Nomination.cohort_id.in_(cohort_ids), Nomination.withdrawn_at.is_(None), or_(*own))
        .group_by(Nomination.cohort_id)
    )
    return {row[0]: (row[1], row[2]) for row in read(query)}


def _is_declined() -> ColumnElement[bool]:
    """Say of a nomination that the nominee has said no and nothing since, as its standing does."""
    last = (
        select(NominationStep.kind)
        .where(NominationStep.nomination_id == Nomination.id, NominationStep.kind.in_(NOMINEE_SAID))
        .order_by(NominationStep.number.desc())
        .limit(1)
        .correlate(Nomination)
        .scalar_subquery()
    )
    return func.coalesce(last, "") == "nominee_declined"


def _list_abstaining(cohort_ids: Sequence[str]) -> dict[str, set[str]]:
    """Return which States and agencies nominate nobody, by cohort."""
    query = select(NominationAbstention.cohort_id, NominationAbstention.organisation_id).where(
        NominationAbstention.cohort_id.in_(cohort_ids)
    )
    found: dict[str, set[str]] = {}
    for cohort_id, organisation_id in read(query):
        found.setdefault(cohort_id, set()).add(organisation_id)
    return found


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
