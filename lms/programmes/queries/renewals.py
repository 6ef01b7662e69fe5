"""Reads of recertification: who has begun to renew what, and what they have done since.

What follows of it is reckoned in `rules.renewal` and `rules.completion`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from lms.accounts.models import Person
from lms.kit.db import read
from lms.learning import queries as learning
from lms.learning.rules import EnrolmentRow
from lms.programmes.models import Award, Renewal
from lms.programmes.queries import curricula
from lms.programmes.rules.renewal import (
    LATEST,
    REMINDERS,
    Holding,
    Terms,
    choose_holdings,
    find_terms,
)
from lms.programmes.rules.rows import AwardRow, ProgrammeRow, ProgrammeVersionRow
from lms.programmes.rules.validity import Validity, tell_validity


@dataclass(frozen=True, slots=True)
class RenewalRow:
    """An award that its holder has begun to renew; `programme_version_id` is renewed under."""

    id: str
    award_id: str
    person_id: str
    programme_version_id: str
    enrolments: Mapping[str, Any]
    begun_at: datetime
    finished_at: datetime | None


_renewal: Any = (
    select(
        Renewal.id,
        Renewal.award_id,
        Award.person_id,
        Renewal.programme_version_id,
        Renewal.enrolments,
        Renewal.begun_at,
        Renewal.finished_at,
    )
    .join(Award, Award.id == Renewal.award_id)
    .where(Renewal.undone_at.is_(None))
)


def lock_award(award_id: str) -> None:
    """Keep an award for the transaction at hand: whoever renews it second waits."""
    query = select(Award.id).where(Award.id == award_id).with_for_update(key_share=True)
    read(query).one_or_none()


def find_renewal(award_id: str) -> RenewalRow | None:
    """Return how an award is being renewed, or was; nothing where nobody has begun."""
    row = read(_renewal.where(Renewal.award_id == award_id)).one_or_none()
    return RenewalRow(*row) if row else None


def list_renewals(award_ids: Sequence[str]) -> dict[str, RenewalRow]:
    """Return how these awards are being renewed, or were, by award."""
    rows = [RenewalRow(*row) for row in read(_renewal.where(Renewal.award_id.in_(award_ids)))]
    return {row.award_id: row for row in rows}


def list_begun(person_id: str) -> list[RenewalRow]:
    """Return what a person has begun to renew and not finished."""
    query = _renewal.where(Award.person_id == person_id, Renewal.finished_at.is_(None))
    return [RenewalRow(*row) for row in read(query.order_by(Renewal.id))]


def list_ending(today: date) -> list[str]:
    """Return the people of whom an award is near its last day, or is just past it."""
    # A day more on either side, for the zones of the earth.
    first = today - timedelta(days=LATEST + 1)
    last = today + timedelta(days=max(REMINDERS) + 1)
    query = (
        select(Award.person_id)
        .distinct()
        .join(Person, Person.id == Award.person_id)
        .where(Award.valid_until >= first, Award.valid_until <= last)
        .where(Award.withdrawn_at.is_(None), Person.is_active)
    )
    return list(read(query.order_by(Award.person_id)).scalars())


@dataclass(frozen=True, slots=True)
class Held:
    """A programme that somebody holds, and how it is renewed.

    `renewal` is what was begun, or nothing; `version` says what is asked again, and is nothing
    where the award is not renewed at all.
    """

    holding: Holding
    programme: ProgrammeRow
    own: ProgrammeVersionRow
    terms: Terms
    renewal: RenewalRow | None
    version: ProgrammeVersionRow | None

    @property
    def award(self) -> AwardRow:
        """Return the award that is renewed: the one begun with, or the one that stands for it."""
        beside, renewal = self.holding.beside, self.renewal
        if beside is not None and renewal is not None and renewal.award_id == beside.id:
            return beside
        return self.holding.lead

    def tell_validity(self, today: date) -> Validity:
        """Return how the award stands on a day of its holder."""
        return tell_validity(self.terms.window, today)


def list_held(person_ids: Sequence[str]) -> dict[str, list[Held]]:
    """Return what these people hold, what ends first first, by person; six queries."""
    awards = curricula.list_awards_of(person_ids)
    versions = curricula.get_versions(list({one.programme_version_id for one in awards}))
    programmes = curricula.get_programmes(list({one.programme_id for one in versions.values()}))
    renewals = list_renewals([one.id for one in awards])
    more = {row.version_id for row in programmes.values()}
    more |= {row.programme_version_id for row in renewals.values()}
    versions |= curricula.get_versions([one for one in more if one and one not in versions])
    every: dict[str, list[tuple[str, AwardRow]]] = {person_id: [] for person_id in person_ids}
    for award in awards:
        programme_id = versions[award.programme_version_id].programme_id
        every[award.person_id].append((programme_id, award))
    return {
        person_id: sorted(
            (
                _hold(holding, versions, programmes, renewals)
                for holding in choose_holdings(found)
            ),
            key=lambda one: (one.award.valid_until or date.max, one.award.id),
        )
        for person_id, found in every.items()
    }  # fmt: skip


def _hold(
    holding: Holding,
    versions: Mapping[str, ProgrammeVersionRow],
    programmes: Mapping[str, ProgrammeRow],
    renewals: Mapping[str, RenewalRow],
) -> Held:
    own = versions[holding.lead.programme_version_id]
    programme = programmes[own.programme_id]
    newest = versions[str(programme.version_id)]
    terms = find_terms(
        holding.lead, own, newest, is_archived=programme.archived_at is not None
    )  # fmt: skip
    begun = (renewals.get(one.id) for one in (holding.lead, holding.beside) if one is not None)
    renewal = next((one for one in begun if one is not None), None)
    version = versions[renewal.programme_version_id] if renewal else terms.version
    return Held(holding, programme, own, terms, renewal, version)


def find_held(person_id: str, award_id: str) -> Held | None:
    """Return what somebody holds by this award, or nothing where it is not held or is past."""
    return next(
        (one for one in list_held([person_id])[person_id] if one.award.id == award_id), None
    )


def list_left(renewal: RenewalRow) -> list[EnrolmentRow]:
    """Return the enrolments that a renewal began, from which the person has withdrawn.

    Those are left out for which another one in the course is under way, or completed since.
    """
    begun = [learning.find_enrolment(one) for one in renewal.enrolments["begun"]]
    left = [one for one in begun if one is not None and one.is_withdrawn]
    return [
        one
        for one in left
        if all(
            other.is_withdrawn or other.started_at < renewal.begun_at
            for other in learning.list_enrolments(one.person_id, one.course_id)
        )
    ]


def find_owner(award_id: str) -> str | None:
    """Return whose award it is, or nothing where there is none."""
    return read(select(Award.person_id).where(Award.id == award_id)).scalar_one_or_none()


def list_zones(person_ids: Sequence[str]) -> dict[str, str]:
    """Return the time zones of these people."""
    query = select(Person.id, Person.time_zone).where(Person.id.in_(person_ids))
    return {row.id: row.time_zone for row in read(query)}
