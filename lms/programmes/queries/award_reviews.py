"""Reads of doubts about awards: those of an award, of a cohort, of a participant.

What changed, and by whom, is read in `award_causes`.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from lms.kit.db import read
from lms.programmes.models import Award, AwardReview, Participation
from lms.programmes.rules.reviews import ReviewRow

_review: Any = select(
    AwardReview.id,
    AwardReview.award_id,
    AwardReview.figures,
    AwardReview.opened_at,
    AwardReview.decision,
    AwardReview.reason,
    AwardReview.decided_by,
    AwardReview.decided_at,
)
# The last one opened is the last: there is one open at most.
_order = (AwardReview.opened_at, AwardReview.id)


def find_review(review_id: str) -> ReviewRow | None:
    """Return one doubt, or nothing."""
    row = read(_review.where(AwardReview.id == review_id)).one_or_none()
    return ReviewRow(*row) if row else None


def list_newest(award_ids: Sequence[str]) -> dict[str, ReviewRow]:
    """Return the last doubt about each of these awards, by award."""
    rows = read(_review.where(AwardReview.award_id.in_(award_ids)).order_by(*_order))
    return {row.award_id: ReviewRow(*row) for row in rows}


def list_of_cohort(cohort_id: str) -> list[ReviewRow]:
    """Return all doubts about awards of a cohort, the open ones first, then the newest."""
    query = (
        _review.join(Award, Award.id == AwardReview.award_id)
        .join(Participation, Participation.id == Award.participation_id)
        .where(Participation.cohort_id == cohort_id)
        .order_by(AwardReview.decided_at.is_not(None), AwardReview.opened_at.desc(), AwardReview.id)
    )
    return [ReviewRow(*row) for row in read(query)]


def count_open(cohort_id: str) -> int:
    """Return how many doubts of a cohort wait for a decision."""
    query = (
        select(func.count())
        .select_from(AwardReview)
        .join(Award, Award.id == AwardReview.award_id)
        .join(Participation, Participation.id == Award.participation_id)
        .where(Participation.cohort_id == cohort_id, AwardReview.decided_at.is_(None))
    )
    return read(query).scalar_one()
