"""Moving people under way to a newer version: offer, take up, decline, go back, move the unbegun.

Nobody who has begun is moved without her own decision; what she had done before is kept with the
move, and finished attempts, completions and certificates stay as they were.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, insert, update

from lms.audit import services as audit
from lms.content import queries as content
from lms.content.queries import CourseRow
from lms.kit import jobs
from lms.kit.actor import Actor
from lms.kit.db import db, write
from lms.kit.ids import new_id
from lms.learning import queries, rules
from lms.learning.models import ActivityProgress, EnrolmentMove, EnrolmentOffer
from lms.learning.rules import MOVE_UNBEGUN, EnrolmentRow, Kind, OfferRow, Progress
from lms.learning.services.rows import ask_to_evaluate, change, mark, record
from lms.learning.services.telling import tell_of_move

# A statement may carry so many values on every database.
AT_ONCE = 500


def offer_newest(
    actor: Actor, now: datetime, course: CourseRow, version_ids: Collection[str], note: str
) -> int:
    """Offer the newest open version to all under way in these older ones; return how many.

    Whom it was offered to already is not asked again, whatever she decided; an older offer that
    awaits a decision gives way. Raises `NothingToOffer`.
    """
    newest = queries.find_newest_open(course)
    people = queries.list_under_way(course, newest) if newest else []
    wanted = [row for row in people if row.version_id in version_ids and not row.is_offered]
    if newest is None or not wanted:
        raise rules.NothingToOffer
    _withdraw_undecided(now, [person.enrolment_id for person in wanted])
    rows = [
        {
            "id": new_id(), "enrolment_id": person.enrolment_id, "note": note,
            "from_version_id": person.version_id, "to_version_id": newest.id,
            "offered_by": actor.person_id, "offered_at": now,
        }
        for person in wanted
    ]  # fmt: skip
    db.session.execute(insert(EnrolmentOffer), rows)
    offers = [row["id"] for row in rows]
    jobs.enqueue(rules.TELL_OFFERED, new_id(), {"offers": offers}, now)
    audit.record(
        actor, now, "version.offered", subject_type="course", subject_id=course.id,
        details={"version": newest.number, "people": len(wanted)},
    )  # fmt: skip
    return len(wanted)


def _withdraw_undecided(now: datetime, enrolment_ids: list[str]) -> None:
    for start in range(0, len(enrolment_ids), AT_ONCE):
        some = enrolment_ids[start : start + AT_ONCE]
        write(
            update(EnrolmentOffer)
            .where(EnrolmentOffer.enrolment_id.in_(some), EnrolmentOffer.decision.is_(None))
            .values(decision="withdrawn", decided_at=now)
        )


def accept_offer(actor: Actor, now: datetime, enrolment: EnrolmentRow, offer: OfferRow) -> None:
    """Move the actor to the version offered; doing it twice is doing it once.

    Raises `OfferOver`, `NotUnderWay`, or `AttemptStillOpen`.
    """
    current = queries.get_enrolment_locked(enrolment.id)
    if current.version_id == offer.to_version_id:
        return
    _check_under_way(current)
    _check_offer(current, offer)
    _check_no_attempt(current)
    _move(actor, now, current, offer.to_version_id, "chosen")


def decline_offer(actor: Actor, now: datetime, enrolment: EnrolmentRow, offer: OfferRow) -> None:
    """Stay on the version begun; she may change her mind while the offer stands.

    Raises `OfferOver`.
    """
    current = queries.get_enrolment_locked(enrolment.id)
    _check_offer(current, offer)
    _decide(now, offer.enrolment_id, offer.to_version_id, "stayed")
    record(actor, now, "enrolment.stayed", enrolment.id, {"version": offer.to_version_id})


def _check_offer(enrolment: EnrolmentRow, offer: OfferRow) -> None:
    if not rules.is_offer_open(enrolment, offer):
        raise rules.OfferOver


def _check_under_way(enrolment: EnrolmentRow) -> None:
    if enrolment.status != "active":
        raise rules.NotUnderWay


def _check_no_attempt(enrolment: EnrolmentRow) -> None:
    # Its questions are those of the version in which it began.
    if queries.find_attempts([enrolment.id]).get(enrolment.id):
        raise rules.AttemptStillOpen


def _move(
    actor: Actor, now: datetime, enrolment: EnrolmentRow, version_id: str, kind: Kind
) -> None:
    old = content.get_outline(enrolment.version_id, enrolment.language)
    new = content.get_outline(version_id, enrolment.language)
    progress = queries.get_progress(enrolment.id)
    carried = rules.carry(progress, queries.compare_versions(old, new))
    _append_move(actor, now, enrolment, version_id, kind, progress, carried)
    write(
        delete(ActivityProgress).where(
            ActivityProgress.enrolment_id == enrolment.id,
            ActivityProgress.activity_id.not_in(list(carried)),
        )
    )
    # Where the new version is not offered in her language, what she reads is the original.
    change(enrolment.id, version_id=version_id, language=new.language)
    _decide(now, enrolment.id, version_id, "moved")
    ask_to_evaluate(enrolment.id, now)


def _append_move(
    actor: Actor, now: datetime, enrolment: EnrolmentRow, version_id: str, kind: Kind,
    progress: Progress, carried: Progress,
) -> None:  # fmt: skip
    values = {
        "enrolment_id": enrolment.id,
        "from_version_id": enrolment.version_id,
        "to_version_id": version_id,
        "kind": kind,
        "moved_by": actor.person_id,
        "at": now,
        "language": enrolment.language,
        "progress": rules.to_json(progress),
        "carried": sorted(carried),
    }
    write(insert(EnrolmentMove).values(values))
    details = {"from": enrolment.version_id, "to": version_id, "how": kind}
    record(actor, now, "enrolment.moved", enrolment.id, details)


def _decide(now: datetime, enrolment_id: str, version_id: str, decision: str) -> None:
    write(
        update(EnrolmentOffer)
        .where(
            EnrolmentOffer.enrolment_id == enrolment_id,
            EnrolmentOffer.to_version_id == version_id,
        )
        .values(decision=decision, decided_at=now)
    )


def go_back(actor: Actor, now: datetime, enrolment: EnrolmentRow) -> None:
    """Undo the actor's own last move, with all progress as it was; twice is once.

    Raises `NotUnderWay`, `AttemptStillOpen`, or `NoWayBack` once anything was done since.
    """
    current = queries.get_enrolment_locked(enrolment.id)
    move = queries.find_last_move(enrolment.id)
    if move is not None and move.kind == "undone" and move.to_version_id == current.version_id:
        return
    _check_under_way(current)
    _check_no_attempt(current)
    progress = queries.get_progress(enrolment.id)
    if move is None or not rules.may_go_back(move, current.version_id, progress):
        raise rules.NoWayBack
    _append_move(actor, now, current, move.from_version_id, "undone", progress, {})
    write(delete(ActivityProgress).where(ActivityProgress.enrolment_id == enrolment.id))
    for activity_id, done in move.progress.items():
        mark(enrolment.id, activity_id, done)
    change(enrolment.id, version_id=move.from_version_id, language=move.language)
    _decide(now, enrolment.id, move.to_version_id, "stayed")
    ask_to_evaluate(enrolment.id, now)


def start_moving(actor: Actor, now: datetime, course: CourseRow) -> str:
    """Start moving those who have not begun to the newest open version; return the job's id.

    Raises `NobodyToMove`.
    """
    newest = queries.find_newest_open(course)
    people = queries.list_not_begun(course, newest) if newest else []
    if newest is None or not people:
        raise rules.NobodyToMove
    arguments = {
        "course": course.slug,
        "version": newest.id,
        "enrolments": [person.enrolment_id for person in people],
        "person": actor.person_id,
    }
    job_id = jobs.enqueue(MOVE_UNBEGUN, f"{course.id}:{newest.id}", arguments, now)
    audit.record(
        actor, now, "version.move_started", subject_type="course", subject_id=course.id,
        details={"job": job_id, "version": newest.number, "people": len(people)},
    )  # fmt: skip
    return job_id


def move_unbegun(actor: Actor, now: datetime, enrolment_id: str, version_id: str) -> dict[str, str]:
    """Move one of many who has still begun nothing; return what became of it.

    Who began meanwhile, or withdrew, stays: `stayed`.
    """
    enrolment = queries.get_enrolment_locked(enrolment_id)
    person = {"person": enrolment.person_id}
    if enrolment.version_id == version_id:
        return {"outcome": "moved", **person}
    has_begun = queries.get_progress(enrolment_id) or queries.find_attempts([enrolment_id])
    if enrolment.status != "active" or has_begun:
        return {"outcome": "stayed", **person}
    _move(actor, now, enrolment, version_id, "by_trainer")
    tell_of_move(now, enrolment, version_id)
    return {"outcome": "moved", **person}
