"""The terms of a course, and those that all courses share: search, add, change, remove."""

from lms.content.queries import CourseRow
from lms.kit.actor import Actor
from lms.kit.errors import DomainError
from lms.kit.i18n import LANGUAGES, N_
from lms.translation import policy, queries, services
from lms.translation.forms import TermForm, TermsForm, filled_form
from lms.translation.rules import TermRow, TermTaken
from lms.translation.views.door import room, translators
from lms.web.listing import ROWS_PER_PAGE, Page
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit

# Stands in an address for the terms that all courses share; no course can be called so.
SHARED = "-"
TERMS = "/teach/terms/<scope>"
TERM = f"{TERMS}/<id:term_id>"


def _course(actor: Actor, scope: str) -> CourseRow | None:
    return None if scope == SHARED else policy.load_course_for(actor, scope)


def _own_course(actor: Actor, scope: str) -> CourseRow | None:
    """Return the course whose terms are to be changed, or nothing for the shared ones."""
    course = _course(actor, scope)
    if course is None:
        policy.check_shared_terms(actor)
    return course


@room.get(TERMS, policy=translators, form=TermsForm)
def list_terms(visit: Visit[TermsForm], scope: str) -> Answer:
    course, form = _course(visit.actor, scope), visit.form
    every = queries.list_terms(course.id if course else None)
    found = queries.search_terms(every, form.q.data or "")
    start = (form.page_number - 1) * ROWS_PER_PAGE
    rows = found[start : start + ROWS_PER_PAGE]
    return render(
        "translation/list_terms.html",
        scope=scope,
        course=course,
        course_title=queries.get_title(course) if course else "",
        form=form,
        page=Page(rows, form.page_number, len(found)),
        total=len(every),
        codes=LANGUAGES,
        may_keep_shared=policy.may_keep_shared_terms(visit.actor),
    )


@room.get(f"{TERMS}/new", policy=translators)
def show_new_term(visit: Visit[None], scope: str) -> Answer:
    course = _own_course(visit.actor, scope)
    return _show(scope, course, TermForm(language="en"))


@room.post(f"{TERMS}/new", policy=translators, form=TermForm)
def add_term(visit: Visit[TermForm], scope: str) -> Answer:
    return _save(visit, scope, _own_course(visit.actor, scope), None)


@room.get(TERM, policy=translators)
def show_term(visit: Visit[None], scope: str, term_id: str) -> Answer:
    course = _own_course(visit.actor, scope)
    term = policy.load_term_for(visit.actor, course, term_id)
    return _show(scope, course, filled_form(term), term)


@room.post(TERM, policy=translators, form=TermForm)
def change_term(visit: Visit[TermForm], scope: str, term_id: str) -> Answer:
    course = _own_course(visit.actor, scope)
    return _save(visit, scope, course, policy.load_term_for(visit.actor, course, term_id))


@room.get(f"{TERM}/remove", policy=translators)
def ask_removal(visit: Visit[None], scope: str, term_id: str) -> Answer:
    course = _own_course(visit.actor, scope)
    term = policy.load_term_for(visit.actor, course, term_id)
    return render("translation/ask_removal.html", scope=scope, course=course, term=term)


@room.post(f"{TERM}/remove", policy=translators)
def remove_term(visit: Visit[None], scope: str, term_id: str) -> Answer:
    course = _own_course(visit.actor, scope)
    services.remove_term(visit.actor, visit.now, policy.load_term_for(visit.actor, course, term_id))
    notify("success", N_("The term is removed."))
    return redirect_to("translation.list_terms", scope=scope)


@room.post("/teach/terms/-/import", policy=translators)
def import_terms(visit: Visit[None]) -> Answer:
    policy.check_shared_terms(visit.actor)
    count = services.import_shipped(visit.actor, visit.now)
    notify("success", N_("Terms taken in: %(count)s."), count=count)
    return redirect_to("translation.list_terms", scope=SHARED)


def _show(
    scope: str,
    course: CourseRow | None,
    form: TermForm,
    term: TermRow | None = None,
    problem: DomainError | None = None,
) -> str:
    return render(
        "translation/edit_term.html",
        scope=scope,
        course=course,
        course_title=queries.get_title(course) if course else None,
        form=form,
        term=term,
        problem=problem,
        codes=LANGUAGES,
    )


def _save(
    visit: Visit[TermForm], scope: str, course: CourseRow | None, term: TermRow | None
) -> Answer:
    if visit.problems:
        return _show(scope, course, visit.form, term), 422
    outcome = services.save_term(
        visit.actor, visit.now, course.id if course else None, visit.form.wish, term
    )
    if isinstance(outcome, TermTaken):
        return _show(scope, course, visit.form, term, outcome), outcome.status
    notify("success", N_("The term is kept."))
    return redirect_to("translation.list_terms", scope=scope, q=visit.form.source.data)
