"""My learners: who studies the courses that one teaches, where they stand, how the parts do."""

from lms.audit import services as audit
from lms.content.queries import CourseRow
from lms.learning import policy, queries
from lms.learning.forms import LearnersForm, VersionForm
from lms.learning.rules import FEWEST, to_learners, to_sheet
from lms.learning.views.door import as_file, room
from lms.web.listing import Page
from lms.web.locale import current_language
from lms.web.policies import has_role
from lms.web.render import render
from lms.web.room import Answer, Visit

trainer = has_role("trainer")


@room.get("/teach/learners", policy=trainer, form=LearnersForm)
def list_all_learners(visit: Visit[LearnersForm]) -> Answer:
    return _learners(visit, policy.list_taught_for(visit.actor), None)


@room.get("/teach/<slug:slug>/learners", policy=trainer, form=LearnersForm)
def list_learners(visit: Visit[LearnersForm], slug: str) -> Answer:
    course = policy.load_taught_for(visit.actor, slug)
    return _learners(visit, [course], course)


def _learners(
    visit: Visit[LearnersForm], courses: list[CourseRow], course: CourseRow | None
) -> str:
    form, language = visit.form, current_language()
    found = _find(visit, courses, form.paging)
    parts = queries.get_last_parts(found.rows, language)
    return render(
        "learning/list_learners.html",
        outline=queries.get_newest_outline(course, language) if course else None,
        has_courses=bool(courses),
        waiting=queries.count_waiting([each.id for each in courses]),
        form=form,
        results=found,
        rows=to_learners(found.rows, found.names, parts, language, visit.actor.time_zone),
        page=Page(found.rows, form.page_number, found.total, form.page_size),
    )


def _find(visit: Visit[LearnersForm], courses: list[CourseRow], paging: slice) -> queries.Results:
    # Whoever teaches a course sees everybody in it, protected people without their names.
    scopes = {course.id: None for course in courses}
    return queries.get_results(visit.actor, scopes, current_language(), visit.form.wish, paging)


@room.get("/teach/learners/export", policy=trainer, form=LearnersForm)
def export_all_learners(visit: Visit[LearnersForm]) -> Answer:
    return _export(visit, policy.list_taught_for(visit.actor), "learners")


@room.get("/teach/<slug:slug>/learners/export", policy=trainer, form=LearnersForm)
def export_learners(visit: Visit[LearnersForm], slug: str) -> Answer:
    return _export(visit, [policy.load_taught_for(visit.actor, slug)], slug)


def _export(visit: Visit[LearnersForm], courses: list[CourseRow], name: str) -> Answer:
    found = _find(visit, courses, slice(None))
    for course in courses:
        rows = sum(row.course_id == course.id for row in found.rows)
        if rows:
            audit.note(
                visit.actor, visit.now, "results.exported", subject_type="course",
                subject_id=course.id, details={"rows": rows},
            )  # fmt: skip
    sheet = to_sheet(found.rows, found.names, current_language())
    return as_file(sheet, f"{name}-{visit.now:%Y-%m-%d}.csv")


@room.get("/teach/<slug:slug>/learners/parts", policy=trainer, form=VersionForm)
def list_parts(visit: Visit[VersionForm], slug: str) -> Answer:
    course = policy.load_taught_for(visit.actor, slug)
    outlines = queries.list_version_outlines(course, current_language())
    asked = visit.form.version.data or ""
    outline = next((row for row in outlines if str(row.version_number) == asked), outlines[0])
    return render(
        "learning/list_parts.html",
        outline=outline,
        versions=[row.version_number for row in outlines],
        figures=queries.get_part_figures(outline),
        fewest=FEWEST,
    )
