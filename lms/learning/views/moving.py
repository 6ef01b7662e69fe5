"""Moving to a newer version: the trainer's offer, and the page on which somebody decides."""

from flask import url_for

from lms.kit.i18n import N_
from lms.learning import policy, queries, services
from lms.learning.forms import OfferForm
from lms.learning.rules import is_offer_open
from lms.learning.views.door import room
from lms.web.locale import current_language
from lms.web.policies import has_role, signed_in
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit

trainer = has_role("trainer")

# ── Whoever is under way ────────────────────────────────────────────────────


@room.get("/learn/offers/<id:offer_id>", policy=signed_in)
def show_offer(visit: Visit[None], offer_id: str) -> Answer:
    enrolment, offer = policy.load_offer_for(visit.actor, offer_id)
    if not is_offer_open(enrolment, offer):
        return redirect_to("learning.show_enrolment", enrolment_id=enrolment.id)
    return render("learning/show_offer.html", page=queries.get_offer_page(enrolment, offer))


@room.post("/learn/offers/<id:offer_id>/accept", policy=signed_in)
def accept_offer(visit: Visit[None], offer_id: str) -> Answer:
    enrolment, offer = policy.load_offer_for(visit.actor, offer_id)
    services.accept_offer(visit.actor, visit.now, enrolment, offer)
    notify("success", N_("You are now on version %(version)s."), version=offer.to_number)
    return redirect_to("learning.show_enrolment", enrolment_id=enrolment.id)


@room.post("/learn/offers/<id:offer_id>/decline", policy=signed_in)
def decline_offer(visit: Visit[None], offer_id: str) -> Answer:
    enrolment, offer = policy.load_offer_for(visit.actor, offer_id)
    services.decline_offer(visit.actor, visit.now, enrolment, offer)
    notify("success", N_("You stay on your version. Nothing has changed for you."))
    return redirect_to("learning.show_enrolment", enrolment_id=enrolment.id)


@room.post("/learn/<id:enrolment_id>/go-back", policy=signed_in)
def go_back(visit: Visit[None], enrolment_id: str) -> Answer:
    enrolment = policy.load_enrolment_for(visit.actor, enrolment_id)
    services.go_back(visit.actor, visit.now, enrolment)
    notify("success", N_("You are back on your former version, with all you had done in it."))
    return redirect_to("learning.show_enrolment", enrolment_id=enrolment_id)


# ── The trainer ─────────────────────────────────────────────────────────────


@room.get("/teach/<slug:slug>/learners/versions", policy=trainer)
def list_older_versions(visit: Visit[None], slug: str) -> Answer:
    return _older_versions(visit, slug, OfferForm())


def _older_versions(visit: Visit[None] | Visit[OfferForm], slug: str, form: OfferForm) -> str:
    course = policy.load_taught_for(visit.actor, slug)
    return render(
        "learning/list_older_versions.html",
        outline=queries.get_newest_outline(course, current_language()),
        page=queries.get_versions_page(course),
        form=form,
    )


@room.post("/teach/<slug:slug>/learners/versions", policy=trainer, form=OfferForm)
def offer_version(visit: Visit[OfferForm], slug: str) -> Answer:
    course = policy.load_taught_for(visit.actor, slug)
    form = visit.form
    if visit.problems:
        return _older_versions(visit, slug, form), 422
    count = services.offer_newest(
        visit.actor, visit.now, course, form.version.data or (), form.note.data or ""
    )
    notify("success", N_("Offered. People reached: %(count)s."), count=count)
    return redirect_to("learning.list_older_versions", slug=slug)


@room.get("/teach/<slug:slug>/learners/move", policy=trainer)
def show_moving(visit: Visit[None], slug: str) -> Answer:
    course = policy.load_taught_for(visit.actor, slug)
    return render(
        "learning/show_moving.html",
        outline=queries.get_newest_outline(course, current_language()),
        page=queries.get_moving_page(visit.actor, course),
    )


@room.post("/teach/<slug:slug>/learners/move", policy=trainer)
def start_moving(visit: Visit[None], slug: str) -> Answer:
    course = policy.load_taught_for(visit.actor, slug)
    job_id = services.start_moving(visit.actor, visit.now, course)
    return redirect_to("learning.show_moving_job", job_id=job_id)


@room.get("/teach/learners/runs/<id:job_id>", policy=trainer)
def show_moving_job(visit: Visit[None], job_id: str) -> Answer:
    course, progress = policy.load_moving_job_for(visit.actor, job_id)
    return render(
        "learning/show_moving_job.html",
        outline=queries.get_newest_outline(course, current_language()),
        progress=progress,
        rows=queries.list_moved(visit.actor, job_id),
        address=url_for("learning.show_moving_job", job_id=job_id),
    )
