"""Awards whose facts have changed: the list of a cohort, and deciding about one.

How such a doubt comes about is said in `rules.reviews`.
"""

from typing import Any

from lms.kit.errors import DomainError
from lms.kit.i18n import N_
from lms.programmes import award_policy, policy
from lms.programmes.award_policy import ReviewDesk
from lms.programmes.forms.award_reviews import DecideAwardForm
from lms.programmes.queries import review_pages
from lms.programmes.rules.reviews import DECISION_NAMES, KIND_NAMES
from lms.programmes.services import award_reviews
from lms.programmes.services.evaluation import ask_for_person
from lms.programmes.views.door import room
from lms.web.locale import current_language
from lms.web.policies import signed_in
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit

ALL = "/admin/cohorts/<id:cohort_id>/awards"
ONE = f"{ALL}/<id:review_id>"


@room.get(ALL, policy=signed_in)
def list_award_reviews(visit: Visit[None], cohort_id: str) -> Answer:
    desk = policy.load_run_cohort_for(visit.actor, cohort_id)
    return render(
        "programmes/list_award_reviews.html",
        desk=desk,
        lines=review_pages.list_lines(visit.actor, desk.cohort, current_language()),
        decision_names=DECISION_NAMES,
        kind_names=KIND_NAMES,
    )


def _page(visit: Visit[Any], found: ReviewDesk, form: DecideAwardForm) -> str:
    form.seen.data = found.review.mark
    page = review_pages.get_page(
        visit.actor, found.desk.cohort, found.review, found.award, current_language()
    )
    return render(
        "programmes/decide_award.html",
        desk=found.desk,
        page=page,
        form=form,
        is_own=found.award.person_id == visit.actor.person_id,
        decision_names=DECISION_NAMES,
        kind_names=KIND_NAMES,
    )


@room.get(ONE, policy=signed_in)
def show_award_review(visit: Visit[None], cohort_id: str, review_id: str) -> Answer:
    found = award_policy.load_review_for(visit.actor, cohort_id, review_id)
    return _page(visit, found, DecideAwardForm())


@room.post(ONE, policy=signed_in, form=DecideAwardForm)
def decide_award(visit: Visit[DecideAwardForm], cohort_id: str, review_id: str) -> Answer:
    found = award_policy.load_decided_review_for(visit.actor, cohort_id, review_id)
    form, award = visit.form, found.award
    if visit.problems:
        return _page(visit, found, form), 422
    try:
        award_reviews.decide(
            visit.actor, visit.now, found.desk.cohort, award, review_id,
            seen=str(form.seen.data), is_kept=form.decision.data == "kept",
            reason=str(form.reason.data),
        )  # fmt: skip
    except DomainError as error:
        form.refuse(error)
        return _page(visit, found, form), error.status
    # Other programmes may ask for this award.
    ask_for_person(award.person_id, visit.now)
    notify("success", N_("The decision is kept, and the participant is told."))
    return redirect_to("programmes.list_award_reviews", cohort_id=cohort_id)
