"""What there is to translate: courses, their languages, the units of one language."""

from werkzeug.wrappers import Response

from lms.kit.i18n import LANGUAGES, N_
from lms.translation import policy, queries
from lms.translation.forms import NextForm, UnitsForm
from lms.translation.rules import STATUSES, count_by_file, find_next_open, select_units
from lms.translation.views.door import room, translators
from lms.units.isolating import isolate_text
from lms.web.listing import Page
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit


@room.get("/teach/translate", policy=translators)
def list_courses(visit: Visit[None]) -> Answer:
    courses = policy.list_courses_for(visit.actor)
    found = queries.list_progress(courses)
    return render(
        "translation/list_courses.html",
        courses=found,
        unread=len(courses) - len(found),
        codes=LANGUAGES,
    )


@room.get("/teach/<slug:slug>/translate", policy=translators)
def show_course(visit: Visit[None], slug: str) -> Answer:
    course = policy.load_course_for(visit.actor, slug)
    progress, files = queries.get_course_progress(course)
    return render("translation/show_course.html", course=progress, files=files)


@room.get("/teach/<slug:slug>/translate/<slug:language>", policy=translators, form=UnitsForm)
def list_units(visit: Visit[UnitsForm], slug: str, language: str) -> Answer:
    desk = policy.load_desk_for(visit.actor, slug, language)
    form, sheet = visit.form, desk.sheet
    searched = sheet.searched if form.wish.words else ()
    discussed = queries.find_discussed(desk.course, sheet)
    chosen = select_units(sheet.rows, form.wish, searched, discussed)
    page = Page(chosen[form.paging], form.page_number, len(chosen))
    return render(
        "translation/list_units.html",
        desk=desk,
        form=form,
        page=page,
        files=count_by_file(sheet.rows),
        statuses=STATUSES,
        discussed=len(discussed),
        isolate_text=isolate_text,
        following=find_next_open(sheet.rows, None, visit.actor.person_id),
    )


@room.get("/teach/<slug:slug>/translate/<slug:language>/next", policy=translators, form=NextForm)
def find_next_unit(visit: Visit[NextForm], slug: str, language: str) -> Answer:
    desk = policy.load_desk_for(visit.actor, slug, language)
    form = visit.form
    row = find_next_open(
        desk.sheet.rows, form.after.data, visit.actor.person_id, str(form.was.data or "")
    )
    if row is None:
        return _all_done(slug, language)
    return redirect_to("translation.show_unit", slug=slug, language=language, unit_id=row.id)


def _all_done(slug: str, language: str) -> Response:
    notify("success", N_("There is nothing left to translate here."))
    return redirect_to("translation.list_units", slug=slug, language=language)
