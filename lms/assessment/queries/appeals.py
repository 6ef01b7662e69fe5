"""Reads of appeals: of one result, of a quiz or a course, and who had a part in what.

What the pages show of them is put together in `appeal_pages`.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import bindparam, select

from lms.assessment.models import (
    Appeal,
    AppealItem,
    Attempt,
    Mark,
    MarkingPlan,
    PaperItem,
    Regrade,
)
from lms.assessment.rules import AttemptRow, Plan
from lms.assessment.rules.appeals import AppealedItem, AppealRow, Involved
from lms.content import queries as content
from lms.content.models import Version
from lms.kit.db import read
from lms.kit.errors import NotVisible

_appeals = select(
    Appeal.id,
    Appeal.attempt_id,
    Attempt.person_id,
    Attempt.version_id,
    Attempt.quiz_id,
    Appeal.status,
    Appeal.is_whole,
    Appeal.reason,
    Appeal.asked_at,
    Appeal.ended_at,
    Appeal.decided_by,
    Appeal.answer,
    Appeal.points_before,
    Appeal.points_after,
).join(Attempt, Attempt.id == Appeal.attempt_id)
_of_attempt = _appeals.where(Appeal.attempt_id == bindparam("id")).order_by(
    Appeal.asked_at.desc(), Appeal.id
)
_by_id = _appeals.where(Appeal.id == bindparam("id"))
# The open ones first, the oldest of them at the top; then what ended last.
_of_course = _appeals.where(Attempt.version_id.in_(bindparam("versions", expanding=True))).order_by(
    Appeal.ended_at.is_not(None), Appeal.ended_at.desc(), Appeal.asked_at, Appeal.id
)
_open = (
    _appeals.join(Version, Version.id == Attempt.version_id)
    .add_columns(Version.course_id)
    .where(
        Version.course_id.in_(bindparam("courses", expanding=True)),
        Attempt.quiz_id.in_(bindparam("quizzes", expanding=True)),
        Appeal.status == "open",
    )
)
_items = (
    select(AppealItem.item_id, AppealItem.answer, AppealItem.mark_seq)
    .join(
        PaperItem,
        (PaperItem.attempt_id == AppealItem.attempt_id) & (PaperItem.item_id == AppealItem.item_id),
    )
    .where(AppealItem.appeal_id == bindparam("id"))
    .order_by(PaperItem.position)
)
_days = (
    select(MarkingPlan.appeal_days)
    .join(Version, Version.course_id == MarkingPlan.course_id)
    .where(Version.id == bindparam("version_id"), MarkingPlan.quiz_id == bindparam("quiz_id"))
)
_markers = (
    select(Mark.attempt_id, Mark.person_id)
    .where(Mark.attempt_id.in_(bindparam("ids", expanding=True)), Mark.person_id.is_not(None))
    .distinct()
)
# Also who decided on a question and changed no mark by it.
_regraders = (
    select(PaperItem.attempt_id, Regrade.person_id)
    .join(Attempt, Attempt.id == PaperItem.attempt_id)
    .join(
        Regrade,
        (Regrade.version_id == Attempt.version_id) & (Regrade.item_id == PaperItem.item_id),
    )
    .where(PaperItem.attempt_id.in_(bindparam("ids", expanding=True)))
    .where(Regrade.person_id.is_not(None))
    .distinct()
)


def list_appeals(attempt_id: str) -> list[AppealRow]:
    """Return the appeals against one result, the newest first."""
    return [_appeal(row) for row in read(_of_attempt, {"id": attempt_id})]


def get_appeal(appeal_id: str) -> AppealRow:
    """Return an appeal, whoever's it is; raise `NotVisible` where there is none."""
    row = read(_by_id, {"id": appeal_id}).one_or_none()
    if row is None:
        raise NotVisible
    return _appeal(row)


def list_course_appeals(course_id: str) -> list[AppealRow]:
    """Return the appeals against results of a course: the open ones, the oldest first, then all."""
    versions = [row.id for row in content.list_versions(course_id)]
    return [_appeal(row) for row in read(_of_course, {"versions": versions})]


def list_open(courses: Sequence[str], quizzes: Sequence[str]) -> list[tuple[str, AppealRow]]:
    """Return the open appeals against results of quizzes, each with the id of its course."""
    rows: Iterable[Any] = read(_open, {"courses": courses, "quizzes": quizzes})
    return [(course_id, AppealRow(*row)) for *row, course_id in rows]


def _appeal(row: Any) -> AppealRow:  # noqa: ANN401 - so many columns have no type
    return AppealRow(*row)


def list_items(appeal_id: str) -> list[AppealedItem]:
    """Return the questions that an appeal is about, in the order of the paper."""
    rows: Iterable[Any] = read(_items, {"id": appeal_id})
    return [AppealedItem(*row) for row in rows]


def get_days(attempt: AttemptRow) -> int:
    """Return for how many days from its release an appeal against a result is taken."""
    values = {"version_id": attempt.version_id, "quiz_id": attempt.quiz_id}
    days = read(_days, values).scalar_one_or_none()
    return Plan().appeal_days if days is None else days


def get_involved(course_id: str, appeals: Sequence[AppealRow]) -> dict[str, Involved]:
    """Return who had a part in the results that appeals of a course are against, by attempt."""
    authors = content.list_authors(course_id)
    return involve([(appeal, authors) for appeal in appeals])


def involve(appeals: Sequence[tuple[AppealRow, frozenset[str]]]) -> dict[str, Involved]:
    """Return who had a part in results, by attempt; each appeal comes with its course's authors."""
    ids = {"ids": sorted({appeal.attempt_id for appeal, _authors in appeals})}
    markers = _by_attempt(read(_markers, ids)) if appeals else {}
    regraders = _by_attempt(read(_regraders, ids)) if appeals else {}
    nobody: frozenset[str] = frozenset()
    return {
        appeal.attempt_id: Involved(
            candidate_id=appeal.person_id,
            markers=markers.get(appeal.attempt_id, nobody),
            regraders=regraders.get(appeal.attempt_id, nobody),
            authors=authors,
        )
        for appeal, authors in appeals
    }


def _by_attempt(rows: Iterable[Any]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for attempt_id, person_id in rows:
        found[attempt_id].add(person_id)
    return {attempt_id: frozenset(people) for attempt_id, people in found.items()}
