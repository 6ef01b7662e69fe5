"""From what a course derives, what is new there, and who may derive from it."""

from flask import request

from lms.kit.i18n import N_
from lms.web.policies import has_role
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit
from lms.workshop import policy, queries
from lms.workshop.forms.saving import read_decisions
from lms.workshop.queries import lineage
from lms.workshop.queries.upstream import find_upstream, get_upstream_page
from lms.workshop.services.deriving import offer_deriving, take_upstream
from lms.workshop.views.door import room

trainer = has_role("trainer")


@room.get("/teach/<slug:slug>/origin", policy=trainer)
def show_origin(visit: Visit[None], slug: str) -> Answer:
    return _page(visit, slug)


def _page(visit: Visit[None], slug: str) -> str:
    course = policy.load_course_for(visit.actor, slug)
    copy = queries.get_copy(course, visit.actor.person_id)
    origin = lineage.find_origin(course.id)
    upstream = find_upstream(copy, origin) if origin else None
    return render(
        "workshop/show_origin.html",
        copy=copy,
        outline=queries.get_outline(copy),
        origin=origin,
        page=get_upstream_page(copy, upstream) if upstream else None,
        pending=lineage.find_pending_merge(course.id, visit.actor.person_id),
        is_open=lineage.is_deriving_open(course.id),
        derived=lineage.list_derived(course.id),
        decided=read_decisions(request.form),
    )


@room.post("/teach/<slug:slug>/origin", policy=trainer)
def take_from_origin(visit: Visit[None], slug: str) -> Answer:
    course = policy.load_course_for(visit.actor, slug)
    conflicts = take_upstream(visit.actor, visit.now, course, read_decisions(request.form))
    if conflicts:
        return _page(visit, slug), 409
    notify("success", N_("Taken in. Look at your unsaved changes, then save them."))
    return redirect_to("workshop.show_course", slug=slug)


@room.post("/teach/<slug:slug>/deriving", policy=trainer)
def set_deriving(visit: Visit[None], slug: str) -> Answer:
    course = policy.load_course_for(visit.actor, slug)
    is_open = request.form.get("is_open") == "yes"
    offer_deriving(visit.actor, visit.now, course, is_open=is_open)
    if is_open:
        notify("success", N_("Trainers of other organisations can now derive from this course."))
    else:
        notify("success", N_("Other organisations cannot derive from this course any more."))
    return redirect_to("workshop.show_origin", slug=slug)
