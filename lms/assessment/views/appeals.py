"""Appeals: a candidate's own, the lists of a course and a quiz, the decision, and who decides.

What is decided on the way stands in `policy`, `services` and `rules`.
"""

from collections.abc import Mapping
from typing import Any

from lms.assessment import policy, services
from lms.assessment.forms.appeals import (
    AppealForm,
    DeciderForm,
    DecisionForm,
    PageForm,
)
from lms.assessment.queries import Desk, appeal_pages
from lms.assessment.queries import appeals as rows
from lms.assessment.queries.appeal_pages import AppealPage
from lms.assessment.rules.appeals import DAYS_TO_ANSWER, AppealEnded, find_problem
from lms.assessment.services import appeals
from lms.assessment.views.door import room
from lms.content import queries as content
from lms.kit.errors import Invalid
from lms.kit.i18n import N_
from lms.web.forms import complain_at
from lms.web.listing import ROWS_PER_PAGE, Page, page_number
from lms.web.locale import current_language
from lms.web.policies import has_role, signed_in
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit

decider = has_role("administrator", "trainer")
OWN = "/learn/attempts/<id:attempt_id>/appeal"
QUIZ = "/teach/<slug:slug>/appeals/<slug:quiz_id>"
APPEAL = f"{QUIZ}/<id:appeal_id>"

# ── The candidate ───────────────────────────────────────────────────────────


@room.get(OWN, policy=signed_in)
def show_own_appeal(visit: Visit[None], attempt_id: str) -> Answer:
    return _own(visit, attempt_id, AppealForm())


@room.post(OWN, policy=signed_in, form=AppealForm)
def make_appeal(visit: Visit[AppealForm], attempt_id: str) -> Answer:
    attempt, form = policy.load_attempt_for(visit.actor, attempt_id), visit.form
    if visit.problems:
        return _own(visit, attempt_id, form), 422
    appeals.make_appeal(visit.actor, visit.now, attempt.id, form.places, str(form.reason.data))
    notify("success", N_("Your appeal is made. You are told by e-mail as soon as it is decided."))
    return redirect_to("assessment.show_own_appeal", attempt_id=attempt_id)


@room.post(f"{OWN}/withdraw", policy=signed_in)
def withdraw_appeal(visit: Visit[None], attempt_id: str) -> Answer:
    attempt = policy.load_attempt_for(visit.actor, attempt_id)
    appeals.withdraw_appeal(visit.actor, visit.now, attempt.id)
    notify("success", N_("Your appeal is withdrawn."))
    return redirect_to("assessment.show_own_appeal", attempt_id=attempt_id)


def _own(visit: Visit[Any], attempt_id: str, form: AppealForm) -> str:
    attempt = policy.load_attempt_for(visit.actor, attempt_id)
    page = appeal_pages.get_own_appeal_page(attempt, visit.now)
    return render("assessment/show_own_appeal.html", page=page, form=form, days=DAYS_TO_ANSWER)


# ── Those who decide, and those who say who does ────────────────────────────


@room.get("/teach/<slug:slug>/appeals", policy=decider)
def list_appeals(visit: Visit[None], slug: str) -> Answer:
    course, only = policy.load_appealed_course_for(visit.actor, slug)
    language = current_language()
    return render(
        "assessment/list_appeals.html",
        outline=content.get_outline(str(course.newest_version_id), language),
        quizzes=appeal_pages.list_course_rows(course, language, visit.now, only),
        is_manager=only is None,
        is_teaching=visit.actor.has_role("trainer", path=course.owner_path),
    )


@room.get(QUIZ, policy=decider, form=PageForm)
def show_appeals(visit: Visit[PageForm], slug: str, quiz_id: str) -> Answer:
    desk = policy.load_appeals_for(visit.actor, slug, quiz_id)
    return _list(visit, desk, DeciderForm(), page_number(visit.form.page.data))


@room.post(f"{QUIZ}/deciders", policy=decider, form=DeciderForm)
def assign_decider(visit: Visit[DeciderForm], slug: str, quiz_id: str) -> Answer:
    desk = policy.load_managed_appeals_for(visit.actor, slug, quiz_id)
    if visit.problems:
        return _list(visit, desk, visit.form), 422
    email = str(visit.form.email.data)
    try:
        services.assign_duty(visit.actor, visit.now, desk, email, "appeal")
    except Invalid as problem:
        complain_at(visit.form.email, problem.message)
        return _list(visit, desk, visit.form), 422
    notify("success", N_("Asked. A mail goes out."))
    return redirect_to("assessment.show_appeals", slug=slug, quiz_id=quiz_id)


@room.post(f"{QUIZ}/deciders/<id:duty_id>/end", policy=decider)
def end_decider(visit: Visit[None], slug: str, quiz_id: str, duty_id: str) -> Answer:
    desk = policy.load_managed_appeals_for(visit.actor, slug, quiz_id)
    appeals.end_decider(visit.actor, visit.now, desk, duty_id)
    notify("success", N_("Taken back. What was decided stays."))
    return redirect_to("assessment.show_appeals", slug=slug, quiz_id=quiz_id)


@room.get(APPEAL, policy=decider)
def show_appeal(visit: Visit[None], slug: str, quiz_id: str, appeal_id: str) -> Answer:
    desk, appeal, _ = policy.load_appeal_for(visit.actor, slug, quiz_id, appeal_id)
    page = appeal_pages.get_appeal_page(visit.actor, desk, appeal)
    return _appeal(page, DecisionForm())


@room.post(APPEAL, policy=decider, form=DecisionForm)
def decide_appeal(visit: Visit[DecisionForm], slug: str, quiz_id: str, appeal_id: str) -> Answer:
    desk, appeal, may_decide = policy.load_appeal_for(visit.actor, slug, quiz_id, appeal_id)
    if not may_decide:
        raise AppealEnded
    page, form = appeal_pages.get_appeal_page(visit.actor, desk, appeal), visit.form
    if visit.problems:
        return _appeal(page, form), 422
    decision, problems = form.decide(page.questions, current_language())
    problem = None if problems else find_problem(decision, page.counted, page.asked)
    if problems or problem is not None:
        # What somebody quicker decided is counted already: then nothing is wrong with this answer.
        if not rows.get_appeal(appeal.id).is_open:
            raise AppealEnded
        return _appeal(page, form, problems, problem), 422
    appeals.decide_appeal(visit.actor, visit.now, desk, appeal.id, decision)
    notify("success", N_("Decided. The candidate gets a mail."))
    return redirect_to("assessment.show_appeals", slug=slug, quiz_id=quiz_id)


def _list(visit: Visit[Any], desk: Desk, form: DeciderForm, number: int = 1) -> str:
    page = appeal_pages.get_appeals_page(visit.actor, desk, current_language(), visit.now)
    start = (number - 1) * ROWS_PER_PAGE
    shown = page.every[start : start + ROWS_PER_PAGE]
    return render(
        "assessment/show_appeals.html",
        page=page,
        listed=Page(shown, number, len(page.every)),
        form=form,
        days=DAYS_TO_ANSWER,
        is_teaching=visit.actor.has_role("trainer", path=desk.course.owner_path),
    )


def _appeal(
    page: AppealPage,
    form: DecisionForm,
    problems: Mapping[int, Invalid] | None = None,
    problem: Invalid | None = None,
) -> str:
    return render(
        "assessment/show_appeal.html",
        page=page,
        form=form,
        problems=problems or {},
        problem=problem,
    )
