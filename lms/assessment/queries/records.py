"""Reads of the record of one attempt: all that was asked, answered, marked, changed and granted.

Who may read it is decided in `policy`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import bindparam, or_, select

from lms.accounts import queries as people
from lms.assessment.models import Adjustment, Attempt, Incident, Response
from lms.assessment.queries import attempts as rows
from lms.assessment.queries.appeals import list_appeals
from lms.assessment.queries.cases import find_case
from lms.assessment.queries.grounds import Grounds, list_grounds
from lms.assessment.queries.marks import list_marks
from lms.assessment.queries.pages import QuizPlace, get_quiz_place
from lms.assessment.queries.regrading import get_corrected, list_regrades
from lms.assessment.queries.sittings import IncidentRow, adjustment_columns, get_sitting
from lms.assessment.rules import (
    AdjustmentRow,
    AttemptRow,
    MarkRow,
    PaperRow,
    SittingRow,
    counting,
    shares,
    sum_points,
)
from lms.assessment.rules.appeals import AppealRow
from lms.assessment.rules.records import Asking, GivenAnswer, RecordedQuestion, record_question
from lms.content import queries as content
from lms.content.models import Edition
from lms.kit.actor import Actor
from lms.kit.db import read
from lms.questions.showing import ShownCase

_responses = (
    select(
        Response.seq,
        Response.item_id,
        Response.revision,
        Response.value,
        Response.edition_id,
        Edition.language,
        Response.made_at,
        Response.at,
        Response.is_late,
    )
    .join(Edition, Edition.id == Response.edition_id)
    .where(Response.attempt_id == bindparam("id"))
    .order_by(Response.seq)
)
_promised = select(Attempt.promised_at).where(Attempt.id == bindparam("id"))
_incidents = (
    select(Incident.kind, Incident.note, Incident.person_id, Incident.reported_by, Incident.at)
    .where(
        Incident.sitting_id == bindparam("sitting_id"),
        # A note about nobody is about everybody in the room.
        or_(Incident.person_id == bindparam("person_id"), Incident.person_id.is_(None)),
    )
    .order_by(Incident.seq)
)
# What was in force when the attempt began, or was granted since.
_grants = (
    select(*adjustment_columns)
    .where(
        Adjustment.sitting_id == bindparam("sitting_id"),
        Adjustment.person_id == bindparam("person_id"),
        or_(Adjustment.ended_at.is_(None), Adjustment.ended_at > bindparam("started_at")),
    )
    .order_by(Adjustment.approved_at)
)


@dataclass(frozen=True, slots=True)
class Beside:
    """What goes with an attempt: its sitting, what happened and was granted there, its appeals.

    `grants` are none where they are not the reader's business.
    """

    sitting: SittingRow | None
    incidents: Sequence[IncidentRow]
    grants: Sequence[AdjustmentRow]
    appeals: Sequence[AppealRow]


@dataclass(frozen=True, slots=True)
class RecordPage:
    """The record of an attempt; `promised_at` is when the statement of honour was made.

    `names` are of everybody on it, as the reader may see them. `points` of `total` are reached.
    `cases` are by the place of their first question; `has_keys`: what would have been right is
    told.
    """

    attempt: AttemptRow
    promised_at: datetime | None
    place: QuizPlace
    names: Mapping[str, str]
    beside: Beside
    questions: Sequence[RecordedQuestion]
    cases: Mapping[int, ShownCase]
    points: Fraction
    total: int
    grounds: Grounds
    has_keys: bool


def get_record_page(
    actor: Actor, attempt: AttemptRow, *, has_keys: bool, has_grants: bool
) -> RecordPage:
    """Return the record of a finished attempt."""
    place = get_quiz_place(content.get_outline_of_edition(attempt.edition_id), attempt.activity_id)
    paper, marks = rows.get_paper(attempt.id), list_marks(attempt.id)
    questions = _questions(attempt, paper, marks, has_keys=has_keys)
    reached, total = sum_points(
        shares(counting(marks)), {each.question.id: each.question for each in questions}
    )
    beside = _beside(attempt, place.outline.course_id, has_grants=has_grants)
    grounds = list_grounds(
        place.outline.course_id, [attempt.version_id], {attempt.activity_id: attempt.quiz_id}
    )
    return RecordPage(
        attempt=attempt,
        promised_at=read(_promised, {"id": attempt.id}).scalar_one(),
        place=place,
        names=people.get_names(actor, _people(attempt, questions, beside)),
        beside=beside,
        questions=questions,
        cases=_cases(attempt, paper),
        points=reached,
        total=total,
        grounds=grounds[attempt.activity_id],
        has_keys=has_keys,
    )


def _beside(attempt: AttemptRow, course_id: str, *, has_grants: bool) -> Beside:
    appeals = list_appeals(attempt.id)
    if attempt.sitting_id is None:
        return Beside(None, (), (), appeals)
    grants = _list_grants(attempt) if has_grants else ()
    sitting = get_sitting(attempt.sitting_id, course_id)
    return Beside(sitting, _list_incidents(attempt), grants, appeals)


def _people(attempt: AttemptRow, questions: Sequence[RecordedQuestion], beside: Beside) -> set[str]:
    found = {attempt.person_id, *(row.approved_by for row in beside.grants)}
    found |= {row.reported_by for row in beside.incidents if row.reported_by}
    found |= {row.decided_by for row in beside.appeals if row.decided_by}
    for question in questions:
        found |= {row.person_id for row in question.regrades if row.person_id}
        found |= {row.mark.person_id for row in question.marks if row.mark.person_id}
    return found


def _questions(
    attempt: AttemptRow, paper: Sequence[PaperRow], marks: Iterable[MarkRow], *, has_keys: bool
) -> list[RecordedQuestion]:
    names = [row.item_id for row in paper]
    given, marked = _list_given(attempt), _by_item(marks)
    editions = {attempt.edition_id, *(each.edition_id for each in given)}
    texts = {name: content.get_item_texts(name, names) for name in editions}
    questions = content.get_items(attempt.version_id, names)
    corrected = get_corrected(attempt.version_id, names)
    counting_answers = rows.get_responses(attempt.id)
    regrades = _by_item(list_regrades(attempt.version_id))
    answers = _by_item(given)
    found = []
    for row in paper:
        name = row.item_id
        by_edition = {edition: some[name] for edition, some in texts.items()}
        counts = counting_answers.get(name)
        asking = Asking(
            row, questions[name], corrected[name], by_edition, attempt.edition_id, attempt.language
        )
        found.append(
            record_question(
                asking,
                answers[name],
                counts.seq if counts else None,
                marked[name],
                regrades[name],
                attempt.deadline,
                shows_key=has_keys,
            )
        )
    return found


def _cases(attempt: AttemptRow, paper: Sequence[PaperRow]) -> dict[int, ShownCase]:
    found = {row.position: find_case(attempt, paper, row.item_id) for row in paper}
    return {place: case for place, case in found.items() if case and case.number == 1}


def _by_item(every: Iterable[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for each in every:
        found[each.item_id].append(each)
    return found


def _list_given(attempt: AttemptRow) -> list[GivenAnswer]:
    return [GivenAnswer(*row) for row in read(_responses, {"id": attempt.id})]


def _list_incidents(attempt: AttemptRow) -> list[IncidentRow]:
    values = {"sitting_id": attempt.sitting_id, "person_id": attempt.person_id}
    return [IncidentRow(*row) for row in read(_incidents, values)]


def _list_grants(attempt: AttemptRow) -> list[AdjustmentRow]:
    values = {
        "sitting_id": attempt.sitting_id,
        "person_id": attempt.person_id,
        "started_at": attempt.started_at,
    }
    return [AdjustmentRow(*row) for row in read(_grants, values)]
