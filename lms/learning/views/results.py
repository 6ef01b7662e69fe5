"""The results of courses, for administrators and for the trainers of their owners."""

from lms.audit import services as audit
from lms.learning import policy, queries
from lms.learning.forms import ResultsForm
from lms.learning.rules import to_sheet, to_table
from lms.learning.views.door import as_file, room
from lms.web.listing import Page
from lms.web.locale import current_language
from lms.web.policies import has_role
from lms.web.render import render
from lms.web.room import Answer, Visit


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
    found = queries.get_results(visit.actor, {course.id: scope}, language, form.wish, form.paging)
    return render(
        "learning/list_results.html",
        outline=queries.get_newest_outline(course, language),
        form=form,
        results=found,
        rows=to_table(found.rows, found.names, language, visit.actor.time_zone),
        page=Page(found.rows, form.page_number, found.total, form.page_size),
        sees_appeals=policy.is_over(visit.actor, course),
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
        visit.actor, {course.id: scope}, language, visit.form.wish, everything
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
    return as_file(sheet, f"{slug}-{visit.now:%Y-%m-%d}.csv")
