"""Who may see a doubt about an award, and who decides it: those who run the cohort, its manager.

Nobody decides about their own award: that is said by the service.
"""

from dataclasses import dataclass

from lms.kit.actor import Actor
from lms.kit.errors import NotAllowed, NotVisible
from lms.programmes import policy
from lms.programmes.policy import CohortDesk
from lms.programmes.queries import award_reviews, curricula, participations
from lms.programmes.rules.reviews import ReviewRow
from lms.programmes.rules.rows import AwardRow


@dataclass(frozen=True, slots=True)
class ReviewDesk:
    """A doubt about an award, as somebody stands to it who runs the cohort."""

    desk: CohortDesk
    review: ReviewRow
    award: AwardRow


def load_review_for(actor: Actor, cohort_id: str, review_id: str) -> ReviewDesk:
    """Return a doubt of a cohort that the actor runs; raise `NotVisible`, `NotAllowed`."""
    desk = policy.load_run_cohort_for(actor, cohort_id)
    review = award_reviews.find_review(review_id)
    if review is None:
        raise NotVisible
    award = curricula.list_awards_by_id([review.award_id])[review.award_id]
    place = participations.find_participation(award.participation_id or "")
    if place is None or place.cohort_id != cohort_id:
        raise NotVisible
    return ReviewDesk(desk, review, award)


def load_decided_review_for(actor: Actor, cohort_id: str, review_id: str) -> ReviewDesk:
    """Return one that the actor decides, as manager; raise `NotVisible`, `NotAllowed`."""
    found = load_review_for(actor, cohort_id, review_id)
    if not found.desk.is_manager:
        raise NotAllowed
    return found
