"""How the certificates of a course or a programme are issued, and what was decided about people.

What follows of it is said in `rules.issuing`.
"""

from collections.abc import Collection, Iterator

from sqlalchemy import select

from lms.certificates.models import IssueDecision, IssuingRule
from lms.certificates.rules.issuing import Mode
from lms.kit.db import read

# SQLite takes no more values in one statement than 32,766.
_MOST_AT_ONCE = 10_000


def find_mode(*, course_id: str | None = None, programme_id: str | None = None) -> Mode:
    """Return how certificates of a course or a programme are issued; on request by default."""
    query = select(IssuingRule.mode)
    if course_id is not None:
        query = query.where(IssuingRule.course_id == course_id)
    else:
        query = query.where(IssuingRule.programme_id == programme_id)
    mode: Mode | None = read(query).scalar_one_or_none()  # type: ignore[assignment]  # the table's check names the three
    return mode or "requested"


def list_modes() -> dict[str, Mode]:
    """Return every rule there is, by the id of its course or programme."""
    query = select(IssuingRule.course_id, IssuingRule.programme_id, IssuingRule.mode)
    return {row.course_id or row.programme_id: row.mode for row in read(query)}


def list_decisions(subject_ids: Collection[str]) -> dict[tuple[str, str], tuple[bool, str]]:
    """Return the newest decisions about completions or awards, with their reasons.

    The keys are the id of the completion or the award, and the kind.
    """
    found: dict[tuple[str, str], tuple[bool, str]] = {}
    for some in chunks(subject_ids):
        query = (
            select(
                IssueDecision.completion_id,
                IssueDecision.award_id,
                IssueDecision.kind,
                IssueDecision.is_approved,
                IssueDecision.reason,
            )
            .where(IssueDecision.completion_id.in_(some) | IssueDecision.award_id.in_(some))
            .order_by(IssueDecision.seq)
        )
        for row in read(query):
            subject_id = str(row.completion_id or row.award_id)
            found[subject_id, row.kind] = (row.is_approved, row.reason)
    return found


def chunks(ids: Collection[str]) -> Iterator[list[str]]:
    """Return ids in groups that a statement of any database takes."""
    wanted = list(ids)
    for start in range(0, len(wanted), _MOST_AT_ONCE):
        yield wanted[start : start + _MOST_AT_ONCE]
