"""The pages of those who mark: the queue by question, one answer after the other, and who marks.

What is decided on the way stands in `policy`, `services` and `rules`.
"""

from typing import Any

from lms.assessment import policy, queries, rules, services
from lms.assessment.forms.marking import DutyForm, MarkForm, PlanForm
from lms.assessment.queries import Desk, SheetPage
from lms.assessment.queries.appeal_pages import get_quiz_row
from lms.assessment.rules import Sheet
from lms.assessment.rules.plans import ROLE_NAMES
from lms.assessment.views.door import room
from lms.content import queries as content
from lms.kit.errors import DomainError, Invalid
from lms.kit.i18n import N_, Text, formats
from lms.web.errors import wants_json
from lms.web.forms import complain_at
from lms.web.locale import current_language
from lms.web.policies import has_role
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer as Page
from lms.web.room import Visit

trainer = has_role("trainer")
QUIZ = "/teach/<slug:slug>/marking/<slug:quiz_id>"
ANSWER = f"{QUIZ}/<slug:item_id>/<id:attempt_id>"


@room.get("/teach/<slug:slug>/marking", policy=trainer)
def list_marking(visit: Visit[None], slug: str) -> Page:
    course, only = policy.load_marking_for(visit.actor, slug)
    language = current_language()
    return render(
        "assessment/list_marking.html",
        outline=content.get_outline(str(course.newest_version_id), language),
        quizzes=queries.list_quiz_rows(course, language, only),
    )


@room.get(QUIZ, policy=trainer)
def show_marking(visit: Visit[None], slug: str, quiz_id: str) -> Page:
    desk = policy.load_desk_for(visit.actor, slug, quiz_id)
    return _desk(visit, desk, PlanForm.of(desk.plan), DutyForm())


@room.post(f"{QUIZ}/plan", policy=trainer, form=PlanForm)
def change_plan(visit: Visit[PlanForm], slug: str, quiz_id: str) -> Page:
    desk = policy.load_managed_desk_for(visit.actor, slug, quiz_id)
    if visit.problems:
        return _desk(visit, desk, visit.form, DutyForm()), 422
    services.change_plan(visit.actor, visit.now, desk, visit.form.plan)
    notify("success", N_("Kept."))
    return redirect_to("assessment.show_marking", slug=slug, quiz_id=quiz_id)


@room.post(f"{QUIZ}/duties", policy=trainer, form=DutyForm)
def assign_duty(visit: Visit[DutyForm], slug: str, quiz_id: str) -> Page:
    desk, form = policy.load_managed_desk_for(visit.actor, slug, quiz_id), visit.form
    if visit.problems:
        return _desk(visit, desk, PlanForm.of(desk.plan), form), 422
    try:
        services.assign_duty(visit.actor, visit.now, desk, str(form.email.data), form.duty)
    except Invalid as problem:
        complain_at(form.email, problem.message)
        return _desk(visit, desk, PlanForm.of(desk.plan), form), 422
    notify("success", N_("Asked. A mail goes out."))
    return redirect_to("assessment.show_marking", slug=slug, quiz_id=quiz_id)


@room.post(f"{QUIZ}/duties/<id:duty_id>/end", policy=trainer)
def end_duty(visit: Visit[None], slug: str, quiz_id: str, duty_id: str) -> Page:
    desk = policy.load_managed_desk_for(visit.actor, slug, quiz_id)
    services.end_duty(visit.actor, visit.now, desk, duty_id)
    notify("success", N_("Taken back. The marks given stay."))
    return redirect_to("assessment.show_marking", slug=slug, quiz_id=quiz_id)


@room.post(f"{QUIZ}/release", policy=trainer)
def release_results(visit: Visit[None], slug: str, quiz_id: str) -> Page:
    desk = policy.load_managed_desk_for(visit.actor, slug, quiz_id)
    count = services.start_release(visit.actor, visit.now, desk)
    said = N_("Results on their way out: %(count)s. Each candidate gets a mail.")
    notify("success", said, count=count)
    return redirect_to("assessment.show_marking", slug=slug, quiz_id=quiz_id)


@room.get(f"{QUIZ}/<slug:item_id>", policy=trainer)
def mark_next(visit: Visit[None], slug: str, quiz_id: str, item_id: str) -> Page:
    desk = policy.load_desk_for(visit.actor, slug, quiz_id)
    queue = queries.list_queue(visit.actor, desk, item_id)
    if not queue:
        return redirect_to("assessment.show_marking", slug=slug, quiz_id=quiz_id)
    return redirect_to(
        "assessment.show_answer", slug=slug, quiz_id=quiz_id, item_id=item_id,
        attempt_id=queue[0].attempt_id,
    )  # fmt: skip


@room.get(ANSWER, policy=trainer)
def show_answer(visit: Visit[None], slug: str, quiz_id: str, item_id: str, attempt_id: str) -> Page:
    desk, answer = policy.load_answer_for(visit.actor, slug, quiz_id, item_id, attempt_id)
    page = queries.get_sheet_page(visit.actor, desk, answer)
    return _answer(page, MarkForm(data={"comment": page.sheet.comment}))


@room.post(ANSWER, policy=trainer, form=MarkForm)
def give_mark(
    visit: Visit[MarkForm], slug: str, quiz_id: str, item_id: str, attempt_id: str
) -> Page:
    desk, answer = policy.load_answer_for(visit.actor, slug, quiz_id, item_id, attempt_id)
    page, form = queries.get_sheet_page(visit.actor, desk, answer), visit.form
    sheet = form.sheet(page.rubric, page.written, dict(page.phrases))
    if not visit.problems and (wants_json() or form.act.data == "draft"):
        return _keep_draft(visit, page, sheet)
    problem = rules.find_gap(page.rubric, sheet, page.is_change, form.why)
    if visit.problems or problem is not None:
        return _answer(queries.get_sheet_page(visit.actor, desk, answer, sheet), form, problem), 422
    services.give_mark(visit.actor, visit.now, desk, answer, sheet, form.why)
    if form.is_kept.data:
        services.keep_phrase(visit.actor, visit.now, desk.course.id, item_id, sheet.comment)
    notify("success", N_("Marked."))
    return redirect_to("assessment.mark_next", slug=slug, quiz_id=quiz_id, item_id=item_id)


def _desk(visit: Visit[Any], desk: Desk, plan: PlanForm, duty: DutyForm) -> str:
    page = queries.get_desk_page(visit.actor, desk, current_language())
    return render(
        "assessment/show_marking.html",
        page=page,
        grounds=queries.get_grounds(page.outline, desk.versions, desk.quiz_id),
        plan=plan,
        duty=duty,
        roles=ROLE_NAMES,
        appeals=get_quiz_row(desk, visit.now),
    )


def _answer(page: SheetPage, form: MarkForm, problem: DomainError | None = None) -> str:
    return render("assessment/show_answer.html", page=page, form=form, problem=problem)


def _keep_draft(visit: Visit[MarkForm], page: SheetPage, sheet: Sheet) -> Page:
    services.keep_draft(visit.now, page.answer, visit.actor.person_id or "", sheet)
    if not wants_json():
        notify("success", N_("Kept. It counts for nothing until you mark."))
        return redirect_to(
            "assessment.show_marking", slug=page.desk.course.slug, quiz_id=page.desk.quiz_id
        )
    language = current_language()
    saved_at = formats(language).time(visit.now, visit.actor.time_zone)
    message = Text("Saved at %(time)s.", time=saved_at)
    return {"saved_at": saved_at, "message": message.in_language(language)}
