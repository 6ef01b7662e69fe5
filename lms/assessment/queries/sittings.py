"""Reads of sittings: which there are, who is in one, how far they are, what happened.

Names of people are asked for by the pages, through accounts.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, select

from lms.accounts.models import Person
from lms.accounts.queries import get_names
from lms.assessment.models import (
    Adjustment,
    Attempt,
    Incident,
    PaperItem,
    Response,
    Sitting,
    SittingCandidate,
)
from lms.assessment.rules import AdjustmentRow, SittingRow, Terms, choose_sitting
from lms.kit.actor import Actor
from lms.kit.db import read
from lms.kit.errors import NotVisible
from lms.kit.folding import fold
from lms.learning.models import Enrolment


@dataclass(frozen=True, slots=True)
class Entry:
    """How a person comes to a quiz: under which terms, and whether it is taken in sittings."""

    terms: Terms
    is_by_sitting: bool


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """Somebody in a sitting, with the newest attempt in it, if there is any.

    `sessions` are those from which it was answered: one, unless there is another device.
    """

    person_id: str
    attempt_id: str | None
    started_at: datetime | None
    deadline: datetime | None
    paused_at: datetime | None
    finished_at: datetime | None
    answered: int
    questions: int
    last_at: datetime | None
    sessions: int


class SessionRow(NamedTuple):
    """One session from which an attempt was answered."""

    person_id: str
    attempt_id: str
    since: datetime


@dataclass(frozen=True, slots=True)
class SittingPage:
    """A sitting for those who look after it; `names` are of everybody on the page."""

    candidates: tuple[CandidateRow, ...]
    adjustments: Mapping[str, AdjustmentRow]
    incidents: tuple["IncidentRow", ...]
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """One thing that happened; `person_id` is the candidate, if it is about one.

    That answers came from another session is no entry of its own: the answers say it.
    """

    kind: str
    note: str
    person_id: str | None
    reported_by: str | None
    at: datetime


_columns = (
    Sitting.id,
    Sitting.course_id,
    Sitting.activity_id,
    Sitting.title,
    Sitting.opens_at,
    Sitting.closes_at,
    Sitting.code_hash,
    Sitting.minutes,
    Sitting.attempts,
    Sitting.is_exclusive,
)
adjustment_columns = (
    Adjustment.id,
    Adjustment.person_id,
    Adjustment.extra_percent,
    Adjustment.extra_minutes,
    Adjustment.pause_minutes,
    Adjustment.language,
    Adjustment.reason,
    Adjustment.approved_by,
    Adjustment.approved_at,
)
_of_quiz = (
    select(*_columns, SittingCandidate.person_id)
    .outerjoin(
        SittingCandidate,
        (SittingCandidate.sitting_id == Sitting.id)
        & (SittingCandidate.person_id == bindparam("person_id")),
    )
    .where(
        Sitting.course_id == bindparam("course_id"),
        Sitting.activity_id == bindparam("activity_id"),
    )
)
_of_course = (
    select(*_columns, func.count(SittingCandidate.person_id))
    .outerjoin(SittingCandidate, SittingCandidate.sitting_id == Sitting.id)
    .where(Sitting.course_id == bindparam("course_id"))
    .group_by(*_columns)
    .order_by(Sitting.opens_at.desc(), Sitting.id)
)
_one = select(*_columns).where(Sitting.id == bindparam("id"))
_adjustment = select(*adjustment_columns).where(
    Adjustment.sitting_id == bindparam("sitting_id"),
    Adjustment.person_id == bindparam("person_id"),
    Adjustment.ended_at.is_(None),
)
_adjustments = select(*adjustment_columns).where(
    Adjustment.sitting_id == bindparam("sitting_id"), Adjustment.ended_at.is_(None)
)
_candidates = select(SittingCandidate.person_id).where(
    SittingCandidate.sitting_id == bindparam("sitting_id")
)
_attempts = (
    select(
        Attempt.person_id,
        Attempt.id,
        Attempt.started_at,
        Attempt.deadline,
        Attempt.paused_at,
        Attempt.finished_at,
    )
    .where(Attempt.sitting_id == bindparam("sitting_id"))
    .order_by(Attempt.number)
)
_answers = (
    select(Response.attempt_id, func.count(Response.item_id.distinct()), func.max(Response.at))
    .join(Attempt, Attempt.id == Response.attempt_id)
    .where(Attempt.sitting_id == bindparam("sitting_id"))
    .group_by(Response.attempt_id)
)
_sessions = (
    select(Attempt.person_id, Attempt.id, func.min(Response.at))
    .join(Attempt, Attempt.id == Response.attempt_id)
    .where(Attempt.sitting_id == bindparam("sitting_id"), Response.session.is_not(None))
    .group_by(Attempt.person_id, Attempt.id, Response.session)
    .order_by(func.min(Response.at))
)
_papers = (
    select(PaperItem.attempt_id, func.count())
    .join(Attempt, Attempt.id == PaperItem.attempt_id)
    .where(Attempt.sitting_id == bindparam("sitting_id"))
    .group_by(PaperItem.attempt_id)
)
_incidents = (
    select(Incident.kind, Incident.note, Incident.person_id, Incident.reported_by, Incident.at)
    .where(Incident.sitting_id == bindparam("sitting_id"))
    .order_by(Incident.seq.desc())
)
_enrolled = (
    select(Person.email, Person.id)
    .join(Enrolment, Enrolment.person_id == Person.id)
    .where(
        Enrolment.course_id == bindparam("course_id"),
        Enrolment.status != "withdrawn",
        Person.email.in_(bindparam("emails", expanding=True)),
    )
)


def _sitting(row: Any) -> SittingRow:  # noqa: ANN401 - a row of ten columns has no type
    return SittingRow(*row)


def get_entry(course_id: str, activity_id: str, person_id: str, now: datetime) -> Entry:
    """Return how a person comes to a quiz at `now`."""
    values = {"course_id": course_id, "activity_id": activity_id, "person_id": person_id}
    rows = read(_of_quiz, values).all()
    own = [_sitting(row[:-1]) for row in rows if row[-1] is not None]
    sitting = choose_sitting(own, now)
    adjustment = find_adjustment(sitting.id, person_id) if sitting else None
    return Entry(Terms(sitting, adjustment), is_by_sitting=bool(rows))


def find_adjustment(sitting_id: str, person_id: str) -> AdjustmentRow | None:
    """Return what a person was granted for a sitting, or nothing."""
    row = read(_adjustment, {"sitting_id": sitting_id, "person_id": person_id}).one_or_none()
    return AdjustmentRow(*row) if row else None


def list_adjustments(sitting_id: str) -> dict[str, AdjustmentRow]:
    """Return what was granted for a sitting, by person."""
    rows = read(_adjustments, {"sitting_id": sitting_id})
    return {row.person_id: AdjustmentRow(*row) for row in rows}


def list_sittings(course_id: str) -> list[tuple[SittingRow, int]]:
    """Return the sittings of a course, the newest first, with how many people are in each."""
    rows = read(_of_course, {"course_id": course_id})
    return [(_sitting(row[:-1]), row[-1]) for row in rows]


def get_sitting(sitting_id: str, course_id: str) -> SittingRow:
    """Return a sitting of a course; raise `NotVisible` where there is none."""
    row = read(_one, {"id": sitting_id}).one_or_none()
    if row is None or row.course_id != course_id:
        raise NotVisible
    return _sitting(row)


def list_candidates(sitting_id: str, sessions: Sequence[SessionRow] = ()) -> list[CandidateRow]:
    """Return everybody in a sitting and how far each is, by four statements however many.

    `sessions` are those from which attempts were answered, where that is asked for.
    """
    values = {"sitting_id": sitting_id}
    # Of several attempts the newest: it comes last.
    attempts = {row.person_id: row for row in read(_attempts, values)}
    answers = {row[0]: (row[1], row[2]) for row in read(_answers, values)}
    papers: Mapping[str, int] = {row[0]: row[1] for row in read(_papers, values)}
    counts = Counter(row.attempt_id for row in sessions)
    found = []
    for person_id in read(_candidates, values).scalars():
        row = attempts.get(person_id)
        answered, last_at = answers.get(row.id, (0, None)) if row else (0, None)
        found.append(
            CandidateRow(
                person_id=person_id,
                attempt_id=row.id if row else None,
                started_at=row.started_at if row else None,
                deadline=row.deadline if row else None,
                paused_at=row.paused_at if row else None,
                finished_at=row.finished_at if row else None,
                answered=answered,
                questions=papers.get(row.id, 0) if row else 0,
                last_at=last_at,
                sessions=counts[row.id] if row else 0,
            )
        )
    return found


def get_sitting_page(actor: Actor, sitting: SittingRow) -> SittingPage:
    """Return a sitting with its people by name, as far as the actor may see names."""
    sessions = list_sessions(sitting.id)
    candidates = list_candidates(sitting.id, sessions)
    incidents = sorted(
        [*list_incidents(sitting.id), *_others(sessions)], key=lambda row: row.at, reverse=True
    )
    people = [row.person_id for row in candidates]
    people += [who for row in incidents for who in (row.person_id, row.reported_by) if who]
    names = get_names(actor, people)
    candidates.sort(key=lambda row: (fold(names.get(row.person_id, "")), row.person_id))
    return SittingPage(tuple(candidates), list_adjustments(sitting.id), tuple(incidents), names)


def list_sessions(sitting_id: str) -> list[SessionRow]:
    """Return from which sessions the attempts of a sitting were answered, and since when each."""
    return [SessionRow(*row) for row in read(_sessions, {"sitting_id": sitting_id})]


def _others(sessions: Iterable[SessionRow]) -> Iterator[IncidentRow]:
    """Yield that an attempt was answered from another session than its first one."""
    known: set[str] = set()
    for row in sessions:
        if row.attempt_id in known:
            yield IncidentRow("device", "", row.person_id, None, row.since)
        known.add(row.attempt_id)


def list_incidents(sitting_id: str) -> list[IncidentRow]:
    """Return what was noted in a sitting, the newest first."""
    return [IncidentRow(*row) for row in read(_incidents, {"sitting_id": sitting_id})]


def find_enrolled(course_id: str, emails: Collection[str]) -> dict[str, str]:
    """Return, of those addresses whose people take a course, the ids of the people."""
    rows = read(_enrolled, {"course_id": course_id, "emails": list(emails)})
    return {row.email: row.id for row in rows}
