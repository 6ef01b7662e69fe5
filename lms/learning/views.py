"""Pages of learning: catalogue, course, my learning, the player, and the results of a course.

What is decided on the way stands in `policy`, `services` and `rules`.
"""

from flask import make_response
from werkzeug.wrappers import Response

from lms.audit import services as audit
from lms.kit.i18n import N_
from lms.learning import policy, queries, services
from lms.learning.forms import CatalogueForm, EnrolForm, LanguageForm, ResultsForm
from lms.learning.rules import Activity, select_entries, to_sheet, to_table
from lms.web.listing import Page
from lms.web.locale import current_language
from lms.web.policies import has_role, public, signed_in
from lms.web.render import address_of, notify, redirect_to, render
from lms.web.room import Answer, Room, Visit

room = Room("learning")


def address(enrolment_id: str, activity: Activity) -> str:
    """Return where a part of a course is opened; a quiz is the business of the room above."""
    return address_of(_door(activity), enrolment_id=enrolment_id, activity_id=activity.id)


def _door(activity: Activity) -> str:
    return "learning.show_page" if activity.kind == "page" else "assessment.show_quiz"


def _go_on(enrolment_id: str, activity: Activity | None) -> Response:
    """Lead to a part of the course, or to its overview where there is none."""
    if activity is None:
        return redirect_to("learning.show_enrolment", enrolment_id=enrolment_id)
    return redirect_to(_door(activity), enrolment_id=enrolment_id, activity_id=activity.id)


@room.get("/", policy=public, form=CatalogueForm)
def list_catalogue(visit: Visit[CatalogueForm]) -> Answer:
    entries = queries.list_entries(policy.list_catalogue_for(visit.actor), current_language())
    wish = visit.form.wish
    return render(
        "learning/list_catalogue.html",
        form=visit.form,
        wish=wish,
        entries=select_entries(entries, wish),
        total=len(entries),
        choices=queries.list_choices(entries, current_language()),
        article=queries.article_text(wish.article, current_language()),
    )


@room.get("/courses/<slug:slug>", policy=public)
def show_course(visit: Visit[None], slug: str) -> Answer:
    course = policy.load_course_for(visit.actor, slug)
    return render(
        "learning/show_course.html",
        facts=queries.get_course_facts(course, current_language()),
        kept=queries.find_own_enrolment(visit.actor.person_id, course),
        may_see_results=policy.may_see_results(visit.actor, course),
    )


@room.post("/courses/<slug:slug>/enrol", policy=signed_in, form=EnrolForm)
def enrol(visit: Visit[EnrolForm], slug: str) -> Answer:
    course = policy.load_course_for(visit.actor, slug)
    enrolment_id = services.enrol(
        visit.actor,
        visit.now,
        course,
        visit.form.language.data or "",
        again=bool(visit.form.again.data),
    )
    return redirect_to("learning.show_enrolment", enrolment_id=enrolment_id)


@room.get("/learn", policy=signed_in)
def list_my_learning(visit: Visit[None]) -> Answer:
    studies = queries.list_studies(str(visit.actor.person_id))
    return render("learning/list_my_learning.html", studies=studies, address=address)


@room.get("/learn/<id:enrolment_id>", policy=signed_in)
def show_enrolment(visit: Visit[None], enrolment_id: str) -> Answer:
    enrolment = policy.load_enrolment_for(visit.actor, enrolment_id)
    study = queries.get_study(enrolment)
    return render(
        "learning/show_enrolment.html",
        study=study,
        address=address,
        is_certified=study.completion is not None and policy.is_certified(enrolment_id),
    )


@room.post("/learn/<id:enrolment_id>/language", policy=signed_in, form=LanguageForm)
def change_language(visit: Visit[LanguageForm], enrolment_id: str) -> Answer:
    enrolment = policy.load_enrolment_for(visit.actor, enrolment_id)
    services.change_language(enrolment, visit.form.language.data or "")
    return _go_on(enrolment_id, queries.find_activity(enrolment, visit.form.activity.data or ""))


@room.get("/learn/<id:enrolment_id>/withdraw", policy=signed_in)
def show_withdrawal(visit: Visit[None], enrolment_id: str) -> Answer:
    enrolment = policy.load_enrolment_for(visit.actor, enrolment_id)
    return render("learning/show_withdrawal.html", study=queries.get_study(enrolment))


@room.post("/learn/<id:enrolment_id>/withdraw", policy=signed_in)
def withdraw(visit: Visit[None], enrolment_id: str) -> Answer:
    enrolment = policy.load_enrolment_for(visit.actor, enrolment_id)
    services.withdraw(visit.actor, visit.now, enrolment)
    notify("success", N_("You have withdrawn. Your progress is kept in case you enrol again."))
    return redirect_to("learning.list_my_learning")


@room.get("/learn/<id:enrolment_id>/pages/<slug:activity_id>", policy=signed_in)
def show_page(visit: Visit[None], enrolment_id: str, activity_id: str) -> Answer:
    enrolment = policy.load_enrolment_for(visit.actor, enrolment_id)
    reading = queries.get_reading(enrolment, activity_id)
    return render("learning/show_page.html", reading=reading, address=address)


@room.post("/learn/<id:enrolment_id>/pages/<slug:activity_id>", policy=signed_in)
def read_page(visit: Visit[None], enrolment_id: str, activity_id: str) -> Answer:
    enrolment = policy.load_enrolment_for(visit.actor, enrolment_id)
    return _go_on(enrolment_id, services.read_page(visit.now, enrolment, activity_id))


@room.get("/admin/courses", policy=has_role("administrator", "trainer"))
def list_courses(visit: Visit[None]) -> Answer:
    courses = policy.list_results_for(visit.actor)
    return render(
        "learning/list_courses.html",
        courses=queries.list_course_counts(courses, current_language()),
    )


@room.get(
    "/admin/courses/<slug:slug>/results",
    policy=has_role("administrator", "trainer"),
    form=ResultsForm,
)
def list_results(visit: Visit[ResultsForm], slug: str) -> Answer:
    course, scope = policy.load_results_for(visit.actor, slug)
    form, language = visit.form, current_language()
    found = queries.get_results(visit.actor, course.id, scope, language, form.wish, form.paging)
    return render(
        "learning/list_results.html",
        outline=queries.get_newest_outline(course, language),
        form=form,
        results=found,
        rows=to_table(found.rows, found.names, language, visit.actor.time_zone),
        page=Page(found.rows, form.page_number, found.total, form.page_size),
    )


@room.get(
    "/admin/courses/<slug:slug>/results/export",
    policy=has_role("administrator", "trainer"),
    form=ResultsForm,
)
def export_results(visit: Visit[ResultsForm], slug: str) -> Answer:
    course, scope = policy.load_results_for(visit.actor, slug)
    language, everything = current_language(), slice(None)
    found = queries.get_results(
        visit.actor, course.id, scope, language, visit.form.wish, everything
    )
    audit.note(
        visit.actor,
        visit.now,
        "results.exported",
        subject_type="course",
        subject_id=course.id,
        details={"rows": found.total},
    )
    sheet = to_sheet(found.rows, found.names, language)
    return _as_file(sheet, f"{slug}-{visit.now:%Y-%m-%d}.csv")


def _as_file(content: bytes, name: str) -> Response:
    """Answer with a file of comma-separated values to be saved under `name`."""
    response = make_response(content)
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
