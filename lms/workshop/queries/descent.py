"""Reads of the lineage of questions: from which one each was copied, and which were from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from lms.kit.db import read
from lms.workshop.library.reading import State
from lms.workshop.models import QuestionLineage

_L = QuestionLineage
# So many ancestors are told; nobody copies a copy more often.
MOST_ANCESTORS = 10


@dataclass(frozen=True, slots=True)
class Descent:
    """From what a question was copied; `taken` is what that said then, of which hash."""

    course_id: str
    question_id: str
    origin_course_id: str
    origin_question_id: str
    origin_state: State
    origin_version: int | None
    origin_hash: str
    copy_hash: str
    taken: Mapping[str, Any]
    at: datetime


_columns = select(
    _L.course_id, _L.question_id, _L.origin_course_id, _L.origin_question_id, _L.origin_state,
    _L.origin_version, _L.origin_hash, _L.copy_hash, _L.taken, _L.created_at,
)  # fmt: skip


def find_descent(course_id: str, question_id: str) -> Descent | None:
    """Return from what a question was copied or last renewed, or nothing."""
    query = (
        _columns.where(_L.course_id == course_id, _L.question_id == question_id)
        .order_by(_L.seq.desc())
        .limit(1)
    )
    row = read(query).one_or_none()
    return _descent(row) if row else None


def _descent(row: Any) -> Descent:  # noqa: ANN401 - a row of ten columns
    return Descent(*row)


def list_ancestors(course_id: str, question_id: str) -> list[Descent]:
    """Return the way back to the first original, the nearest first."""
    found: list[Descent] = []
    seen = {(course_id, question_id)}
    while len(found) < MOST_ANCESTORS:
        one = find_descent(course_id, question_id)
        if one is None:
            break
        found.append(one)
        course_id, question_id = one.origin_course_id, one.origin_question_id
        if (course_id, question_id) in seen:
            break
        seen.add((course_id, question_id))
    return found


def list_copies(course_id: str, question_id: str) -> list[Descent]:
    """Return the questions that were copied from one, the newest first."""
    newest = (
        select(func.max(_L.seq))
        .where(_L.origin_course_id == course_id, _L.origin_question_id == question_id)
        .group_by(_L.course_id, _L.question_id)
    )
    return [
        _descent(row) for row in read(_columns.where(_L.seq.in_(newest)).order_by(_L.seq.desc()))
    ]
