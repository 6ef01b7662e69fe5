"""The versions of a course: what was published when, what differs, closing and opening again."""

from flask import request

from lms.accounts.queries import get_names
from lms.content import queries as content
from lms.content.queries import VersionUnknown
from lms.content.services import close_version as close
from lms.content.services import reopen_version as reopen
from lms.kit.i18n import N_
from lms.web.policies import has_role
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit
from lms.workshop import policy, queries
from lms.workshop.queries import versions
from lms.workshop.queries.review import get_title
from lms.workshop.views.door import room

trainer = has_role("trainer")
LONGEST_NUMBER = 6


def _number(value: str) -> int:
    if not (value.isascii() and value.isdecimal() and len(value) <= LONGEST_NUMBER):
        raise VersionUnknown
    return int(value)


@room.get("/teach/<slug:slug>/versions", policy=trainer)
def list_versions(visit: Visit[None], slug: str) -> Answer:
    course = policy.load_course_for(visit.actor, slug)
    rows = versions.list_published(course)
    people = [p for row in rows for r in row.releases for p in (r.published_by, r.confirmed_by)]
    copy = queries.get_copy(course, visit.actor.person_id)
    return render(
        "workshop/list_versions.html",
        course=course,
        outline=queries.get_outline(copy),
        rows=rows,
        names=get_names(visit.actor, [person for person in people if person]),
    )


@room.get("/teach/<slug:slug>/versions/compare", policy=trainer)
def compare_versions(visit: Visit[None], slug: str) -> Answer:
    course = policy.load_course_for(visit.actor, slug)
    old, new = _number(request.args.get("old", "")), _number(request.args.get("new", ""))
    compared = versions.compare_versions(course, old, new, request.args.get("path", ""))
    return render(
        "workshop/compare_versions.html",
        course=course, course_title=get_title(course), compared=compared, old=old, new=new,
    )  # fmt: skip


@room.get("/teach/<slug:slug>/versions/<slug:number>/close", policy=trainer)
def show_closing(visit: Visit[None], slug: str, number: str) -> Answer:
    course = policy.load_course_for(visit.actor, slug)
    version = content.get_version(course.id, _number(number))
    open_ones = [v for v in content.list_versions(course.id) if v.closed_at is None]
    after = next((v for v in open_ones if v.number != version.number), None)
    return render(
        "workshop/show_closing.html",
        course=course,
        course_title=get_title(course),
        version=version,
        after=after,
        people=versions.count_people(course.id).get(version.id, versions.People()),
        is_newest_open=bool(open_ones) and open_ones[0].number == version.number,
    )


@room.post("/teach/<slug:slug>/versions/<slug:number>/close", policy=trainer)
def close_version(visit: Visit[None], slug: str, number: str) -> Answer:
    policy.load_course_for(visit.actor, slug)
    close(visit.actor, visit.now, slug, _number(number))
    notify("success", N_("Nobody begins this version any more; who is under way goes on."))
    return redirect_to("workshop.list_versions", slug=slug)


@room.post("/teach/<slug:slug>/versions/<slug:number>/reopen", policy=trainer)
def reopen_version(visit: Visit[None], slug: str, number: str) -> Answer:
    policy.load_course_for(visit.actor, slug)
    reopen(visit.actor, visit.now, slug, _number(number))
    notify("success", N_("People may begin this version again."))
    return redirect_to("workshop.list_versions", slug=slug)
