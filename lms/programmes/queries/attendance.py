"""Reads of attendance: what holds of whom in a session, how it came about, what is asked for.

How much of a cohort somebody attended is read here as well, for the requirements.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, select

from lms.kit.db import read
from lms.programmes.models import (
    Attendance,
    AttendanceImport,
    AttendanceRequest,
    CohortSession,
    SignInSheet,
)
from lms.programmes.queries import sessions
from lms.programmes.queries.sessions import Comer
from lms.programmes.rules.presence import Attended, Mark, Presence, count_attended

_mark: Any = select(
    Attendance.session_id,
    Attendance.participation_id,
    Attendance.number,
    Attendance.status,
    Attendance.source,
    Attendance.minutes,
    Attendance.reason,
    Attendance.noted_by,
    Attendance.noted_at,
)


def _read_last(condition: Any) -> list[Mark]:  # noqa: ANN401 - SQLAlchemy's condition
    """Return what holds: of each participant in each session the last row."""
    last = (
        select(
            Attendance.session_id,
            Attendance.participation_id,
            func.max(Attendance.number).label("number"),
        )
        .where(condition)
        .group_by(Attendance.session_id, Attendance.participation_id)
        .subquery()
    )
    joined = and_(
        last.c.session_id == Attendance.session_id,
        last.c.participation_id == Attendance.participation_id,
        last.c.number == Attendance.number,
    )
    return [Mark(*row) for row in read(_mark.join(last, joined))]


def get_marks(session_id: str) -> dict[str, Mark]:
    """Return what holds in a session, by participation."""
    rows = _read_last(Attendance.session_id == session_id)
    return {row.participation_id: row for row in rows}


def get_own_marks(participation_id: str) -> dict[str, Mark]:
    """Return what holds of a participant, by session."""
    rows = _read_last(Attendance.participation_id == participation_id)
    return {row.session_id: row for row in rows}


def list_history(session_id: str) -> list[Mark]:
    """Return all that was ever noted in a session, the newest first."""
    query = _mark.where(Attendance.session_id == session_id)
    order = (Attendance.noted_at.desc(), Attendance.participation_id, Attendance.number.desc())
    return [Mark(*row) for row in read(query.order_by(*order))]


def list_imported(import_id: str) -> list[Mark]:
    """Return what one import noted."""
    return [Mark(*row) for row in read(_mark.where(Attendance.import_id == import_id))]


def list_before(session_id: str, marks: Iterable[Mark]) -> dict[str, Presence]:
    """Return what held before each of some marks of a session, by participation."""
    numbers = {one.participation_id: one.number - 1 for one in marks}
    return {
        row.participation_id: row.status
        for row in reversed(list_history(session_id))
        if numbers.get(row.participation_id) == row.number
    }


def get_attended(comers: Sequence[Comer], now: datetime) -> dict[str, Attended]:
    """Return how much of what was held for each participant they attended, by participation.

    It takes a fixed number of statements, however many they are.
    """
    cohort_ids = {one.cohort_id for one in comers}
    held: dict[str, list[Any]] = defaultdict(list)
    for row in sessions.list_cohorts_sessions(cohort_ids):
        held[row.cohort_id].append(row)
    marks: dict[str, dict[str, Presence]] = defaultdict(dict)
    of_these = Attendance.session_id.in_(
        select(CohortSession.id).where(CohortSession.cohort_id.in_(cohort_ids))
    )
    for mark in _read_last(of_these):
        marks[mark.participation_id][mark.session_id] = mark.status
    return {
        one.participation_id: count_attended(
            held[one.cohort_id], marks[one.participation_id], one.group_id, now
        )
        for one in comers
    }


def find_attended(comer: Comer, now: datetime) -> Attended:
    """Return how much of what was held for one participant they attended."""
    held = sessions.list_cohorts_sessions({comer.cohort_id})
    marks = {one.session_id: one.status for one in get_own_marks(comer.participation_id).values()}
    return count_attended(held, marks, comer.group_id, now)


@dataclass(frozen=True, slots=True)
class ImportRow:
    """A list that was sent in, with the lines that were read of it: name, address, minutes."""

    id: str
    session_id: str
    file_name: str
    lines: list[tuple[str, str, int]]
    created_by: str | None
    created_at: datetime
    taken_at: datetime | None
    undone_at: datetime | None


_import: Any = select(
    AttendanceImport.id,
    AttendanceImport.session_id,
    AttendanceImport.file_name,
    AttendanceImport.lines,
    AttendanceImport.created_by,
    AttendanceImport.created_at,
    AttendanceImport.taken_at,
    AttendanceImport.undone_at,
)


def find_import(import_id: str) -> ImportRow | None:
    """Return one list that was sent in, or nothing."""
    row = read(_import.where(AttendanceImport.id == import_id)).one_or_none()
    return ImportRow(*row) if row else None


def list_imports(session_id: str) -> list[ImportRow]:
    """Return the lists of a session, the newest first."""
    query = _import.where(AttendanceImport.session_id == session_id)
    rows = read(query.order_by(AttendanceImport.created_at.desc(), AttendanceImport.id))
    return [ImportRow(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A wish for a correction, and what was decided."""

    id: str
    session_id: str
    participation_id: str
    wanted: Presence
    reason: str
    asked_at: datetime
    is_granted: bool | None
    answer: str
    decided_by: str | None
    decided_at: datetime | None


