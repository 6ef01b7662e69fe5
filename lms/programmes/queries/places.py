"""Reads of places: who has one, whose offer is overdue, what the waiting list is reckoned from.

What a place is and what may become of it stands in `rules.places`.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from lms.kit.db import read
from lms.kit.i18n import Text
from lms.programmes.models import Cohort, Nomination, Participation
from lms.programmes.queries import selection
from lms.programmes.queries.cohorts import get_cohort
from lms.programmes.queries.nominations import list_nominations
from lms.programmes.queries.participations import list_participations
from lms.programmes.queries.selection import RunRow
from lms.programmes.rules.cohorts import status
from lms.programmes.rules.place_reasons import Telling, for_nominee, isolate, name_quotas
from lms.programmes.rules.places import ADVANCING, GIVEN, Ending
from lms.programmes.rules.rows import CohortRow, ParticipationRow
from lms.programmes.rules.selection import Given, compute

_place: Any = select(
    Participation.id,
    Participation.cohort_id,
    Participation.person_id,
    Participation.nomination_id,
    Participation.status,
    Participation.offered_at,
    Participation.answer_by,
    Participation.answered_at,
    Participation.ended_at,
    Participation.group_id,
    Participation.language,
)


def lock_cohort(cohort_id: str) -> None:
    """Keep the places of a cohort for the transaction at hand: whoever comes second waits.

    Rows that only refer to the cohort are written meanwhile. On SQLite a writer is alone anyhow.
    """
    query = select(Cohort.id).where(Cohort.id == cohort_id).with_for_update(key_share=True)
    read(query).one_or_none()


def get_ending(participation_id: str) -> Ending:
    """Return how a place ended, as far as it was noted."""
    query: Any = select(Participation.ended_by, Participation.end_reason).where(
        Participation.id == participation_id
    )
    by, reason = read(query).one()
    return Ending(by, reason)


def list_overdue(now: datetime) -> list[str]:
    """Return the offers that were not answered in time, the oldest first."""
    query = (
        select(Participation.id)
        .where(Participation.status == "offered", Participation.answer_by < now)
        .order_by(Participation.answer_by, Participation.id)
    )
    return list(read(query).scalars())


def list_offers_to(person_id: str, email: str) -> list[ParticipationRow]:
    """Return the places that were offered to somebody, also before they had an account."""
    query = (
        _place.join(Nomination, Nomination.id == Participation.nomination_id)
        .where(
            (Participation.person_id == person_id)
            | (Participation.person_id.is_(None) & (Nomination.email == email))
        )
        .order_by(Participation.offered_at.desc(), Participation.id)
    )
    return [ParticipationRow(*row) for row in read(query)]


def find_waiting(cohort_id: str, now: datetime) -> tuple[CohortRow, Given] | None:
    """Return what the waiting list of a cohort is reckoned from now.

    Those with a place are held; who was kept out by hand, withdrew, or had a place already is not
    among the nominees. Nothing where there is no place free, none was given out yet, or the cohort
    has begun or is over.
    """
    cohort = get_cohort(cohort_id)
    if status(cohort, now) not in ADVANCING:
        return None
    places = list_participations(cohort_id)
    given = {row.nomination_id for row in places if row.status in GIVEN}
    if len(given) >= cohort.places:
        return None
    run = selection.find_confirmed(cohort_id)
    if run is None:
        return None
    ended = {row.nomination_id for row in places if row.status not in GIVEN}
    rows = {row.id: row for row in list_nominations(cohort_id)}
    gone = ended | run.given.barred | {row.id for row in rows.values() if row.withdrawn_at}
    nominees = [
        one
        for one in run.given.nominees
        if one.id in given or (one.id in rows and one.id not in gone)
    ]
    # Whoever took over a place may not have been in the computation.
    others = given - {one.id for one in nominees}
    late = selection.to_nominees(cohort, [rows[one] for one in sorted(others)], {})
    limits = selection.list_limits(cohort_id)
    held = frozenset(given)
    return cohort, replace(
        run.given, places=cohort.places, quotas=limits, nominees=(*nominees, *late), held=held,
        overrides={},
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """The waiting list of a cohort: who waits, the best first, and what keeps it from going on."""

    waiting: tuple[str, ...]
    unmet: tuple[str, ...]
    free: int


def list_line(cohort_id: str, now: datetime) -> Line:
    """Return who still waits for a place, in the order of their scores and ranks.

    Who is next is reckoned when a place falls free, for the quotas decide with the order.
    """
    run = selection.find_confirmed(cohort_id)
    if run is None:
        return Line((), (), 0)
    rows = list_participations(cohort_id)
    offered = {row.nomination_id for row in rows}
    open_ids = {row.id for row in list_nominations(cohort_id) if row.withdrawn_at is None}
    ordered = sorted(
        run.given.nominees, key=lambda one: (-one.score, one.rank is None, one.rank or 0, one.id)
    )
    waiting = tuple(
        one.id
        for one in ordered
        if one.id in open_ids and one.id not in offered and one.id not in run.given.barred
    )
    free = get_cohort(cohort_id).places - sum(row.status in GIVEN for row in rows)
    found = find_waiting(cohort_id, now) if free > 0 else None
    return Line(waiting, compute(found[1]).unmet if found else (), max(free, 0))


def tell_why(run: RunRow, language: str, say: Telling = for_nominee) -> dict[str, tuple[Text, ...]]:
    """Return what the reasons of an allocation say of each nomination, to whom `say` speaks.

    `language` is the reader's.
    """
    if run.result is None:
        return {}
    names = name_quotas(run.given.quotas, language)
    is_by_hand = bool(run.given.overrides)
    return {
        one: tuple(isolate(text, names) for text in say(texts, is_by_hand=is_by_hand))
        for one, texts in run.result.why.items()
    }
