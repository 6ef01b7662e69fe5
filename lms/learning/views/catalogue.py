"""The catalogue, a course's own page, and enrolling from it."""

from collections.abc import Mapping

from lms.content.queries import CourseRow
from lms.kit.actor import Actor
from lms.learning import policy, queries, services
from lms.learning.forms import AskForm, CatalogueForm, EnrolForm
from lms.learning.queries.programmes import list_needing
from lms.learning.rules import select_entries
from lms.learning.views.door import room
from lms.translation.policy import may_translate
from lms.translation.queries import list_progress
from lms.translation.rules import Counts
from lms.web.locale import current_language
from lms.web.policies import public, signed_in
from lms.web.render import redirect_to, render
from lms.web.room import Answer, Visit


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
    return course_page(visit.actor, policy.load_course_for(visit.actor, slug), AskForm())


def course_page(actor: Actor, course: CourseRow, form: AskForm) -> str:
    """Return the information page of a course; `form` asks its trainers to take somebody in."""
    is_of_cohorts = course.enrolment == "cohort"
    return render(
        "learning/show_course.html",
        facts=queries.get_course_facts(course, current_language()),
        kept=queries.find_own_enrolment(actor.person_id, course),
        asked=queries.find_request(actor.person_id, course.id),
        form=form,
        may_see_results=policy.may_see_results(actor, course),
        translation=_translation(actor, course),
        needing=list_needing(course.slug, actor.person_id, current_language())
        if is_of_cohorts
        else [],
    )


def _translation(actor: Actor, course: CourseRow) -> Mapping[str, Counts]:
    """Return how far the draft is in each language, for those who work on it."""
    found = list_progress([course]) if may_translate(actor, course) else []
    return found[0].progress if found else {}


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
