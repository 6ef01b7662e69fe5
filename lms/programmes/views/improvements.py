"""Improvement actions: one cohort's are on the page of its evaluation, here each, and the list.

Who may do what with one is decided in `improvement_policy`.
"""

from datetime import date
from typing import Any, Literal, cast

from flask import request

from lms.accounts.queries import get_names
from lms.kit.errors import Invalid
from lms.kit.i18n import N_
from lms.programmes import improvement_policy as policy
from lms.programmes import policy as programmes
from lms.programmes.forms.cohorts import read_revision
from lms.programmes.forms.improvements import CloseForm, ImprovementForm
from lms.programmes.improvement_policy import ActionDesk
from lms.programmes.policy import CohortDesk
from lms.programmes.queries import cohorts, improvements, teams
from lms.programmes.queries.improvements import ActionLine
from lms.programmes.rules.cohorts import choose_text
from lms.programmes.rules.errors import SomebodySaved
from lms.programmes.rules.improvements import (
    BADGES,
    STANDING_NAMES,
    STEP_NAMES,
    ReasonMissing,
    find_standing,
)
from lms.programmes.rules.rows import CohortRow
from lms.programmes.services import improvements as services
from lms.programmes.views.door import room
from lms.web.forms import complain_at
from lms.web.listing import ROWS_PER_PAGE, Page, page_number
from lms.web.policies import signed_in
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit

NEW = "/admin/cohorts/<id:cohort_id>/evaluation/actions/new"
ONE = "/admin/improvements/<id:action_id>"
NAMES = {"standing_names": STANDING_NAMES, "badges": BADGES}
# The list begins with what is to be done: overdue or not.
TO_DO = "todo"


@room.get("/admin/cohorts/actions", policy=signed_in)
def list_improvements(visit: Visit[None]) -> Answer:
    own = {row.id: row for row in policy.list_run_cohorts_for(visit.actor)}
    every = {row.id: row for row in cohorts.list_all()}
    lines = improvements.list_lines(every, own, str(visit.actor.person_id), visit.now)
    wanted = request.args.get("status", TO_DO)
    shown = [line for line in lines if _matches(line, wanted)]
    number = page_number(request.args.get("page"))
    first = (number - 1) * ROWS_PER_PAGE
    page = Page(shown[first : first + ROWS_PER_PAGE], number, len(shown))
    owners = [line.row.owner_id for line in page.rows if line.row.owner_id]
    return render(
        "programmes/list_improvements.html",
        page=page,
        total=len(lines),
        late=sum(line.standing == "late" for line in lines),
        filters={"status": wanted},
        people=get_names(visit.actor, owners),
        choose_text=choose_text,
        **NAMES,
    )


def _matches(line: ActionLine, wanted: str) -> bool:
    if wanted == TO_DO:
        return line.row.status == "open"
    return line.standing == wanted or wanted not in STANDING_NAMES


def _list_team(visit: Visit[Any], cohort: CohortRow, kept: str | None) -> list[tuple[str, str]]:
    """Return who may be chosen, with the names; whoever is the owner already stays one."""
    people = {row.person_id for row in teams.list_tasks(cohort.id) if row.until is None}
    names = get_names(visit.actor, people | {one for one in [kept] if one})
    return sorted(names.items(), key=lambda pair: pair[1].casefold())


def _form_page(
    visit: Visit[Any], cohort: CohortRow, form: ImprovementForm, kept: str | None, action_id: str
) -> str:
    form.offer(_list_team(visit, cohort, kept))
    return render(
        "programmes/edit_improvement.html",
        desk=CohortDesk(cohort, is_manager=True, tasks=frozenset()),
        form=form,
        action_id=action_id,
    )


@room.get(NEW, policy=signed_in)
def show_new_improvement(visit: Visit[None], cohort_id: str) -> Answer:
    desk = programmes.load_run_cohort_for(visit.actor, cohort_id)
    return _form_page(visit, desk.cohort, ImprovementForm(), None, "")


