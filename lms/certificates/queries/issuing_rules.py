"""How the certificates of a course or a programme are issued, and what was decided about people.

What follows of it is said in `rules.issuing`.
"""

from collections.abc import Collection, Iterator

from sqlalchemy import select

from lms.certificates.models import IssueDecision, IssuingRule
from lms.certificates.rules.issuing import Decision, Mode
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


def lock_rule(*, course_id: str | None, programme_id: str | None) -> None:
    """Keep others from deciding by the rule of a course or a programme until the commit."""
    is_of = (
        IssuingRule.course_id == course_id
        if course_id is not None
        else IssuingRule.programme_id == programme_id
    )
    read(select(IssuingRule.mode).where(is_of).with_for_update()).all()


def list_modes() -> dict[str, Mode]:
    """Return every rule there is, by the id of its course or programme."""
    query = select(IssuingRule.course_id, IssuingRule.programme_id, IssuingRule.mode)
    return {row.course_id or row.programme_id: row.mode for row in read(query)}


def list_decisions(subject_ids: Collection[str]) -> dict[tuple[str, str], Decision]:
    """Return the newest decisions about completions or awards.

    The keys are the id of the completion or the award, and the kind.
    """
    found: dict[tuple[str, str], Decision] = {}
    for some in chunks(subject_ids):
        query = (
            select(
                IssueDecision.completion_id,
                IssueDecision.award_id,
                IssueDecision.kind,
                IssueDecision.seq,
                IssueDecision.is_approved,
                IssueDecision.reason,
                IssueDecision.decided_by,
            )
            .where(IssueDecision.completion_id.in_(some) | IssueDecision.award_id.in_(some))
            .order_by(IssueDecision.seq)
        )
        for row in read(query):
            decision = Decision(row.seq, row.is_approved, row.reason, row.decided_by)
            found[str(row.completion_id or row.award_id), row.kind] = decision
    return found


def chunks(ids: Collection[str]) -> Iterator[list[str]]:
    """Return ids in groups that a statement of any database takes."""
    wanted = list(ids)
    for start in range(0, len(wanted), _MOST_AT_ONCE):
        yield wanted[start : start + _MOST_AT_ONCE]
