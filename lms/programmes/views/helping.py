"""Who is behind in a cohort, and how one participant is helped: seen at once, given more time.

Deadlines themselves are set in `deadlines`.
"""

from typing import Any

from lms.kit.errors import Invalid
from lms.kit.i18n import N_
from lms.programmes import message_policy, session_policy
from lms.programmes import tutoring_policy as policy
from lms.programmes.forms.deadlines import ExtendForm
from lms.programmes.queries import tutoring_pages
from lms.programmes.rules.messages import TEMPLATE_NAMES
from lms.programmes.services import deadlines
from lms.programmes.tutoring_policy import TutoringDesk
from lms.programmes.views.door import room
from lms.web.forms import choices
from lms.web.locale import current_language
from lms.web.policies import signed_in
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit

ONE = "/admin/participations/<id:participation_id>/help"


@room.get("/admin/cohorts/<id:cohort_id>/behind", policy=signed_in)
def list_behind(visit: Visit[None], cohort_id: str) -> Answer:
    desk = session_policy.load_teaching_cohort_for(visit.actor, cohort_id)
    page = tutoring_pages.get_behind(visit.actor, desk.cohort, visit.now, current_language())
    messaging = message_policy.open_message_desk(visit.actor, desk)
    return render("programmes/list_behind.html", desk=desk, page=page, messaging=messaging)


def _page(visit: Visit[Any], tutored: TutoringDesk, form: ExtendForm) -> str:
    language = current_language()
    page = tutoring_pages.get_help(visit.actor, tutored.row, visit.now, language)
    dated = [line.part_id for line in page.dues]
    form.part.choices = choices(tutoring_pages.offer(page.told, dated))
    return render(
        "programmes/show_help.html",
        desk=tutored.desk,
        row=tutored.row,
        page=page,
        form=form,
        is_own=tutored.row.person_id == visit.actor.person_id,
        messaging=message_policy.open_message_desk(visit.actor, tutored.desk),
        template_names=TEMPLATE_NAMES,
    )


@room.get(ONE, policy=signed_in)
def show_help(visit: Visit[None], participation_id: str) -> Answer:
    return _page(visit, policy.load_tutored_for(visit.actor, participation_id), ExtendForm())


@room.post(f"{ONE}/extend", policy=signed_in, form=ExtendForm)
def extend_deadline(visit: Visit[ExtendForm], participation_id: str) -> Answer:
    tutored, form = policy.load_helped_for(visit.actor, participation_id), visit.form
    if visit.problems:
        return _page(visit, tutored, form), 422
    cohort = tutored.desk.cohort
    try:
        due_at = form.read_due(cohort.time_zone)
        deadlines.extend(
            visit.actor, visit.now, cohort, tutored.row,
            str(form.part.data), due_at, str(form.reason.data),
        )  # fmt: skip
    except Invalid as error:
        form.refuse(error)
        return _page(visit, tutored, form), 422
    notify("success", N_("More time is given, and the participant is told."))
    return redirect_to("programmes.show_help", participation_id=participation_id)
