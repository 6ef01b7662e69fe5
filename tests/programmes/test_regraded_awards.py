"""A question put right in an examination reaches the awards that rest on it."""

import copy

import pytest

from lms.programmes.queries import award_reviews, curricula
from tests import cast
from tests.assessment import courses
from tests.assessment.test_regrading import REASON, course, regrade, sit, unanswered
from tests.programmes import factories

__all__ = ["course"]


@pytest.fixture
def examined(course, hub):
    """Return what founds a place of Amina's in a programme that asks for points in the exam."""

    def found(points: int, activity: str = "exam"):
        part = {"id": "exam", "type": "exam", "course": courses.SLUG, "activity": activity,
                "points": points}  # fmt: skip
        definition = copy.deepcopy(factories.DEFINITION) | {
            "requirements": [part], "recertification": None,
        }  # fmt: skip
        cohort = factories.add_cohort(factories.add_programme(hub, definition=definition))
        return factories.add_participation(factories.add_nomination(cohort))

    return found


def kinds() -> set[str]:
    return {award.kind for award in curricula.list_awards(cast.id_of("amina"))}


def test_points_that_are_credited_give_the_award(examined, browse, run_jobs):
    examined(80)
    attempt_id = sit(browse, "amina", 4)
    run_jobs()
    assert kinds() == set()
    regrade(browse, run_jobs, unanswered(attempt_id))
    run_jobs()
    assert kinds() == {"participation"}


def test_another_key_puts_the_award_before_who_decides_with_who_and_why(examined, browse, run_jobs):
    place = examined(100, "drill")
    attempt_id = sit(browse, "amina", 12, "drill")
    run_jobs()
    assert kinds() == {"participation"}
    item_id = next(
        question.id for _, question in courses.paper_of(attempt_id) if question.type == "single"
    )
    regrade(browse, run_jobs, item_id, "key", key=["other"])
    run_jobs()
    assert kinds() == {"participation"}
    (review,) = award_reviews.list_of_cohort(place.cohort_id)
    page = browse("ines").get(f"/admin/cohorts/{place.cohort_id}/awards/{review.id}").text
    for words in (REASON, "Bruno", "91%", "100%"):
        assert words in page, words
    regrade(browse, run_jobs, item_id, "key", key=["right-choice"])
    run_jobs()
    (review,) = award_reviews.list_of_cohort(place.cohort_id)
    assert review.decision == "settled"
