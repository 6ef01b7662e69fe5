"""Reads for those who mark: the answers that wait, one of them to be marked, who marks and how.

Candidates are not named here; whether the reader may see an answer is decided in `policy`.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select

from lms.assessment.models import (
    Attempt,
    Mark,
    MarkingDraft,
    MarkingDuty,
    MarkingPhrase,
    MarkingPlan,
    PaperItem,
)
from lms.assessment.queries.marks import COLUMNS, list_marks, mark_row
from lms.assessment.rules import Answer, Duty, Kind, MarkRow, Plan, Role, revision, task
from lms.content import queries as content
from lms.content.queries import CourseRow
from lms.kit.db import read
from lms.kit.errors import NotVisible
from lms.questions.rubrics import Rubric, RubricQuestion

_is_awaiting = (
    Attempt.version_id.in_(bindparam("versions", expanding=True)),
    Attempt.quiz_id == bindparam("quiz_id"),
    Attempt.finished_at.is_not(None),
    Attempt.released_at.is_(None),
)
_automatic = select(Mark.seq).where(
    Mark.attempt_id == PaperItem.attempt_id,
    Mark.item_id == PaperItem.item_id,
    Mark.kind == "automatic",
)
_answers = (
    select(
        PaperItem.attempt_id,
        PaperItem.item_id,
        Attempt.version_id,
        Attempt.person_id,
        Attempt.finished_at,
    )
    .join(Attempt, Attempt.id == PaperItem.attempt_id)
    .where(*_is_awaiting, PaperItem.item_id.in_(bindparam("items", expanding=True)))
    .where(~_automatic.exists())
    .order_by(Attempt.finished_at, PaperItem.attempt_id, PaperItem.position)
)
_answer = _answers.where(PaperItem.attempt_id == bindparam("attempt_id"))
_marks = (
    select(*COLUMNS)
    .join(Attempt, Attempt.id == Mark.attempt_id)
    .where(*_is_awaiting, Mark.kind != "automatic")
)
_waiting_quizzes = (
    select(Attempt.quiz_id)
    .where(
        Attempt.version_id.in_(bindparam("versions", expanding=True)),
        Attempt.finished_at.is_not(None),
        Attempt.released_at.is_(None),
    )
    .distinct()
)
_pairs = (
    select(*COLUMNS)
    .join(Attempt, Attempt.id == Mark.attempt_id)
    .where(
        Attempt.version_id.in_(bindparam("versions", expanding=True)),
        Attempt.quiz_id == bindparam("quiz_id"),
        Mark.kind.in_(("human", "second")),
    )
    .order_by(Mark.seq)
)
_plan = select(
    MarkingPlan.second_percent,
    MarkingPlan.threshold_percent,
    MarkingPlan.may_authors_decide,
    MarkingPlan.standard,
    MarkingPlan.appeal_days,
).where(
    MarkingPlan.course_id == bindparam("course_id"), MarkingPlan.quiz_id == bindparam("quiz_id")
)
_duties = (
    select(MarkingDuty.id, MarkingDuty.quiz_id, MarkingDuty.person_id, MarkingDuty.role)
    .where(MarkingDuty.course_id == bindparam("course_id"), MarkingDuty.ended_at.is_(None))
    .order_by(MarkingDuty.assigned_at, MarkingDuty.id)
)
_draft = select(MarkingDraft.details).where(
    MarkingDraft.attempt_id == bindparam("attempt_id"),
    MarkingDraft.item_id == bindparam("item_id"),
    MarkingDraft.person_id == bindparam("person_id"),
)
_phrases = (
    select(MarkingPhrase.id, MarkingPhrase.text)
    .where(
        MarkingPhrase.course_id == bindparam("course_id"),
        MarkingPhrase.item_id == bindparam("item_id"),
    )
    .order_by(MarkingPhrase.kept_at)
)


@dataclass(frozen=True, slots=True)
class Desk:
    """A quiz as somebody stands to its marking.

    `roles` are the reader's own; whoever `is_manager` says who marks, how, and when results go out.
    """

    course: CourseRow
    quiz_id: str
    versions: Sequence[str]
    plan: Plan
    authors: frozenset[str]
    duties: Sequence[Duty]
    roles: frozenset[Role]
    is_manager: bool

    def kind_for(self, answer: Answer, person_id: str) -> Kind | None:
        """Return the kind of mark that the reader gives to an answer, anew or again, or nothing."""
        again = revision(answer, person_id)
        return again or task(answer, person_id, self.roles, self.plan, self.authors)


def get_desk(course: CourseRow, quiz_id: str, person_id: str, *, is_manager: bool) -> Desk:
    """Return a quiz as a person stands to its marking."""
    duties = [duty for duty in list_duties(course.id) if duty.quiz_id == quiz_id]
    return Desk(
        course=course,
        quiz_id=quiz_id,
        versions=_versions(course.id),
        plan=get_plan(course.id, quiz_id),
        authors=content.list_authors(course.id),
        duties=duties,
        roles=frozenset(duty.role for duty in duties if duty.person_id == person_id),
        is_manager=is_manager,
    )


def list_answers(desk: Desk) -> list[Answer]:
    """Return the answers of a quiz that people mark and that are not released, the oldest first."""
    values = {"versions": desk.versions, "quiz_id": desk.quiz_id}
    rows = read(_answers, {**values, "items": sorted(_rubric_items(desk.versions))}).all()
    marks = _by_answer(mark_row(row) for row in read(_marks, values))
    return [_answer_of(row, marks[row.attempt_id, row.item_id]) for row in rows]


def find_answer(desk: Desk, attempt_id: str, item_id: str) -> Answer | None:
    """Return one of the answers of `list_answers`, or nothing."""
    values = {"versions": desk.versions, "quiz_id": desk.quiz_id, "items": [item_id]}
    row = read(_answer, {**values, "attempt_id": attempt_id}).one_or_none()
    if row is None or item_id not in _rubric_items([row.version_id]):
        return None
    marks = [mark for mark in list_marks(attempt_id) if mark.item_id == item_id]
    return _answer_of(row, marks)


def get_rubric(answer: Answer) -> Rubric:
    """Return what an answer is marked by; raise `NotVisible` where its question has no rubric."""
    question = content.get_items(answer.version_id, [answer.item_id]).get(answer.item_id)
    if not isinstance(question, RubricQuestion):
        raise NotVisible
    return question.rubric


def list_pairs(desk: Desk) -> dict[str, list[tuple[MarkRow, MarkRow]]]:
    """Return the first and second marks of every answer that has both, released or not, by item."""
    values = {"versions": desk.versions, "quiz_id": desk.quiz_id}
    newest: dict[tuple[str, str], dict[str, MarkRow]] = defaultdict(dict)
    for row in read(_pairs, values):
        mark = mark_row(row)
        newest[mark.attempt_id, mark.item_id][mark.kind] = mark
    found: dict[str, list[tuple[MarkRow, MarkRow]]] = defaultdict(list)
    for (_, item_id), marks in newest.items():
        if len(marks) > 1:
            found[item_id].append((marks["human"], marks["second"]))
    return dict(found)


def list_marked_quizzes(course_id: str) -> set[str]:
    """Return the quizzes that people have to mark: of the newest version, or with answers waiting.

    A quiz is one of them where its banks hold a question with a rubric.
    """
    versions = _versions(course_id)
    waiting = set(read(_waiting_quizzes, {"versions": versions}).scalars())
    items = content.get_items(versions[0])
    rubrics = {name for name, item in items.items() if isinstance(item, RubricQuestion)}
    for quiz_id, quiz in content.get_quizzes(versions[0]).items():
        if any(question.id in rubrics for question in content.list_offered(versions[0], quiz)):
            waiting.add(quiz_id)
    return waiting


def get_plan(course_id: str, quiz_id: str) -> Plan:
    """Return how a quiz is marked: as was set, or as it is by default."""
    row = read(_plan, {"course_id": course_id, "quiz_id": quiz_id}).one_or_none()
    return Plan(*row) if row else Plan()


def list_duties(course_id: str) -> list[Duty]:
    """Return who marks what in a course at present, who was asked first first."""
    rows: Iterable[Any] = read(_duties, {"course_id": course_id})
    return [Duty(*row) for row in rows]


def find_draft(attempt_id: str, item_id: str, person_id: str) -> dict[str, Any] | None:
    """Return a person's half-done mark of an answer, or nothing."""
    values = {"attempt_id": attempt_id, "item_id": item_id, "person_id": person_id}
    details: dict[str, Any] | None = read(_draft, values).scalar_one_or_none()
    return details


def list_phrases(course_id: str, item_id: str) -> list[tuple[str, str]]:
    """Return the comments kept for a question, as (id, text), the oldest first."""
    values = {"course_id": course_id, "item_id": item_id}
    return [(row.id, row.text) for row in read(_phrases, values)]


def _answer_of(
    row: Any,  # noqa: ANN401 - what `_answers` selects
    marks: Sequence[MarkRow],
) -> Answer:
    attempt_id, item_id, version_id, candidate_id, finished_at = row
    return Answer(attempt_id, item_id, version_id, candidate_id, finished_at, marks)


def _versions(course_id: str) -> Sequence[str]:
    """Return the ids of a course's versions, the newest first."""
    return [row.id for row in content.list_versions(course_id)]


def _rubric_items(versions: Iterable[str]) -> set[str]:
    return {
        name
        for version_id in versions
        for name, question in content.get_items(version_id).items()
        if isinstance(question, RubricQuestion)
    }


def _by_answer(marks: Iterable[MarkRow]) -> dict[tuple[str, str], list[MarkRow]]:
    found: dict[tuple[str, str], list[MarkRow]] = defaultdict(list)
    for mark in marks:
        found[mark.attempt_id, mark.item_id].append(mark)
    return found