@room.post(NEW, policy=signed_in, form=ImprovementForm)
def add_improvement(visit: Visit[ImprovementForm], cohort_id: str) -> Answer:
    desk, form = programmes.load_run_cohort_for(visit.actor, cohort_id), visit.form
    if visit.problems:
        return _form_page(visit, desk.cohort, form, None, ""), 422
    plan = form.plan(_list_team(visit, desk.cohort, None))
    try:
        services.add_action(visit.actor, visit.now, desk.cohort, plan)
    except Invalid as error:
        form.refuse(error)
        return _form_page(visit, desk.cohort, form, None, ""), error.status
    notify("success", N_("The action is added."))
    return redirect_to("programmes.show_evaluation", cohort_id=cohort_id, _anchor="actions")


def _page(visit: Visit[Any], desk: ActionDesk, form: CloseForm) -> str:
    row, steps = desk.row, improvements.list_steps(desk.row.id)
    people = {row.owner_id, *(step.made_by for step in steps)}
    people |= {step.before.get("owner_id") for step in steps}
    return render(
        "programmes/show_improvement.html",
        cohort=desk.cohort,
        row=row,
        is_running_it=desk.is_running_it,
        standing=find_standing(row, improvements.today_of(desk.cohort, visit.now)),
        steps=steps,
        step_names=STEP_NAMES,
        day=date.fromisoformat,
        people=get_names(visit.actor, [one for one in people if one]),
        form=form,
        choose_text=choose_text,
        **NAMES,
    )


@room.get(ONE, policy=signed_in)
def show_improvement(visit: Visit[None], action_id: str) -> Answer:
    return _page(visit, policy.load_action_for(visit.actor, action_id), CloseForm())


@room.post(ONE, policy=signed_in, form=CloseForm)
def close_improvement(visit: Visit[CloseForm], action_id: str) -> Answer:
    desk, form = policy.load_action_for(visit.actor, action_id), visit.form
    if visit.problems:
        return _page(visit, desk, form), 422
    status = cast("Literal['done', 'dropped']", form.status.data)
    try:
        services.close_action(visit.actor, visit.now, desk.row, status, str(form.note.data or ""))
    except ReasonMissing as error:
        complain_at(form.note, error.text)
        return _page(visit, desk, form), error.status
    notify("success", N_("The action is closed."))
    return redirect_to("programmes.show_improvement", action_id=action_id)


@room.post(f"{ONE}/reopen", policy=signed_in)
def reopen_improvement(visit: Visit[None], action_id: str) -> Answer:
    desk = policy.load_action_for(visit.actor, action_id)
    services.reopen_action(visit.actor, visit.now, desk.row)
    notify("success", N_("The action is open again."))
    return redirect_to("programmes.show_improvement", action_id=action_id)


@room.get(f"{ONE}/edit", policy=signed_in)
def edit_improvement(visit: Visit[None], action_id: str) -> Answer:
    desk = policy.load_run_action_for(visit.actor, action_id)
    form = ImprovementForm.of(desk.row.plan, desk.row.revision)
    return _form_page(visit, desk.cohort, form, desk.row.owner_id, action_id)


@room.post(f"{ONE}/edit", policy=signed_in, form=ImprovementForm)
def change_improvement(visit: Visit[ImprovementForm], action_id: str) -> Answer:
    desk, form = policy.load_run_action_for(visit.actor, action_id), visit.form
    kept = desk.row.owner_id
    if visit.problems:
        return _form_page(visit, desk.cohort, form, kept, action_id), 422
    plan, revision = form.plan(_list_team(visit, desk.cohort, kept)), read_revision(form)
    try:
        services.change_action(visit.actor, visit.now, desk.cohort, desk.row, plan, revision)
    except (Invalid, SomebodySaved) as error:
        form.refuse(error)
        form.revision.data = str(desk.row.revision)
        return _form_page(visit, desk.cohort, form, kept, action_id), error.status
    notify("success", N_("The action is saved."))
    return redirect_to("programmes.show_improvement", action_id=action_id)
