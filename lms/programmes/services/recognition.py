"""Verbs of recognition: ask that prior learning counts, take the wish back, decide it.

What is recognised counts in `rules.completion`; who may decide is said by `policy`.
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, BinaryIO

from sqlalchemy import insert, update

from lms.audit import services as audit
from lms.kit import storage
from lms.kit.actor import Actor
from lms.kit.db import db
from lms.kit.ids import new_id
from lms.programmes.models import Recognition, RecognitionDecision
from lms.programmes.queries import recognitions
from lms.programmes.queries.recognitions import RecognitionRow
from lms.programmes.rules.definition import Definition
from lms.programmes.rules.recognition import (
    EVIDENCE,
    AlreadyAsked,
    AlreadyDecided,
    EvidenceMissing,
    KeptFile,
    NothingToDecide,
    NotRecognisable,
    NotYourOwnWish,
    RecognitionStatus,
)
from lms.programmes.rules.rows import ParticipationRow
from lms.programmes.services import way_mail
from lms.programmes.services.evaluation import ask_to_evaluate
from lms.questions.inspection import inspect_file


def keep_evidence(sent: Sequence[tuple[str, BinaryIO]]) -> tuple[KeptFile, ...]:
    """Look into files and keep each content under its hash; raise `FileRefused` for the first."""
    kept = []
    for name, stream in sent:
        file = inspect_file(EVIDENCE, name, stream)
        storage.put_stream(stream)
        kept.append(KeptFile(file.hash, file.name, file.size))
    return tuple(kept)


def ask(
    actor: Actor,
    now: datetime,
    row: ParticipationRow,
    definition: Definition,
    part_id: str,
    *,
    statement: str,
    award_id: str | None,
    files: Sequence[KeptFile],
) -> str:
    """Ask that prior learning counts for a requirement; return the wish's id.

    Raises `NotRecognisable`, `AlreadyAsked`, `EvidenceMissing`.
    """
    known = {part.id: part for _, part in definition.parts()}
    if row.status != "accepted" or part_id not in known or not known[part_id].is_recognisable:
        raise NotRecognisable
    last = recognitions.list_newest(row.id).get(part_id)
    if last is not None and last.status in {"waiting", "granted"}:
        raise AlreadyAsked
    if not files and not award_id:
        raise EvidenceMissing
    recognition_id = new_id()
    values = {
        "id": recognition_id,
        "participation_id": row.id,
        "part_id": part_id,
        "statement": statement,
        "award_id": award_id,
        "documents": [asdict(file) for file in files],
        "asked_at": now,
        "status": "waiting",
    }
    db.session.execute(insert(Recognition).values(values))
    _record(actor, now, "asked", recognition_id, {"part": part_id, "participation": row.id})
    return recognition_id


def take_back(actor: Actor, now: datetime, recognition: RecognitionRow) -> None:
    """Take a wish back that waits; raise `AlreadyDecided`."""
    if recognition.status != "waiting":
        raise AlreadyDecided
    _set_status(recognition, "withdrawn")
    _record(actor, now, "withdrawn", recognition.id, {})


def decide(
    actor: Actor, now: datetime, recognition: RecognitionRow, reason: str, *, is_granted: bool
) -> None:
    """Recognise prior learning, or decline to, with a reason; a later decision takes its place.

    An award that was given by then stays. Raises `NotYourOwnWish`, `NothingToDecide`.
    """
    if recognition.person_id == actor.person_id:
        raise NotYourOwnWish
    newest = recognitions.list_newest(recognition.participation_id).get(recognition.part_id)
    if newest is None or newest.id != recognition.id:
        raise NothingToDecide
    values = {
        "recognition_id": recognition.id,
        "is_granted": is_granted,
        "reason": reason,
        "decided_by": actor.person_id,
        "decided_at": now,
    }
    db.session.execute(insert(RecognitionDecision).values(values))
    _set_status(recognition, "granted" if is_granted else "declined")
    _record(actor, now, "decided", recognition.id, {"granted": "yes" if is_granted else "no"})
    way = (recognition.participation_id, recognition.person_id)
    way_mail.tell_decided(now, recognition.id, recognition.cohort_id, way)
    ask_to_evaluate([recognition.participation_id], now)


def _set_status(recognition: RecognitionRow, status: RecognitionStatus) -> None:
    place = Recognition.id == recognition.id
    db.session.execute(update(Recognition).where(place).values(status=status))


def _record(
    actor: Actor, now: datetime, what: str, recognition_id: str, details: dict[str, Any]
) -> None:
    audit.record(
        actor,
        now,
        f"recognition.{what}",
        subject_type="recognition",
        subject_id=recognition_id,
        details=details,
    )
