"""Verbs of places: offer, accept, decline, give back, take away, pass on; the waiting list.

Places are freed and filled under a lock on the cohort, so that each is taken exactly once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, update

from lms.audit import services as audit
from lms.kit import jobs
from lms.kit.actor import OPERATOR, Actor
from lms.kit.db import db
from lms.kit.errors import NotVisible
from lms.kit.ids import new_id
from lms.programmes.models import Nomination, Participation
from lms.programmes.queries import places, teams
from lms.programmes.queries.cohorts import get_cohort
from lms.programmes.queries.nominations import list_nominations
from lms.programmes.queries.participations import (
    find_participation,
    find_participation_locked,
)
from lms.programmes.rules.cohorts import OVER, status
from lms.programmes.rules.errors import CohortClosed
from lms.programmes.rules.places import (
    ENDED_BY,
    answer_by,
    choose_language,
    find_group,
    is_open_offer,
)
from lms.programmes.rules.rows import CohortRow, NominationRow, ParticipationRow, PlaceStatus
from lms.programmes.rules.selection import Given, compute, digest_of
from lms.programmes.rules.selection_errors import AccountNeeded, OfferOver, PlaceIsOver
from lms.programmes.services.evaluation import ask_to_evaluate

ADVANCE = "programmes.advance_waiting"
EXPIRE = "programmes.expire_offers"
TELL_OFFER = "programmes.tell_offer"
TELL_ENDED = "programmes.tell_place_ended"
ENROL = "programmes.enrol_participant"


@dataclass(frozen=True, slots=True)
class Reckoned:
    """Who would get the free places, and a digest of what that was reckoned from."""

    digest: str
    admitted: tuple[str, ...]


def reckon(now: datetime, cohort_id: str) -> Reckoned | None:
    """Return who gets the places that are free now, without giving them out; slow."""
    found = places.find_waiting(cohort_id, now)
    return None if found is None else _reckon(found[1])


def _reckon(given: Given) -> Reckoned:
    admitted = [one for one in compute(given).admitted if one not in given.held]
    return Reckoned(digest_of(given), tuple(admitted))


def ask_to_advance(now: datetime, cohort_id: str) -> None:
    """Have the free places of a cohort offered to those who wait.

    Whoever frees one holds the lock on the cohort while asking: a run that is due already is not
    begun and ended between.
    """
    jobs.enqueue(ADVANCE, cohort_id, {"cohort": cohort_id}, now)


def advance(now: datetime, cohort_id: str, reckoned: Reckoned | None) -> tuple[str, ...]:
    """Offer the free places of a cohort to those who wait; return the ids of their nominations.

    The same computation as at first, with those placed held fixed. What was `reckoned` before
    holds if nothing has changed since; else it is reckoned anew, under the lock.
    """
    places.lock_cohort(cohort_id)
    found = places.find_waiting(cohort_id, now)
    if found is None:
        return ()
    cohort, given = found
    if reckoned is None or reckoned.digest != digest_of(given):
        reckoned = _reckon(given)
    rows = {row.id: row for row in list_nominations(cohort_id)}
    offer(OPERATOR, now, cohort, [rows[one] for one in reckoned.admitted])
    return reckoned.admitted


def offer(actor: Actor, now: datetime, cohort: CohortRow, rows: Sequence[NominationRow]) -> None:
    """Offer a place to each of these nominees, and have them told; the caller holds the lock."""
    if not rows:
        return
    values = [
        {
            "id": new_id(),
            "cohort_id": cohort.id,
            "person_id": row.person_id,
            "nomination_id": row.id,
            "status": "offered",
            "offered_at": now,
            "answer_by": answer_by(cohort, now),
            "language": choose_language(cohort, row.group_language, row.language),
        }
        for row in rows
    ]
    db.session.execute(insert(Participation), values)
    asked = [(str(one["id"]), {"participation": one["id"]}) for one in values]
    jobs.enqueue_many(TELL_OFFER, asked, now)
    details = {"nominations": [row.id for row in rows]}
    audit.record(
        actor, now, "cohort.places_offered", subject_type="cohort", subject_id=cohort.id,
        details=details,
    )  # fmt: skip


def accept(actor: Actor, now: datetime, place: ParticipationRow, language: str) -> None:
    """Take an offered place, in a group of the language; the same again changes nothing.

    Raises `AccountNeeded`, `CohortClosed`, `OfferOver`.
    """
    if actor.person_id is None:
        raise AccountNeeded
    row = _lock(place)
    if row.status == "accepted":
        return
    cohort = get_cohort(row.cohort_id)
    if status(cohort, now) in OVER:
        raise CohortClosed
    if not is_open_offer(row, now):
        raise OfferOver
    spoken = choose_language(cohort, language, row.language)
    groups = [(one.id, one.language, one.count) for one in teams.list_groups(cohort.id)]
    _change(row.id, {
        "status": "accepted",
        "answered_at": now,
        "person_id": actor.person_id,
        "language": spoken,
        "group_id": find_group(groups, spoken),
    })  # fmt: skip
    owner = update(Nomination).where(Nomination.id == row.nomination_id)
    db.session.execute(owner.values(person_id=actor.person_id))
    jobs.enqueue(ENROL, row.id, {"participation": row.id}, now)
    _record(actor, now, "accepted", row, {"language": spoken})
    # What was completed before may be all that is asked for.
    ask_to_evaluate([row.id], now)


def _lock(place: ParticipationRow) -> ParticipationRow:
    row = find_participation_locked(place.id)
    if row is None:
        raise NotVisible
    return row


def decline(actor: Actor, now: datetime, place: ParticipationRow, reason: str = "") -> None:
    """Turn an offered place down, and let the next one have it; raise `OfferOver`."""
    places.lock_cohort(place.cohort_id)
    row = _lock(place)
    if not is_open_offer(row, now):
        raise OfferOver
    _end(actor, now, row, "declined", reason)
    ask_to_advance(now, row.cohort_id)


def withdraw(actor: Actor, now: datetime, place: ParticipationRow, reason: str) -> None:
    """Give a place back that was offered or taken; raise `PlaceIsOver`, `CohortClosed`.

    Before the cohort begins the next one gets it; once it is over, what was done stays as it is.
    """
    _give_back(actor, now, place, "withdrawn", reason)


def remove(actor: Actor, now: datetime, place: ParticipationRow, reason: str) -> None:
    """Take a place away from somebody, who is told why.

    Raises `PlaceIsOver`, `CohortClosed`.
    """
    _give_back(actor, now, place, "removed", reason)


def _give_back(
    actor: Actor, now: datetime, place: ParticipationRow, ended: PlaceStatus, reason: str
) -> None:
    places.lock_cohort(place.cohort_id)
    row = _lock(place)
    if row.ended_at is not None:
        raise PlaceIsOver
    if status(get_cohort(row.cohort_id), now) in OVER:
        raise CohortClosed
    _end(actor, now, row, ended, reason)
    ask_to_advance(now, row.cohort_id)


def expire(now: datetime, participation_id: str) -> dict[str, Any]:
    """Let an offer lapse that was not answered in time; harmless when run again."""
    found = find_participation(participation_id)
    if found is None:
        return {}
    places.lock_cohort(found.cohort_id)
    row = _lock(found)
    if row.status == "offered" and not is_open_offer(row, now):
        _end(OPERATOR, now, row, "expired", "")
        ask_to_advance(now, row.cohort_id)
    return {}


def pass_on(
    actor: Actor, now: datetime, cohort: CohortRow, place: ParticipationRow, to: NominationRow
) -> None:
    """Give a place back and offer it to another officer of the same State, in one.

    Whether that officer may have it was checked under the same lock; raise `PlaceIsOver`.
    """
    row = _lock(place)
    if row.ended_at is not None:
        raise PlaceIsOver
    _end(actor, now, row, "withdrawn", "")
    taken_over = update(Nomination).where(Nomination.id == to.id)
    db.session.execute(taken_over.values(substitutes_id=row.nomination_id))
    offer(actor, now, cohort, [to])


def _end(
    actor: Actor, now: datetime, row: ParticipationRow, ended: PlaceStatus, reason: str
) -> None:
    # Whoever gave the place back knows why; of whom a focal point did it is told.
    is_given_back = ended == "withdrawn" and actor.person_id != row.person_id
    told = reason if is_given_back or ended == "removed" else ""
    answered = {"answered_at": now} if ended == "declined" else {}
    by = "focal_point" if is_given_back else ENDED_BY[ended]
    _change(row.id, {
        "status": ended, "ended_at": now, "ended_by": by, "end_reason": told, **answered,
    })  # fmt: skip
    _record(actor, now, ended, row, {"reason": reason} if reason else {})
    arguments = {"participation": row.id, "reason": told, "is_given_back": is_given_back}
    jobs.enqueue(TELL_ENDED, row.id, arguments, now)


def _change(participation_id: str, values: dict[str, Any]) -> None:
    place = Participation.id == participation_id
    db.session.execute(update(Participation).where(place).values(values))


def _record(
    actor: Actor, now: datetime, what: str, row: ParticipationRow, details: dict[str, Any]
) -> None:
    audit.record(
        actor, now, f"participation.{what}", subject_type="participation", subject_id=row.id,
        details={"cohort": row.cohort_id, **details},
    )  # fmt: skip
