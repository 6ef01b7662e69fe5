"""Reads of offers and moves: what is offered to whom, who is under way in an older version.

Attempts are of a room above, which says through `ask_for_attempts` who has begun any.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import bindparam, select

from lms.accounts import queries as accounts
from lms.content import queries as content
from lms.content.models import Version
from lms.content.queries.releases import list_releases
from lms.kit import jobs
from lms.kit.actor import Actor
from lms.kit.db import read
from lms.kit.errors import NotVisible
from lms.kit.folding import fold
from lms.learning.models import ActivityProgress, Enrolment, EnrolmentMove, EnrolmentOffer
from lms.learning.queries import enrolments
from lms.learning.rules import (
    Comparison,
    Done,
    EnrolmentRow,
    LostTries,
    MoveRow,
    OfferRow,
    OlderVersion,
    Progress,
    UnderWay,
    carry,
    compare,
    count_done,
    count_older,
    find_lost_tries,
    has_not_begun,
    may_go_back,
)

# Of each enrolment in which an attempt was begun: whether one is not finished yet.
Attempts = Callable[[Collection[str]], Mapping[str, bool]]
_askers: list[Attempts] = []
# Of each quiz of an enrolment, by activity: how many attempts count in a version.
Tries = Callable[[str, str], Mapping[str, int]]
_counters: list[Tries] = []


@dataclass(frozen=True, slots=True)
class OfferPage:
    """An offer as its page shows it: what changes, and what of the own progress stays.

    `done` of `total` parts are done after the move; `again` were done and change. `notes` are the
    release notes since, as (number of the version, text), the newest first.
    """

    enrolment: EnrolmentRow
    offer: OfferRow
    old: content.Outline
    new: content.Outline
    comparison: Comparison
    done: int
    total: int
    lost_tries: tuple[LostTries, ...]
    carried: frozenset[str]
    again: frozenset[str]
    has_open_attempt: bool
    notes: list[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Moved:
    """The last move of an enrolment, with the number of the version that was left."""

    from_number: int
    at: datetime
    is_own: bool
    may_go_back: bool


@dataclass(frozen=True, slots=True)
class VersionsPage:
    """People under way in older versions, and the version that can be offered to them."""

    newest: content.VersionRow | None
    older: list[OlderVersion]


@dataclass(frozen=True, slots=True)
class MovingPage:
    """Who has not begun, as (name, number of the version), and the version to move them to."""

    newest: content.VersionRow | None
    people: list[tuple[str, int]]


def ask_for_attempts(attempts: Attempts) -> None:
    """Let `attempts(enrolment_ids)` say in which enrolments an attempt was begun, and is open."""
    if attempts not in _askers:
        _askers.append(attempts)


def ask_for_tries(tries: Tries) -> None:
    """Let `tries(enrolment_id, version_id)` count the attempts that a version would count."""
    if tries not in _counters:
        _counters.append(tries)


def _count_tries(enrolment_id: str, version_id: str) -> Mapping[str, int]:
    used: dict[str, int] = {}
    for counter in _counters:
        used |= counter(enrolment_id, version_id)
    return used


def find_attempts(enrolment_ids: Collection[str]) -> dict[str, bool]:
    """Return, of enrolments with any attempt, whether one of them is not finished yet."""
    found: dict[str, bool] = {}
    for asker in _askers:
        found |= asker(enrolment_ids)
    return found


_OFFERS = (
    select(
        EnrolmentOffer.id, EnrolmentOffer.enrolment_id, EnrolmentOffer.from_version_id,
        EnrolmentOffer.to_version_id, Version.number, EnrolmentOffer.note,
        EnrolmentOffer.offered_at, EnrolmentOffer.decision, Version.closed_at.is_not(None),
    )
    .join(Version, Version.id == EnrolmentOffer.to_version_id)
)  # fmt: skip
_OFFER = _OFFERS.where(EnrolmentOffer.id == bindparam("id"))
# Valid offers: of a version still open, to who is under way in the version it was made for.
_VALID = _OFFERS.join(
    Enrolment,
    (Enrolment.id == EnrolmentOffer.enrolment_id)
    & (Enrolment.version_id == EnrolmentOffer.from_version_id),
).where(Enrolment.status == "active", Version.closed_at.is_(None))
_VALID_OF_ONE = (
    _VALID.where(
        Enrolment.id == bindparam("enrolment_id"),
        EnrolmentOffer.decision.is_distinct_from("withdrawn"),
    )
    .order_by(Version.number.desc())
    .limit(1)
)
_UNDECIDED_OF_PERSON = _VALID.where(
    Enrolment.person_id == bindparam("person_id"), EnrolmentOffer.decision.is_(None)
)
_MOVE = (
    select(
        EnrolmentMove.from_version_id, EnrolmentMove.to_version_id, EnrolmentMove.kind,
        EnrolmentMove.at, EnrolmentMove.language, EnrolmentMove.progress, EnrolmentMove.carried,
    )
    .where(EnrolmentMove.enrolment_id == bindparam("enrolment_id"))
    .order_by(EnrolmentMove.seq.desc())
    .limit(1)
)  # fmt: skip
_has_progress = select(ActivityProgress.enrolment_id).where(
    ActivityProgress.enrolment_id == Enrolment.id
)
_has_chosen = select(EnrolmentMove.seq).where(
    EnrolmentMove.enrolment_id == Enrolment.id, EnrolmentMove.kind == "chosen"
)
_UNDER_WAY = (
    select(
        Enrolment.id, Enrolment.person_id, Enrolment.version_id,
        _has_progress.exists() | _has_chosen.exists(),
        EnrolmentOffer.id.is_not(None), EnrolmentOffer.decision,
    )
    .join(Version, Version.id == Enrolment.version_id)
    .outerjoin(
        EnrolmentOffer,
        (EnrolmentOffer.enrolment_id == Enrolment.id)
        & (EnrolmentOffer.to_version_id == bindparam("to_version_id")),
    )
    .where(
        Enrolment.course_id == bindparam("course_id"),
        Enrolment.status == "active",
        Version.number < bindparam("number"),
    )
)  # fmt: skip


def get_offer(offer_id: str) -> OfferRow:
    """Return an offer, whoever's it is; raise `NotVisible` where there is none."""
    row = read(_OFFER, {"id": offer_id}).one_or_none()
    if row is None:
        raise NotVisible
    return OfferRow(*row)


