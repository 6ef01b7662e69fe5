"""The library: questions of all courses, found, judged, and copied into one's own."""

from collections.abc import Sequence
from functools import partial

from flask import request

from lms.content.queries import CourseRow
from lms.kit.i18n import LANGUAGES, N_
from lms.questions.levels import COGNITIVE_LEVELS
from lms.web.forms import choices
from lms.web.listing import ROWS_PER_PAGE, Page
from lms.web.policies import has_role
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit
from lms.workshop import policy
from lms.workshop.editing.questions import TYPES
from lms.workshop.forms.library import MOST_AT_ONCE, NEW_BANK, CopyForm, read_wish
from lms.workshop.library.copying import Original, Plan
from lms.workshop.library.figures import DIFFICULTIES, EXPOSURES, difficulty_of
from lms.workshop.queries.copies import get_copy
from lms.workshop.queries.library import find_questions, get_titles, list_offered
from lms.workshop.queries.library_pages import (
    LibraryPage,
    Renewal,
    find_renewal,
    get_library_page,
)
from lms.workshop.queries.questions import bank_name
from lms.workshop.queries.shelves import find_draft
from lms.workshop.services import copying
from lms.workshop.views.door import room

trainer = has_role("trainer")
ANOTHER = N_("Begin another bank")


@room.get("/teach/questions", policy=trainer)
def list_library(visit: Visit[None]) -> Answer:
    shelves, wish = policy.list_shelves_for(visit.actor), read_wish(request.args)
    found = find_questions(shelves.reach, wish, ROWS_PER_PAGE)
    return render(
        "workshop/list_library.html", wish=wish, offered=list_offered(shelves.reach),
        page=Page(found.rows, found.number, found.total), types=TYPES, levels=COGNITIVE_LEVELS,
        languages=LANGUAGES, difficulties=DIFFICULTIES, exposures=EXPOSURES,
        difficulty_of=difficulty_of,
    )  # fmt: skip


@room.get("/teach/questions/copy", policy=trainer)
def show_copying(visit: Visit[None]) -> Answer:
    form = CopyForm(request.args)
    chosen = request.args.getlist("question")[:MOST_AT_ONCE]
    if not chosen:
        notify("warning", N_("Choose at least one question to copy."))
        return redirect_to("workshop.list_library")
    return _copying(visit, form, chosen)


@room.post("/teach/questions/copy", policy=trainer, form=CopyForm)
def copy_questions(visit: Visit[CopyForm]) -> Answer:
    course, form = policy.load_course_for(visit.actor, str(visit.form.course.data)), visit.form
    chosen = request.form.getlist("question")[:MOST_AT_ONCE]
    if visit.problems:
        return _copying(visit, form, chosen), 422
    originals = policy.load_originals_for(visit.actor, chosen)
    bank = form.bank_name(_banks(course))
    done = copying.copy_questions(visit.actor, visit.now, course, bank, originals)
    notify(
        "success",
        N_(
            "Questions copied: %(count)s. This is revision %(number)s of the course; to undo it, "
            "restore the one before."
        ),
        count=len(done.ids), number=done.revision,
    )  # fmt: skip
    if get_copy(course, visit.actor.person_id).is_behind:
        notify("warning", N_("Your editors show the copies as soon as you save your own changes."))
    if len(done.ids) == 1:
        return redirect_to(
            "workshop.show_library_question", slug=course.slug, question_id=done.ids[0]
        )
    return redirect_to("workshop.list_questions", slug=course.slug, bank=bank)


def _banks(course: CourseRow) -> list[str]:
    shelf = find_draft(course)
    return list(shelf.banks) if shelf else []


def _copying(visit: Visit[object], form: CopyForm, chosen: Sequence[str]) -> str:
    originals = policy.load_originals_for(visit.actor, chosen)
    shelves = policy.list_shelves_for(visit.actor)
    titles = get_titles(shelves.own)
    form.course.choices = choices(
        (course.slug, titles[course.id][1] if course.id in titles else course.slug)
        for course in shelves.own.values()
    )
    target = next((one for one in shelves.own.values() if one.slug == form.course.data), None)
    unsaved = list(get_copy(target, visit.actor.person_id).changes) if target else []
    return render(
        "workshop/show_copying.html", form=form, originals=originals, target=target,
        unsaved=unsaved, unsaved_banks=[name for name in map(bank_name, unsaved) if name],
        plan=_plan(target, form, originals) if target else None,
        title=titles[target.id][1] if target and target.id in titles else None,
        new_bank=NEW_BANK,
    )  # fmt: skip


def _plan(target: CourseRow, form: CopyForm, originals: Sequence[Original]) -> Plan:
    banks = _banks(target)
    form.bank.choices = choices([*((name, name) for name in banks), (NEW_BANK, ANOTHER)])
    return copying.plan(target, form.bank_name(banks), originals)


@room.get("/teach/questions/<slug:slug>/<slug:question_id>", policy=trainer)
def show_library_question(visit: Visit[None], slug: str, question_id: str) -> Answer:
    page, renewal = _page(visit, slug, question_id)
    return render(
        "workshop/show_library_question.html", page=page, renewal=renewal, types=TYPES,
        levels=COGNITIVE_LEVELS, difficulties=DIFFICULTIES, difficulty_of=difficulty_of,
    )  # fmt: skip


@room.post("/teach/questions/<slug:slug>/<slug:question_id>/renew", policy=trainer)
def renew_question(visit: Visit[None], slug: str, question_id: str) -> Answer:
    course = policy.load_course_for(visit.actor, slug)
    page, renewal = _page(visit, slug, question_id)
    if renewal is None:
        raise copying.NothingNewer
    number = copying.renew_question(visit.actor, visit.now, course, page.entry, renewal.original)
    notify(
        "success",
        N_(
            "The newer text is taken over. This is revision %(number)s of the course; to undo it, "
            "restore the one before."
        ),
        number=number,
    )
    return redirect_to("workshop.show_library_question", slug=slug, question_id=question_id)


def _page(visit: Visit[object], slug: str, question_id: str) -> tuple[LibraryPage, Renewal | None]:
    """Return a question's page, and what its original has that is newer, for who may change it."""
    course, is_own, shelves = policy.load_library_question_for(visit.actor, slug, question_id)
    seen = partial(policy.find_seen, shelves)
    page = get_library_page(course, question_id, is_own=is_own, seen=seen)
    descent = page.descent
    if not is_own or descent is None:
        return page, None
    origin = seen(descent.origin_course_id, descent.origin_question_id)
    if origin is None:
        return page, None
    return page, find_renewal(page, origin, is_origin_own=origin.id in shelves.own)
