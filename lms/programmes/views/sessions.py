"""The sessions of a cohort for those who run and teach it: the list, planning, calling off.

Who was there is noted in `attendance`.
"""

from typing import Any

from lms.kit.errors import Invalid
from lms.kit.i18n import N_
from lms.programmes import session_policy as policy
from lms.programmes.forms.sessions import PlanForm, SessionForm, values_of
from lms.programmes.policy import CohortDesk, load_run_cohort_for
from lms.programmes.queries import session_pages
from lms.programmes.queries.sessions import list_groups
from lms.programmes.rules.cohorts import OVER, status
from lms.programmes.rules.rows import CohortRow
from lms.programmes.rules.sessions import MODE_NAMES, SessionRow
from lms.programmes.services import sessions as services
from lms.programmes.views.door import room
from lms.web.locale import current_language
from lms.web.policies import signed_in
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit

ALL = "/admin/cohorts/<id:cohort_id>/sessions"
ONE = "/admin/sessions/<id:session_id>"


@room.get(ALL, policy=signed_in)
def list_sessions(visit: Visit[None], cohort_id: str) -> Answer:
    desk = policy.load_teaching_cohort_for(visit.actor, cohort_id)
    lines = session_pages.list_lines(visit.actor, desk.cohort, current_language())
    return render(
        "programmes/list_sessions.html",
        desk=desk,
        coming=[line for line in lines if line.session.ends_at > visit.now],
        past=[line for line in reversed(lines) if line.session.ends_at <= visit.now],
        may_plan=desk.is_running_it and status(desk.cohort, visit.now) not in OVER,
        mode_names=MODE_NAMES,
    )


def _edit_page(
    visit: Visit[Any], desk: CohortDesk, form: SessionForm, session: SessionRow | None
) -> str:
    _offer(visit, desk.cohort, form)
    return render("programmes/edit_session.html", desk=desk, form=form, session=session)


def _offer(visit: Visit[Any], cohort: CohortRow, form: SessionForm) -> None:
    form.offer(session_pages.list_teachers(visit.actor, cohort.id), list_groups(cohort.id))


@room.get(f"{ALL}/new", policy=signed_in)
def show_new_session(visit: Visit[None], cohort_id: str) -> Answer:
    desk = load_run_cohort_for(visit.actor, cohort_id)
    cohort, own = desk.cohort, current_language()
    spoken = own if own in cohort.languages else cohort.languages[0]
    form = PlanForm(time_zone=cohort.time_zone, language=spoken)
    return _edit_page(visit, desk, form, None)


@room.post(f"{ALL}/new", policy=signed_in, form=PlanForm)
def plan_session(visit: Visit[PlanForm], cohort_id: str) -> Answer:
    desk, form = load_run_cohort_for(visit.actor, cohort_id), visit.form
    if visit.problems:
        return _edit_page(visit, desk, form, None), 422
    repeats = form.repeats.data or 1
    try:
        ids = services.plan_sessions(visit.actor, visit.now, desk.cohort, form.plan, repeats)
    except Invalid as error:
        form.refuse(error)
        return _edit_page(visit, desk, form, None), 422
    notify("success", N_("Planned. Whoever is to come is told by mail, with a calendar entry."))
    if len(ids) > 1:
        return redirect_to("programmes.list_sessions", cohort_id=cohort_id)
    return redirect_to("programmes.show_session", session_id=ids[0])


@room.get(ONE, policy=signed_in)
def show_session(visit: Visit[None], session_id: str) -> Answer:
    desk = policy.load_session_for(visit.actor, session_id)
    cohort = desk.cohort.cohort
    lines = session_pages.list_lines(visit.actor, cohort, current_language())
    return render(
        "programmes/show_session.html",
        desk=desk.cohort,
        line=next(line for line in lines if line.session.id == session_id),
        may_plan=desk.may_plan and status(cohort, visit.now) not in OVER,
        mode_names=MODE_NAMES,
    )


@room.get(f"{ONE}/edit", policy=signed_in)
def edit_session(visit: Visit[None], session_id: str) -> Answer:
    desk = policy.load_planned_session_for(visit.actor, session_id)
    form = SessionForm(data=values_of(desk.session))
    return _edit_page(visit, desk.cohort, form, desk.session)


@room.post(f"{ONE}/edit", policy=signed_in, form=SessionForm)
def change_session(visit: Visit[SessionForm], session_id: str) -> Answer:
    desk, form = policy.load_planned_session_for(visit.actor, session_id), visit.form
    if visit.problems:
        return _edit_page(visit, desk.cohort, form, desk.session), 422
    sent = str(form.sequence.data or "")
    sequence = int(sent) if sent.isdecimal() else -1
    try:
        services.change_session(visit.actor, visit.now, desk.session, form.plan, sequence)
    except Invalid as error:
        form.refuse(error)
        return _edit_page(visit, desk.cohort, form, desk.session), 422
    notify("success", N_("Saved. Whoever is to come is told by mail, and their calendars follow."))
    return redirect_to("programmes.show_session", session_id=session_id)


@room.get(f"{ONE}/cancel", policy=signed_in)
def show_cancelling(visit: Visit[None], session_id: str) -> Answer:
    desk = policy.load_planned_session_for(visit.actor, session_id)
    return render("programmes/confirm_cancelling.html", desk=desk.cohort, session=desk.session)


@room.post(f"{ONE}/cancel", policy=signed_in)
def cancel_session(visit: Visit[None], session_id: str) -> Answer:
    desk = policy.load_planned_session_for(visit.actor, session_id)
    services.cancel_session(visit.actor, visit.now, desk.session)
    notify("success", N_("The session is cancelled. You can restore it on this page."))
    return redirect_to("programmes.show_session", session_id=session_id)


@room.post(f"{ONE}/restore", policy=signed_in)
def restore_session(visit: Visit[None], session_id: str) -> Answer:
    desk = policy.load_planned_session_for(visit.actor, session_id)
    services.restore_session(visit.actor, visit.now, desk.session)
    notify("success", N_("The session takes place after all."))
    return redirect_to("programmes.show_session", session_id=session_id)
