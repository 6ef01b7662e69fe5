"""Deadlines: those of a cohort and its groups, and each participant's own with the extensions.

Who is behind is in `helping`.
"""

from lms.kit.errors import Invalid
from lms.kit.i18n import N_, formats
from lms.programmes import policy, session_policy
from lms.programmes.forms.deadlines import DeadlineForm
from lms.programmes.policy import CohortDesk
from lms.programmes.queries import cohorts, teams, tutoring_pages
from lms.programmes.rules.cohorts import choose_text
from lms.programmes.rules.deadlines import is_outside
from lms.programmes.services import deadlines
from lms.programmes.views.door import room
from lms.web.locale import current_language
from lms.web.policies import signed_in
from lms.web.render import notify, redirect_to, render, say
from lms.web.room import Answer, Visit

OUTSIDE = N_(
    "It lies outside the dates of the cohort (%(start)s to %(end)s). If that is not meant, set "
    "another time."
)
ALL = "/admin/cohorts/<id:cohort_id>/deadlines"


def _page(desk: CohortDesk, form: DeadlineForm) -> str:
    language = current_language()
    page = tutoring_pages.get_deadlines(desk.cohort, language)
    groups = [
        ("", say(language, N_("The whole cohort"))),
        *((one.id, one.name) for one in page.groups),
    ]
    form.offer(tutoring_pages.offer(page.told, page.dated), groups)
    return render("programmes/list_deadlines.html", desk=desk, page=page, form=form)


@room.get(ALL, policy=signed_in)
def list_deadlines(visit: Visit[None], cohort_id: str) -> Answer:
    desk = session_policy.load_teaching_cohort_for(visit.actor, cohort_id)
    return _page(desk, DeadlineForm())


@room.post(ALL, policy=signed_in, form=DeadlineForm)
def set_deadline(visit: Visit[DeadlineForm], cohort_id: str) -> Answer:
    desk, form = policy.load_run_cohort_for(visit.actor, cohort_id), visit.form
    if visit.problems:
        return _page(desk, form), 422
    sent = str(form.group.data or "")
    group_id = teams.get_group(cohort_id, sent).id if sent else None
    try:
        due_at = form.read_due(desk.cohort.time_zone)
        deadlines.set_deadline(
            visit.actor, visit.now, desk.cohort, str(form.part.data), group_id, due_at
        )
    except Invalid as error:
        form.refuse(error)
        return _page(desk, form), 422
    notify("success", N_("The deadline is set."))
    if is_outside(desk.cohort, due_at):
        form_of = formats(current_language())
        notify("warning", OUTSIDE, start=form_of.date(desk.cohort.starts_on),
               end=form_of.date(desk.cohort.ends_on))  # fmt: skip
    return redirect_to("programmes.list_deadlines", cohort_id=cohort_id)


@room.post(f"{ALL}/<id:deadline_id>/remove", policy=signed_in)
def remove_deadline(visit: Visit[None], cohort_id: str, deadline_id: str) -> Answer:
    desk = policy.load_run_cohort_for(visit.actor, cohort_id)
    deadlines.remove_deadline(visit.actor, visit.now, desk.cohort, deadline_id)
    notify("success", N_("The deadline is removed."))
    return redirect_to("programmes.list_deadlines", cohort_id=cohort_id)


@room.get("/learn/cohorts/<id:participation_id>/deadlines", policy=signed_in)
def list_own_deadlines(visit: Visit[None], participation_id: str) -> Answer:
    own = session_policy.load_studying_for(visit.actor, participation_id)
    cohort, language = cohorts.get_cohort(own.cohort_id), current_language()
    return render(
        "programmes/list_own_deadlines.html",
        own=own,
        title=choose_text(cohort.title, language),
        zone=cohort.time_zone,
        page=tutoring_pages.get_help(visit.actor, own, visit.now, language),
    )
