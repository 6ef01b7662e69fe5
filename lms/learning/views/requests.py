"""Requests to be taken into a course: a person's own, and the trainers' queue."""

from lms.kit.i18n import N_
from lms.learning import policy, queries, services
from lms.learning.forms import AskForm, DecisionForm
from lms.learning.views.catalogue import course_page
from lms.learning.views.door import room
from lms.web.locale import current_language
from lms.web.policies import has_role, signed_in
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit

trainer = has_role("trainer")

# ── Whoever asks ────────────────────────────────────────────────────────────


@room.post("/courses/<slug:slug>/ask", policy=signed_in, form=AskForm)
def ask_to_enrol(visit: Visit[AskForm], slug: str) -> Answer:
    course, form = policy.load_course_for(visit.actor, slug), visit.form
    if visit.problems:
        return course_page(visit.actor, course, form), 422
    services.ask_to_enrol(
        visit.actor, visit.now, course, form.language.data or "", form.message.data or ""
    )
    notify("success", N_("Sent. The trainers of the course decide; you are told by e-mail."))
    return redirect_to("learning.show_course", slug=slug)


@room.post("/learn/requests/<id:request_id>/withdraw", policy=signed_in)
def withdraw_request(visit: Visit[None], request_id: str) -> Answer:
    request = policy.load_request_for(visit.actor, request_id)
    services.withdraw_request(visit.actor, visit.now, request)
    notify("success", N_("Your request is withdrawn."))
    return redirect_to("learning.list_my_learning")


# ── The trainers ────────────────────────────────────────────────────────────


@room.get("/teach/<slug:slug>/learners/requests", policy=trainer)
def list_requests(visit: Visit[None], slug: str) -> Answer:
    return _queue(visit, slug, DecisionForm())


def _queue(visit: Visit[None] | Visit[DecisionForm], slug: str, form: DecisionForm) -> str:
    course, language = policy.load_taught_for(visit.actor, slug), current_language()
    return render(
        "learning/list_requests.html",
        course=course,
        outline=queries.get_newest_outline(course, language),
        queue=queries.get_queue(visit.actor, course, language),
        form=form,
    )


@room.post("/teach/<slug:slug>/learners/requests", policy=trainer, form=DecisionForm)
def decide_requests(visit: Visit[DecisionForm], slug: str) -> Answer:
    course, form = policy.load_taught_for(visit.actor, slug), visit.form
    if visit.problems:
        return _queue(visit, slug, form), 422
    actor, now, chosen = visit.actor, visit.now, form.request.data or ()
    if form.act.data == "decline":
        count = services.decline_requests(actor, now, course, chosen, form.reason.data or "")
        notify("success", N_("Declined. People told: %(count)s."), count=count)
    else:
        count = services.approve_requests(actor, now, course, chosen)
        notify("success", N_("Approved. People enrolled: %(count)s."), count=count)
    return redirect_to("learning.list_requests", slug=slug)
