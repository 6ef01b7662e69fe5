"""Reads of attempts: their papers and responses.

Whether the reader may see them is decided in `policy`; statements are built once, for building
one costs more than running it.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, case, func, select

from lms.assessment.models import Attempt, PaperItem, Response
from lms.assessment.rules import AttemptRow, PaperRow, ResponseRow, Responses, StoredRow
from lms.content import queries as content
from lms.content.models import Edition
from lms.kit.db import read
from lms.kit.errors import NotVisible
from lms.questions.rules import Presented


@dataclass(frozen=True, slots=True)
class Seat:
    """One place of one attempt's paper, locked for an answer; `row` is none beyond the paper.

    `revisions` counts the answers to this question so far; `stored` is what came before under the
    same client-made id.
    """

    attempt: AttemptRow
    row: PaperRow | None
    revisions: int
    stored: StoredRow | None


_attempt_columns = (
    Attempt.id,
    Attempt.enrolment_id,
    Attempt.person_id,
    Attempt.activity_id,
    Attempt.quiz_id,
    Attempt.version_id,
    Attempt.edition_id,
    Attempt.language,
    Attempt.number,
    Attempt.started_at,
    Attempt.deadline,
    Attempt.closes_at,
    Attempt.finished_at,
    Attempt.finished_by,
    Attempt.points,
    Attempt.is_passed,
    Attempt.released_at,
    Attempt.reached,
    Attempt.sitting_id,
    Attempt.paused_at,
    Attempt.pause_seconds,
    Attempt.session,
    Attempt.session_since,
    Attempt.form,
)
_by_id = select(*_attempt_columns).where(Attempt.id == bindparam("id"))
_locked = _by_id.with_for_update()
_at_quiz = (
    select(*_attempt_columns)
    .where(
        Attempt.enrolment_id == bindparam("enrolment_id"),
        Attempt.activity_id == bindparam("activity_id"),
    )
    .order_by(Attempt.number)
)
_revisions = (
    select(func.coalesce(func.max(Response.revision), 0))
    .where(Response.attempt_id == Attempt.id, Response.item_id == PaperItem.item_id)
    .correlate(Attempt, PaperItem)
    .scalar_subquery()
)
# All that saving an answer needs, in one statement. The lock keeps an answer that is being saved
# and the finish of its attempt one after the other: what was acknowledged is always marked.
_seat = (
    select(
        *_attempt_columns,
        PaperItem.item_id,
        PaperItem.choices,
        PaperItem.made,
        PaperItem.is_flagged,
        _revisions.label("revisions"),
        Response.item_id.label("stored_item_id"),
        Response.value,
        Response.at,
        Response.is_late,
    )
    .outerjoin(
        PaperItem,
        (PaperItem.attempt_id == Attempt.id) & (PaperItem.position == bindparam("position")),
    )
    .outerjoin(
        Response,
        (Response.attempt_id == Attempt.id) & (Response.client_id == bindparam("client_id")),
    )
    .where(Attempt.id == bindparam("id"))
    .with_for_update(of=Attempt)
)
_paper = (
    select(
        PaperItem.position,
        PaperItem.item_id,
        PaperItem.choices,
        PaperItem.made,
        PaperItem.is_flagged,
    )
    .where(PaperItem.attempt_id == bindparam("id"))
    .order_by(PaperItem.position)
)
_papers = (
    select(Attempt.quiz_id, PaperItem.item_id)
    .join(PaperItem, PaperItem.attempt_id == Attempt.id)
    .where(Attempt.enrolment_id == bindparam("id"))
)
# What was made last, not what arrived last: a device that was without a line may bring an answer
# that was changed on another one since.
ranked = (
    select(
        Response.seq,
        Response.item_id,
        Response.value,
        Response.at,
        func.row_number()
        .over(
            partition_by=Response.item_id,
            order_by=(
                func.coalesce(Response.made_at, Response.at).desc(),
                Response.revision.desc(),
            ),
        )
        .label("place"),
    )
    .where(Response.attempt_id == bindparam("id"), Response.is_late.is_(False))
    .subquery()
)
_responses = (
    select(
        Response.seq,
        Response.item_id,
        Response.value,
        Response.at,
        Response.made_at,
        Edition.language,
    )
    .join(ranked, ranked.c.seq == Response.seq)
    .join(Edition, Edition.id == Response.edition_id)
    .where(ranked.c.place == 1)
)
_begun = (
    select(Attempt.enrolment_id, func.max(case((Attempt.finished_at.is_(None), 1), else_=0)))
    .where(Attempt.enrolment_id.in_(bindparam("ids", expanding=True)))
    .group_by(Attempt.enrolment_id)
)
# SQLite takes no more values in one statement than 32,766.
_MOST_AT_ONCE = 10_000
_expired = (
    select(Attempt.id)
    .where(Attempt.finished_at.is_(None), Attempt.closes_at < bindparam("now"))
    .order_by(Attempt.closes_at)
)


def _attempt(row: Any) -> AttemptRow:  # noqa: ANN401 - so many columns have no type
    return AttemptRow(*row)


def find_attempt(attempt_id: str) -> AttemptRow | None:
    """Return an attempt, whoever's it is, or nothing."""
    row = read(_by_id, {"id": attempt_id}).one_or_none()
    return _attempt(row) if row else None


