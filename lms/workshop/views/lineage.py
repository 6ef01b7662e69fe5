"""From what a course derives, what is new there, and who may derive from it."""

from collections.abc import Mapping

from flask import request

from lms.kit.i18n import N_
from lms.web.policies import has_role
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit
from lms.workshop import policy, queries
from lms.workshop.forms.saving import find_undecided, read_decisions
from lms.workshop.queries import lineage
from lms.workshop.queries.upstream import find_upstream, get_upstream_page
from lms.workshop.rules import Decision
from lms.workshop.services.deriving import offer_deriving, take_upstream
from lms.workshop.views.door import room

trainer = has_role("trainer")


@room.get("/teach/<slug:slug>/origin", policy=trainer)
def show_origin(visit: Visit[None], slug: str) -> Answer:
    return _page(visit, slug, None)


def _page(visit: Visit[None], slug: str, decided: Mapping[str, Decision] | None) -> str:
    """Return the page; `decided` is nothing before anything was sent."""
    course = policy.load_course_for(visit.actor, slug)
    copy = queries.get_copy(course, visit.actor.person_id)
    origin = lineage.find_origin(course.id)
    upstream = find_upstream(copy, origin) if origin else None
    page = get_upstream_page(copy, upstream) if upstream else None
    conflicts = page.conflicts if page else ()
    return render(
        "workshop/show_origin.html",
        copy=copy,
        outline=queries.get_outline(copy),
        origin=origin,
        page=page,
        pending=lineage.find_pending_merge(course.id, visit.actor.person_id),
        is_open=lineage.is_deriving_open(course.id),
        derived=lineage.list_derived(course.id),
        decided=decided or {},
        undecided={} if decided is None else find_undecided(conflicts, decided),
    )


@room.post("/teach/<slug:slug>/origin", policy=trainer)
def take_from_origin(visit: Visit[None], slug: str) -> Answer:
    course = policy.load_course_for(visit.actor, slug)
    decided = read_decisions(request.form)
    if take_upstream(visit.actor, visit.now, course, decided):
        return _page(visit, slug, decided), 409
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
