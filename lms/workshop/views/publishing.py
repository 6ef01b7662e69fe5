"""Publishing in the browser: check the course, ask, let a second person decide, see it made."""

from collections.abc import Collection
from functools import partial
from typing import Any

from flask import request

from lms.accounts.queries import get_names
from lms.content.queries import CourseRow
from lms.kit.actor import Actor
from lms.kit.folding import fold
from lms.kit.i18n import N_, native_name
from lms.organisations.queries import needs_second_person
from lms.web.forms import choices, complain_at
from lms.web.policies import has_role
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit
from lms.workshop import policy
from lms.workshop.forms.publishing import SAME, PublishForm, RefusalForm
from lms.workshop.queries import checks, review, versions
from lms.workshop.queries.checks import CheckRow, RequestRow
from lms.workshop.queries.links import find_links
from lms.workshop.reports import Message, Report, Way
from lms.workshop.services import checking, links, publications
from lms.workshop.services.publications import Wish
from lms.workshop.services.telling import list_confirmers
from lms.workshop.views.addresses import editor_of
from lms.workshop.views.door import room

trainer = has_role("trainer")
# How many publications before this one are listed.
EARLIER = 10


def _about(visit: Visit[Any], course: CourseRow, report: Report | None) -> dict[str, Any]:
    """Return what every page about a publication shows beside the report itself."""
    unsaved = checks.list_unsaved(course.id)
    return {
        "course": course,
        "report": report,
        "editor": partial(editor_of, course.slug),
        "course_title": review.get_title(course),
        "called": review.get_names_of_files(course),
        "unsaved": unsaved,
        "names": _names(visit.actor, (work.person_id for work in unsaved)),
        "open_threads": review.count_open(course.id),
        "people": [row for row in versions.list_published(course) if row.people.active],
        "tried": find_links(course),
    }


def _names(actor: Actor, people: Any) -> dict[str, str]:  # noqa: ANN401 - any ids, of nobody too
    return get_names(actor, [person for person in people if person])


def _confirmers(visit: Visit[Any], course: CourseRow) -> list[str]:
    """Return the names of those who may confirm what the reader asks for."""
    people = list_confirmers(visit.now, course, str(visit.actor.person_id))
    return sorted(_names(visit.actor, people).values(), key=fold)


def _incomplete(ways: Collection[Way]) -> list[str]:
    """Return the languages that are not offered yet and would have gaps."""
    states = (state for way in ways for state in way.languages if not state.is_offered)
    return sorted({state.code for state in states if 0 < state.missing < state.total})


def _kept(ways: Collection[Way]) -> list[str]:
    """Return the languages that are offered and would have gaps in a new version."""
    made = (way for way in ways if way.made == "version")
    states = (state for way in made for state in way.languages if state.is_offered)
    return sorted({state.code for state in states if state.missing})


def _called(codes: Collection[str]) -> list[tuple[str, str]]:
    return [(code, native_name(code)) for code in codes]


def _page(visit: Visit[Any], course: CourseRow, form: PublishForm) -> str:
    check = checks.find_check(course)
    report = check.report if check and check.is_current else None
    kept = _kept(report.ways) if report else []
    form.kept.choices = choices(_called(kept))
    if visit.form is None:
        form.kept.data = kept
    form.offered.choices = choices(_called(_incomplete(report.ways))) if report else []
    requests = checks.list_requests(course.id, EARLIER)
    about = _about(visit, course, report)
    people = [p for row in requests for p in (row.asked_by, row.decided_by)]
    return render(
        "workshop/show_publish.html",
        **about,
        check=check,
        form=form,
        progress=checks.find_job(course, checking.CHECK, request.args.get("job")),
        trying=checks.find_job(course, links.TRY_LINKS, request.args.get("links")),
        open_request=next((row for row in requests if row.is_open), None),
        requests=requests,
        who=_names(visit.actor, people),
        wants_two=needs_second_person(course.owner_path),
        confirmers=_confirmers(visit, course),
    )


@room.get("/teach/<slug:slug>/publish", policy=trainer)
def show_publish(visit: Visit[None], slug: str) -> Answer:
    return _page(visit, policy.load_course_for(visit.actor, slug), PublishForm())


@room.post("/teach/<slug:slug>/publish/check", policy=trainer)
def check_course(visit: Visit[None], slug: str) -> Answer:
    course = policy.load_course_for(visit.actor, slug)
    job_id = checking.start_check(visit.actor, visit.now, course)
    return redirect_to("workshop.show_publish", slug=slug, job=job_id)