def get_attempt_locked(attempt_id: str) -> AttemptRow:
    """Return an attempt that nobody else changes until this transaction ends.

    Raises `NotVisible` where there is none.
    """
    row = read(_locked, {"id": attempt_id}).one_or_none()
    if row is None:
        raise NotVisible
    return _attempt(row)


def find_seat_locked(attempt_id: str, position: int, client_id: str) -> Seat | None:
    """Return an attempt, locked, with the question at a place of its paper; or nothing."""
    values = {"id": attempt_id, "position": position, "client_id": client_id}
    row = read(_seat, values).one_or_none()
    if row is None:
        return None
    *attempt, item_id, choices, made, is_flagged, revisions, stored_item_id, value, at, is_late = (
        row
    )
    return Seat(
        attempt=_attempt(attempt),
        row=paper_row(position, item_id, choices, made, is_flagged) if item_id else None,
        revisions=revisions,
        stored=StoredRow(stored_item_id, value, at, is_late) if stored_item_id else None,
    )


def list_attempts(enrolment_id: str, activity_id: str) -> list[AttemptRow]:
    """Return all attempts at one quiz of an enrolment, the first one first."""
    values = {"enrolment_id": enrolment_id, "activity_id": activity_id}
    return [_attempt(row) for row in read(_at_quiz, values)]


def list_counted(attempts: Sequence[AttemptRow], version_id: str) -> list[AttemptRow]:
    """Return those of the attempts at one quiz that count in a version: there it asks the same.

    Who moved to a version with another quiz takes it anew; what was finished before stays as it is.
    """
    return [
        attempt
        for attempt in attempts
        if content.is_same_activity(attempt.version_id, version_id, attempt.activity_id)
    ]


def find_begun(enrolment_ids: Collection[str]) -> dict[str, bool]:
    """Return, of enrolments with any attempt, whether one of them is not finished yet."""
    ids, found = list(enrolment_ids), {}
    for start in range(0, len(ids), _MOST_AT_ONCE):
        for enrolment_id, is_open in read(_begun, {"ids": ids[start : start + _MOST_AT_ONCE]}):
            found[enrolment_id] = bool(is_open)
    return found


def list_expired(now: datetime) -> list[str]:
    """Return the ids of the attempts whose time ran out before `now` and that have no result."""
    return list(read(_expired, {"now": now}).scalars())


def get_paper(attempt_id: str) -> tuple[PaperRow, ...]:
    """Return the questions of an attempt's paper in their order."""
    return tuple(paper_row(*row) for row in read(_paper, {"id": attempt_id}))


def paper_row(
    position: int,
    item_id: str,
    choices: Sequence[str],
    made: Mapping[str, str],
    is_flagged: bool,
) -> PaperRow:
    """Return a question of a paper from its columns."""
    return PaperRow(position, item_id, Presented(tuple(choices), made), is_flagged)


def get_papers(enrolment_id: str) -> dict[str, set[str]]:
    """Return the questions that an enrolment's papers hold so far, by quiz."""
    found: dict[str, set[str]] = defaultdict(set)
    for quiz_id, item_id in read(_papers, {"id": enrolment_id}):
        found[quiz_id].add(item_id)
    return dict(found)


def get_responses(attempt_id: str) -> Responses:
    """Return the answer that counts for each question that has one: of those in time the newest."""
    rows = read(_responses, {"id": attempt_id})
    return {row.item_id: ResponseRow(*row) for row in rows}