def find_offer(enrolment_id: str) -> OfferRow | None:
    """Return the newest offer that may still be taken up, declined before or not; or nothing."""
    row = read(_VALID_OF_ONE, {"enrolment_id": enrolment_id}).one_or_none()
    return OfferRow(*row) if row else None


def get_offers_of_person(person_id: str) -> dict[str, OfferRow]:
    """Return the offers that a person has not decided on, by enrolment."""
    rows = read(_UNDECIDED_OF_PERSON, {"person_id": person_id})
    offers = sorted((OfferRow(*row) for row in rows), key=lambda offer: offer.to_number)
    return {offer.enrolment_id: offer for offer in offers}


def find_last_move(enrolment_id: str) -> MoveRow | None:
    """Return the last move of an enrolment, or nothing where there was none."""
    row = read(_MOVE, {"enrolment_id": enrolment_id}).one_or_none()
    if row is None:
        return None
    return MoveRow(
        row.from_version_id, row.to_version_id, row.kind, row.at, row.language,
        _progress(row.progress), frozenset(row.carried),
    )  # fmt: skip


def _progress(kept: Mapping[str, Any]) -> Progress:
    return {
        name: Done(status, datetime.fromisoformat(at), None if points is None else Decimal(points))
        for name, (status, at, points) in kept.items()
    }


def compare_versions(old: content.Outline, new: content.Outline) -> Comparison:
    """Return what differs between two versions, with the titles of these editions."""
    prints = content.get_fingerprints(old.version_id), content.get_fingerprints(new.version_id)
    return compare(old, new, *prints)


