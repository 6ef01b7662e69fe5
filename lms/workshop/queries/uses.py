"""Reads of how questions did: what was counted of them, and what there is to count.

Papers and marks are of a room above, which counts them through `ask_for_uses`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from lms.content.models import Version
from lms.kit.db import read
from lms.workshop.library.figures import Use
from lms.workshop.models import QuestionUse, VersionCount

Marks = Callable[[], Mapping[str, str]]
Uses = Callable[[str], Sequence[Use]]
_askers: list[tuple[Marks, Uses]] = []

_COLUMNS = (
    QuestionUse.activity_id, QuestionUse.question_id, QuestionUse.papers, QuestionUse.of_papers,
    QuestionUse.answers, QuestionUse.people, QuestionUse.facility, QuestionUse.omitted,
    QuestionUse.discrimination, QuestionUse.alpha, QuestionUse.analysis_id, QuestionUse.is_sat,
)  # fmt: skip
_of_course = select(QuestionUse.hash, *_COLUMNS).where(
    QuestionUse.course_id == bindparam("course_id")
)
_of_question = (
    select(Version.number, VersionCount.counted_at, QuestionUse.hash, *_COLUMNS)
    .join(Version, Version.id == QuestionUse.version_id)
    .join(VersionCount, VersionCount.version_id == QuestionUse.version_id)
    .where(
        QuestionUse.course_id == bindparam("course_id"),
        QuestionUse.question_id == bindparam("question_id"),
    )
    .order_by(Version.number.desc(), QuestionUse.activity_id)
)


@dataclass(frozen=True, slots=True)
class VersionUse:
    """How a question did in one version, when that was counted, and its hash there."""

    version_number: int
    counted_at: datetime
    hash: str
    use: Use


def ask_for_uses(marks: Marks, uses: Uses) -> None:
    """Let `uses(version_id)` count how questions did.

    `marks()` gives, by version, what changes whenever there is more to count.
    """
    if (marks, uses) not in _askers:
        _askers.append((marks, uses))


def list_uncounted() -> dict[str, str]:
    """Return the versions of which there is more to count than was counted, each with its mark."""
    marks = {version: mark for ask, _uses in _askers for version, mark in ask().items()}
    counted = dict(read(select(VersionCount.version_id, VersionCount.mark)).all())
    return {version: mark for version, mark in marks.items() if counted.get(version) != mark}


def count_uses(version_id: str) -> list[Use]:
    """Return how the questions of a version did in each of its quizzes."""
    return [use for _marks, uses in _askers for use in uses(version_id)]


def list_uses(course_id: str) -> list[tuple[str, Use]]:
    """Return what was counted of a course's questions, each with its hash."""
    return [(row.hash, Use(*row[1:])) for row in read(_of_course, {"course_id": course_id})]


def list_uses_of(course_id: str, question_id: str) -> list[VersionUse]:
    """Return what was counted of one question, the newest version first."""
    rows = read(_of_question, {"course_id": course_id, "question_id": question_id})
    return [VersionUse(number, at, of, Use(*rest)) for number, at, of, *rest in rows]
