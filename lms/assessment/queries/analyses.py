"""Reads for item analyses: the attempts that one is of, and the analyses that were made.

Nobody is named here; what is kept was reckoned over five people or more.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlalchemy import bindparam, func, select

from lms.assessment.analysis.findings import Analysis
from lms.assessment.models import Attempt, ItemAnalysis, Mark, Response
from lms.assessment.queries.marks import rank
from lms.assessment.rules import AnalysedRow, AnalysisWish, read_wish
from lms.assessment.rules.exports import SatRow
from lms.content.models import Edition
from lms.kit.db import read

# The rows of so many attempts are in memory at once.
AT_ONCE = 500

# The mark that counts comes last, and so does the answer that was made last. A question that was
# left out of the results is looked at by the marks that it had.
_marks = (
    select(Mark.attempt_id, Mark.item_id, Mark.numerator, Mark.denominator)
    .where(Mark.attempt_id.in_(bindparam("ids", expanding=True)), Mark.is_left_out.is_(False))
    .order_by(rank, Mark.seq)
)
_made_at = func.coalesce(Response.made_at, Response.at, type_=Response.at.type)
_responses = (
    select(Response.attempt_id, Response.item_id, Response.value, _made_at, Edition.language)
    .join(Edition, Edition.id == Response.edition_id)
    .where(Response.attempt_id.in_(bindparam("ids", expanding=True)), Response.is_late.is_(False))
    .order_by(_made_at, Response.revision, Response.seq)
)

# What is released was finished: a constraint of the table says so.
_sat = select(
    Attempt.id, Attempt.number, Attempt.finished_at, Attempt.is_passed, Attempt.form
).where(Attempt.id.in_(bindparam("ids", expanding=True)))


def list_analysed(
    version_ids: Collection[str], activity_id: str, wish: AnalysisWish
) -> list[AnalysedRow]:
    """Return the attempts with a result that a wish asks for, in the order of their finish.

    A day begins and ends in UTC.
    """
    statement = select(
        Attempt.id, Attempt.person_id, Attempt.version_id, Attempt.language, Attempt.started_at,
        Attempt.points,
    ).where(
        Attempt.version_id.in_(version_ids),
        Attempt.activity_id == activity_id,
        Attempt.released_at.is_not(None),
    )  # fmt: skip
    if wish.languages:
        statement = statement.where(Attempt.language.in_(wish.languages))
    if wish.begin:
        start = datetime.combine(wish.begin, time(), UTC)
        statement = statement.where(Attempt.finished_at >= start)
    if wish.end:
        end = datetime.combine(wish.end, time(), UTC) + timedelta(days=1)
        statement = statement.where(Attempt.finished_at < end)
    # What is released has its points: a constraint of the table says so.
    ordered: Any = statement.order_by(Attempt.finished_at, Attempt.id)
    return [AnalysedRow(*row) for row in read(ordered)]


def iter_chunks(attempts: Sequence[AnalysedRow]) -> Iterator[tuple[Any, Any]]:
    """Yield the marks and the answers in time of some attempts after others, in their order."""
    for start in range(0, len(attempts), AT_ONCE):
        ids = [row.attempt_id for row in attempts[start : start + AT_ONCE]]
        yield read(_marks, {"ids": ids}), read(_responses, {"ids": ids})


def iter_sat(attempts: Sequence[AnalysedRow]) -> Iterator[SatRow]:
    """Yield what else is told of some attempts."""
    for start in range(0, len(attempts), AT_ONCE):
        ids = [row.attempt_id for row in attempts[start : start + AT_ONCE]]
        rows: Any = read(_sat, {"ids": ids})
        yield from (SatRow(*row) for row in rows)


@dataclass(frozen=True, slots=True)
class AnalysisRow:
    """An analysis that was made: of what, by whom, when, and what it found."""

    id: str
    course_id: str
    version_id: str
    activity_id: str
    wish: AnalysisWish
    attempts: int
    found: Analysis
    workbook_hash: str
    asked_by: str | None
    made_at: datetime


_columns = (
    ItemAnalysis.id, ItemAnalysis.course_id, ItemAnalysis.version_id, ItemAnalysis.activity_id,
    ItemAnalysis.wish, ItemAnalysis.attempts, ItemAnalysis.found, ItemAnalysis.workbook_hash,
    ItemAnalysis.asked_by, ItemAnalysis.made_at,
)  # fmt: skip
_by_id = select(*_columns).where(ItemAnalysis.id == bindparam("id"))
_of_course = (
    select(*_columns)
    .where(ItemAnalysis.course_id == bindparam("course_id"))
    .order_by(ItemAnalysis.made_at.desc(), ItemAnalysis.id)
    .limit(bindparam("most"))
)
_whole = (
    select(*_columns)
    .where(ItemAnalysis.version_id == bindparam("version_id"), ItemAnalysis.is_whole.is_(True))
    .order_by(ItemAnalysis.made_at)
)


def _row(row: Any) -> AnalysisRow:  # noqa: ANN401 - a row of ten columns
    values: Mapping[str, Any] = row._mapping
    kept = {"wish": read_wish(row.wish), "found": Analysis.model_validate(row.found)}
    return AnalysisRow(**{**values, **kept})


def find_analysis(analysis_id: str) -> AnalysisRow | None:
    """Return an analysis, or nothing where it is not made (yet)."""
    row = read(_by_id, {"id": analysis_id}).one_or_none()
    return _row(row) if row else None


def list_analyses(course_id: str, most: int) -> list[AnalysisRow]:
    """Return the newest analyses of a course, the newest first."""
    return [_row(row) for row in read(_of_course, {"course_id": course_id, "most": most})]


def get_whole_analyses(version_id: str) -> dict[str, AnalysisRow]:
    """Return, by activity, the newest analysis of everybody's first attempt in a version."""
    return {row.activity_id: _row(row) for row in read(_whole, {"version_id": version_id})}
