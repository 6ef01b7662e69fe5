"""Verbs of graded work: hand a version in, send it back to be revised, grade it.

Where a piece of work stands is reckoned in `rules.works`; who may, `work_policy` says.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any, BinaryIO

from sqlalchemy import insert

from lms.audit import services as audit
from lms.kit import storage
from lms.kit.actor import Actor
from lms.kit.db import db
from lms.kit.i18n import N_, Text
from lms.kit.ids import new_id
from lms.programmes.models import Grade, Submission, WorkReturn
from lms.programmes.queries import participations, works
from lms.programmes.rules.cohorts import status
from lms.programmes.rules.definition import ProductPart
from lms.programmes.rules.recognition import KeptFile
from lms.programmes.rules.works import (
    TAKEN,
    NothingHandedIn,
    NothingToGrade,
    NothingToReturn,
    NotYourOwnWork,
    WorkChanged,
    WorkIsDone,
    WorkIsOver,
    WorkPlace,
    WorkRecord,
    find_status,
    may_hand_in,
)
from lms.programmes.services import work_mail
from lms.programmes.services.evaluation import ask_to_evaluate
from lms.questions.inspection import FileRefused, inspect_file

REFUSED = N_("“%(name)s” was not taken: %(reason)s")


def keep_files(sent: Sequence[tuple[str, BinaryIO]]) -> tuple[KeptFile, ...] | Text:
    """Look into files and keep each content under its hash; or say which is refused, and why."""
    kept = []
    for name, stream in sent:
        try:
            file = inspect_file(TAKEN, name, stream)
        except FileRefused as problem:
            return Text(REFUSED, name=name, reason=problem.text)
        storage.put_stream(stream)
        kept.append(KeptFile(file.hash, file.name, file.size))
    return tuple(kept)


def _look(place: WorkPlace, seen: str) -> WorkRecord:
    """Return the record, which nobody else changes until the end; raise `WorkChanged`."""
    # Two at once: the second waits, and finds that something came since the page was opened.
    participations.find_participation_locked(place.row.id)
    record = works.get_record(place.row.id, place.part.id)
    if record.mark != seen:
        raise WorkChanged
    return record


def hand_in(
    actor: Actor,
    now: datetime,
    place: WorkPlace,
    words: str,
    files: Sequence[KeptFile],
    seen: str,
) -> None:
    """Hand a version in; those who grade are told.

    Raises `WorkIsOver`, `WorkChanged`, `WorkIsDone`, `NothingHandedIn`.
    """
    if place.row.status != "accepted" or status(place.cohort, now) in {"archived", "cancelled"}:
        raise WorkIsOver
    record = _look(place, seen)
    if not may_hand_in(find_status(place.part, record)):
        raise WorkIsDone
    if not words and not files:
        raise NothingHandedIn
    submission_id = new_id()
    number = len(record.submissions) + 1
    values = {
        "id": submission_id,
        "participation_id": place.row.id,
        "part_id": place.part.id,
        "number": number,
        "words": words,
        # The same content twice is one file.
        "files": [asdict(file) for file in {one.hash: one for one in files}.values()],
        "handed_in_at": now,
    }
    db.session.execute(insert(Submission).values(values))
    _record(actor, now, "handed_in", place, {"number": number})
    work_mail.tell_handed_in(now, place, submission_id)


def return_work(actor: Actor, now: datetime, place: WorkPlace, note: str, seen: str) -> None:
    """Send the version that waits back to be revised.

    Raises `NotYourOwnWork`, `WorkChanged`, `NothingToReturn`.
    """
    record = _check_other(actor, place, seen)
    latest = record.latest
    if latest is None or find_status(place.part, record) != "waiting":
        raise NothingToReturn
    values = {
        "submission_id": latest.id,
        "note": note,
        "returned_by": actor.person_id,
        "returned_at": now,
    }
    db.session.execute(insert(WorkReturn).values(values))
    _record(actor, now, "returned", place, {"number": latest.number})
    work_mail.tell_answered(now, place, f"{latest.id}:returned")


def grade(
    actor: Actor,
    now: datetime,
    place: WorkPlace,
    points: int,
    note: str,
    seen: str,
    *,
    held_on: date | None = None,
    scores: Mapping[str, int] | None = None,
) -> None:
    """Give points; a later grade takes the place of this one, which stays on record.

    Raises `NotYourOwnWork`, `WorkChanged`, and `NothingToGrade` for a product that is not there.
    """
    record = _check_other(actor, place, seen)
    latest = record.latest
    if latest is None and isinstance(place.part, ProductPart):
        raise NothingToGrade
    values = {
        "participation_id": place.row.id,
        "part_id": place.part.id,
        "points": points,
        "note": note,
        "graded_by": actor.person_id,
        "graded_at": now,
        "submission_id": latest.id if latest else None,
        "held_on": held_on,
        "scores": dict(scores or {}),
    }
    db.session.execute(insert(Grade).values(values))
    _record(actor, now, "graded", place, {"points": points})
    ask_to_evaluate([place.row.id], now)
    work_mail.tell_answered(now, place, f"{place.row.id}:{place.part.id}:{len(record.grades)}")


def _check_other(actor: Actor, place: WorkPlace, seen: str) -> WorkRecord:
    if place.row.person_id == actor.person_id:
        raise NotYourOwnWork
    return _look(place, seen)


def _record(
    actor: Actor, now: datetime, what: str, place: WorkPlace, details: Mapping[str, Any]
) -> None:
    audit.record(
        actor,
        now,
        f"work.{what}",
        subject_type="participation",
        subject_id=place.row.id,
        details={"part": place.part.id, **details},
    )
