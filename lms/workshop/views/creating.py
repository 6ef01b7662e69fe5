"""Beginning a course, from nothing or from another."""

from wtforms import SelectField

from lms.content import queries as content
from lms.content.queries import CourseRow, Outline
from lms.kit.actor import Actor
from lms.kit.i18n import N_
from lms.web.forms import choices, complain_at
from lms.web.locale import current_language
from lms.web.policies import has_role
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit
from lms.workshop import policy
from lms.workshop.forms.creating import BeginForm, DeriveForm
from lms.workshop.queries.lineage import find_slug_problem, find_state
from lms.workshop.rules import NothingPublished
from lms.workshop.services.deriving import begin_course, derive_course
from lms.workshop.views.door import room

trainer = has_role("trainer")


def offer_places(actor: Actor, field: SelectField) -> None:
    """Let the field choose among the organisations that the actor may begin a course for."""
    places = policy.list_places_for(actor)
    top = min((place.depth for place in places), default=0)
    field.choices = choices(
        (place.id, "\u2003" * (place.depth - top) + place.label(current_language()))
        for place in places
    )


def _is_right(visit: Visit[DeriveForm]) -> bool:
    """Say whether a course can begin as entered; what cannot be is said at its field."""
    if visit.problems:
        return False
    policy.load_place_for(visit.actor, visit.form.value.organisation_id)
    problem = find_slug_problem(visit.form.value.slug)
    if problem is not None:
        complain_at(visit.form.slug, problem.text)
    return problem is None


def _new_page(actor: Actor, form: BeginForm) -> str:
    offer_places(actor, form.organisation_id)
    origins = [(course.slug, _outline(course)) for course in policy.list_origins_for(actor)]
    return render("workshop/show_new_course.html", form=form, origins=origins)


def _outline(course: CourseRow) -> Outline:
    return content.get_outline(str(course.newest_version_id), current_language())


@room.get("/teach/new", policy=trainer)
def show_new_course(visit: Visit[None]) -> Answer:
    form = BeginForm(organisation_id=visit.actor.organisation_id, language=current_language())
    return _new_page(visit.actor, form)


@room.post("/teach/new", policy=trainer, form=BeginForm)
def begin_new_course(visit: Visit[BeginForm]) -> Answer:
    if not _is_right(visit):
        return _new_page(visit.actor, visit.form), 422
    course = begin_course(visit.actor, visit.now, visit.form.value)
    notify("success", N_("Your course is there, with one page to begin with."))
    return redirect_to("workshop.show_course", slug=course.slug)


def _derive_page(actor: Actor, course: CourseRow, form: DeriveForm) -> str:
    state = find_state(course)
    if state is None:
        raise NothingPublished
    offer_places(actor, form.organisation_id)
    return render(
        "workshop/show_derive.html", form=form, course=course, state=state, outline=_outline(course)
    )


@room.get("/teach/<slug:slug>/derive", policy=trainer)
def show_derive(visit: Visit[None], slug: str) -> Answer:
    course = policy.load_origin_for(visit.actor, slug)
    title = _outline(course).title if course.newest_version_id else slug
    form = DeriveForm(organisation_id=visit.actor.organisation_id, title=title)
    return _derive_page(visit.actor, course, form)


@room.post("/teach/<slug:slug>/derive", policy=trainer, form=DeriveForm)
def derive_from_course(visit: Visit[DeriveForm], slug: str) -> Answer:
    course = policy.load_origin_for(visit.actor, slug)
    if not _is_right(visit):
        return _derive_page(visit.actor, course, visit.form), 422
    derived = derive_course(visit.actor, visit.now, course, visit.form.value)
    notify("success", N_("Your course is there, with all that the other has."))
    return redirect_to("workshop.show_course", slug=derived.slug)
