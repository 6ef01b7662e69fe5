"""Reads for reminders of nominations: which deadlines are near, who may nominate and has not.

When somebody is reminded is said in `rules.nomination_deadlines`.
"""

from datetime import datetime, timedelta

from sqlalchemy import select

from lms.kit.db import read
from lms.organisations import queries as organisations
from lms.organisations.models import Organisation
from lms.organisations.queries import OrganisationRow
from lms.programmes.models import Cohort, NominationAbstention
from lms.programmes.queries import delegations
from lms.programmes.rules.nomination_deadlines import BEFORE, TOLD_FOR, is_covered
from lms.programmes.rules.rows import CohortRow

# A week on the clock may be an hour longer.
_EARLIEST = max(BEFORE.values()) + timedelta(hours=2)


def list_near(now: datetime) -> list[str]:
    """Return the cohorts whose deadline for nominations is near, before or after it."""
    query = select(Cohort.id).where(
        Cohort.published_at.is_not(None),
        Cohort.cancelled_at.is_(None),
        Cohort.archived_at.is_(None),
        Cohort.closes_at > now - TOLD_FOR,
        Cohort.closes_at <= now + _EARLIEST,
    )
    return list(read(query.order_by(Cohort.id)).scalars())


def list_abstaining(cohort_id: str) -> dict[str, str]:
    """Return the States and agencies that nominate nobody for a cohort: id and path."""
    query = (
        select(Organisation.id, Organisation.path)
        .join(NominationAbstention, NominationAbstention.organisation_id == Organisation.id)
        .where(NominationAbstention.cohort_id == cohort_id)
    )
    return {row[0]: row[1] for row in read(query)}


def list_silent(cohort: CohortRow, nominated: set[str], now: datetime) -> list[OrganisationRow]:
    """Return the places that may nominate for a cohort, have nobody nominated and said nothing.

    Those highest up, for each speaks for all below it: mostly States. `nominated` are the paths of
    the nominees' organisations.
    """
    every = [row for row in organisations.list_organisations() if row.kind in {"state", "agency"}]
    admitted = delegations.choose_admitted([cohort], every, now.date())[cohort.id]
    paths = {place.path for place in admitted}
    abstaining = list_abstaining(cohort.id).values()
    return [
        place
        for place in admitted
        if not is_covered(place.path, paths - {place.path})
        and not is_covered(place.path, abstaining)
        and not any(is_covered(path, [place.path]) for path in nominated)
    ]