@room.post("/teach/<slug:slug>/publish/links", policy=trainer)
def try_links(visit: Visit[None], slug: str) -> Answer:
    course = policy.load_course_for(visit.actor, slug)
    job_id = links.start_trying(visit.actor, visit.now, course)
    return redirect_to("workshop.show_publish", slug=slug, links=job_id)


@room.post("/teach/<slug:slug>/publish", policy=trainer, form=PublishForm)
def publish_course(visit: Visit[PublishForm], slug: str) -> Answer:
    course = policy.load_course_for(visit.actor, slug)
    form = visit.form
    check = checks.find_check(course)
    if _is_undecided(check, form):
        complain_at(form.meaning, N_("Please choose: it decides what is made."))
    if visit.problems or form.meaning.errors:
        return _page(visit, course, form), 422
    wish = _read_wish(form, _kept(check.report.ways) if check else ())
    request_id = publications.ask_publication(visit.actor, visit.now, course, wish)
    return redirect_to("workshop.show_publication", slug=slug, request_id=request_id)


def _read_wish(form: PublishForm, kept: Collection[str]) -> Wish:
    ticked = form.kept.data or ()
    left_out = tuple(code for code in kept if code not in ticked)
    offered = tuple(form.offered.data or ())
    return Wish(form.meaning.data == SAME, offered, left_out, str(form.notes.data))


def _is_undecided(check: CheckRow | None, form: PublishForm) -> bool:
    return check is not None and check.report.can_choose and not form.meaning.data


def _publication_page(
    visit: Visit[Any], course: CourseRow, row: RequestRow, form: RefusalForm
) -> str:
    check = checks.find_check(course)
    is_same = check is not None and check.state == row.state
    report = check.report if check and is_same else None
    return render(
        "workshop/show_publication.html",
        **_about(visit, course, report),
        row=row,
        way=report.find_way(is_declared_unchanged=row.is_declared_unchanged) if report else None,
        is_stale=row.status == "waiting" and not (check and is_same and check.is_current),
        is_own=row.asked_by == visit.actor.person_id,
        progress=checks.find_job(course, publications.PUBLISH, row.job_id),
        failure=Message.model_validate(row.failure).text if row.failure else None,
        form=form,
        who=_names(visit.actor, (row.asked_by, row.decided_by)),
    )


@room.get("/teach/<slug:slug>/publications/<id:request_id>", policy=trainer)
def show_publication(visit: Visit[None], slug: str, request_id: str) -> Answer:
    course = policy.load_course_for(visit.actor, slug)
    row = checks.get_request(course.id, request_id)
    return _publication_page(visit, course, row, RefusalForm())


@room.post("/teach/<slug:slug>/publications/<id:request_id>/confirm", policy=trainer)
def confirm_publication(visit: Visit[None], slug: str, request_id: str) -> Answer:
    course = policy.load_course_for(visit.actor, slug)
    row = checks.get_request(course.id, request_id)
    publications.confirm_publication(visit.actor, visit.now, course, row)
    return redirect_to("workshop.show_publication", slug=slug, request_id=request_id)


@room.post(
    "/teach/<slug:slug>/publications/<id:request_id>/refuse", policy=trainer, form=RefusalForm
)
def refuse_publication(visit: Visit[RefusalForm], slug: str, request_id: str) -> Answer:
    course = policy.load_course_for(visit.actor, slug)
    row = checks.get_request(course.id, request_id)
    if visit.problems:
        return _publication_page(visit, course, row, visit.form), 422
    reason = str(visit.form.reason.data)
    publications.refuse_publication(visit.actor, visit.now, course, row, reason)
    notify("success", N_("The publication is refused; your colleague sees why."))
    return redirect_to("workshop.show_publication", slug=slug, request_id=request_id)


@room.post("/teach/<slug:slug>/publications/<id:request_id>/withdraw", policy=trainer)
def withdraw_publication(visit: Visit[None], slug: str, request_id: str) -> Answer:
    course = policy.load_course_for(visit.actor, slug)
    row = checks.get_request(course.id, request_id)
    publications.withdraw_publication(visit.actor, visit.now, course, row)
    notify("success", N_("The publication is withdrawn; nothing was published."))
    return redirect_to("workshop.show_publish", slug=slug)