def get_offer_page(enrolment: EnrolmentRow, offer: OfferRow) -> OfferPage:
    """Return what an offer would change for an enrolment, in the language that she reads."""
    old = content.get_outline(enrolment.version_id, enrolment.language)
    new = content.get_outline(offer.to_version_id, enrolment.language)
    comparison = compare_versions(old, new)
    progress = enrolments.get_progress(enrolment.id)
    carried = carry(progress, comparison)
    done, total = count_done(new, carried)
    return OfferPage(
        enrolment, offer, old, new, comparison, done, total,
        _find_lost_tries(enrolment.id, comparison, old, new), frozenset(carried),
        frozenset(a.id for a in comparison.changed if a.id in progress),
        find_attempts([enrolment.id]).get(enrolment.id, False), _release_notes(old, new),
    )  # fmt: skip


def _find_lost_tries(
    enrolment_id: str, comparison: Comparison, old: content.Outline, new: content.Outline
) -> tuple[LostTries, ...]:
    used = _count_tries(enrolment_id, new.version_id)
    return find_lost_tries(comparison.kept, used, _allowed(old), _allowed(new))


def _allowed(outline: content.Outline) -> dict[str, int | None]:
    return {
        activity.id: content.get_quiz(outline.version_id, activity.quiz_id).attempts
        for activity in outline.activities
        if activity.quiz_id
    }


def _release_notes(old: content.Outline, new: content.Outline) -> list[tuple[int, str]]:
    return [
        (release.version_number, release.notes)
        for release in list_releases(new.course_id)
        if release.notes and old.version_number < release.version_number <= new.version_number
    ]


def find_moved(enrolment: EnrolmentRow, progress: Progress) -> Moved | None:
    """Return how an enrolment came to its version, or nothing where it began in it."""
    move = find_last_move(enrolment.id)
    if move is None or move.kind == "undone" or move.to_version_id != enrolment.version_id:
        return None
    is_back_open = (
        enrolment.status == "active"
        and may_go_back(move, enrolment.version_id, progress)
        and not find_attempts([enrolment.id]).get(enrolment.id, False)
    )
    number = content.get_outline(move.from_version_id, enrolment.language).version_number
    return Moved(number, move.at, move.kind == "chosen", is_back_open)


def find_newest_open(course: content.CourseRow) -> content.VersionRow | None:
    """Return the newest version of a course that is open to begin, or nothing."""
    versions = content.list_versions(course.id)
    return next((row for row in versions if row.id == course.open_version_id), None)


def list_under_way(course: content.CourseRow, newest: content.VersionRow) -> list[UnderWay]:
    """Return everybody under way in a version older than this one."""
    values = {"course_id": course.id, "to_version_id": newest.id, "number": newest.number}
    return [UnderWay(*row) for row in read(_UNDER_WAY, values)]


def list_not_begun(course: content.CourseRow, newest: content.VersionRow) -> list[UnderWay]:
    """Return those in an older version who have not begun anything."""
    people = list_under_way(course, newest)
    sat = find_attempts([person.enrolment_id for person in people])
    return [person for person in people if has_not_begun(person, sat)]


def get_versions_page(course: content.CourseRow) -> VersionsPage:
    """Return how many people are under way in each older version of a course."""
    versions = content.list_versions(course.id)
    newest = next((row for row in versions if row.id == course.open_version_id), None)
    if newest is None:
        return VersionsPage(None, [])
    people = list_under_way(course, newest)
    sat = find_attempts([person.enrolment_id for person in people])
    numbers = {row.id: row.number for row in versions}
    return VersionsPage(newest, count_older(people, numbers, sat))


def get_moving_page(actor: Actor, course: content.CourseRow) -> MovingPage:
    """Return who would be moved to the newest open version, by name."""
    newest = find_newest_open(course)
    people = list_not_begun(course, newest) if newest else []
    names = accounts.get_names(actor, [person.person_id for person in people])
    numbers = {row.id: row.number for row in content.list_versions(course.id)}
    rows = [(names.get(each.person_id, ""), numbers[each.version_id]) for each in people]
    return MovingPage(newest, sorted(rows, key=lambda row: fold(row[0])))


def list_moved(actor: Actor, job_id: str) -> list[tuple[str, str]]:
    """Return the name of each person that a run has come to, and whether moved or stayed."""
    items = jobs.list_items(job_id)
    names = accounts.get_names(actor, [result.get("person", "") for _, _, result in items])
    return [
        (names.get(result.get("person", ""), ""), result.get("outcome", "failed"))
        for _key, _status, result in items
    ]