_request: Any = select(
    AttendanceRequest.id,
    AttendanceRequest.session_id,
    AttendanceRequest.participation_id,
    AttendanceRequest.wanted,
    AttendanceRequest.reason,
    AttendanceRequest.asked_at,
    AttendanceRequest.is_granted,
    AttendanceRequest.answer,
    AttendanceRequest.decided_by,
    AttendanceRequest.decided_at,
).order_by(AttendanceRequest.asked_at, AttendanceRequest.id)


def find_request(request_id: str) -> RequestRow | None:
    """Return one wish, or nothing."""
    row = read(_request.where(AttendanceRequest.id == request_id)).one_or_none()
    return RequestRow(*row) if row else None


def list_open_requests(session_id: str) -> list[RequestRow]:
    """Return the wishes of a session that await an answer, the oldest first."""
    query = _request.where(
        AttendanceRequest.session_id == session_id, AttendanceRequest.decided_at.is_(None)
    )
    return [RequestRow(*row) for row in read(query)]


def list_own_requests(participation_id: str) -> dict[str, RequestRow]:
    """Return the last wish of a participant in each session."""
    query = _request.where(AttendanceRequest.participation_id == participation_id)
    return {row.session_id: RequestRow(*row) for row in read(query)}


def count_open_requests(session_ids: Iterable[str]) -> dict[str, int]:
    """Return how many wishes await an answer, by session."""
    query = (
        select(AttendanceRequest.session_id, func.count())
        .where(
            AttendanceRequest.session_id.in_(list(session_ids)),
            AttendanceRequest.decided_at.is_(None),
        )
        .group_by(AttendanceRequest.session_id)
    )
    return {row[0]: row[1] for row in read(query)}


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A sheet to be signed that somebody asked for; without a hash it is not printed yet."""

    id: str
    session_id: str
    person_id: str
    language: str
    blob_hash: str | None
    asked_at: datetime


def find_sheet(sheet_id: str) -> SheetRow | None:
    """Return one sheet, or nothing."""
    row = read(
        select(
            SignInSheet.id,
            SignInSheet.session_id,
            SignInSheet.person_id,
            SignInSheet.language,
            SignInSheet.blob_hash,
            SignInSheet.asked_at,
        ).where(SignInSheet.id == sheet_id)
    ).one_or_none()
    return SheetRow(*row) if row else None
