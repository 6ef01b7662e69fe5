"""Who does what in a cohort, and the groups: people are found by name or address, and assigned.

What a task lets somebody do is decided in `policy`.
"""

from typing import Any

from flask import request

from lms.accounts import queries as accounts
from lms.accounts.queries import ListedPerson, Wanted
from lms.kit.actor import Actor
from lms.kit.i18n import N_
from lms.programmes import policy
from lms.programmes.forms.cohorts import GroupForm, TaskForm
from lms.programmes.policy import CohortDesk
from lms.programmes.queries import teams
from lms.programmes.queries.teams import GroupRow
from lms.programmes.rules.cohort_errors import GroupNotValid, PersonUnknown, TaskUnknown
from lms.programmes.rules.rows import TASKS
from lms.programmes.rules.tasks import TASK_MEANINGS, TASK_NAMES
from lms.programmes.services import teams as verbs
from lms.programmes.views.desks import ONE
from lms.programmes.views.door import room
from lms.web.policies import signed_in
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit

MOST_FOUND = 20
GROUP = f"{ONE}/groups/<id:group_id>"


@room.get(f"{ONE}/team", policy=signed_in)
def show_team(visit: Visit[None], cohort_id: str) -> Answer:
    desk = policy.load_involved_cohort_for(visit.actor, cohort_id)
    rows = teams.list_tasks(cohort_id)
    text = request.args.get("q", "").strip()[:100]
    found = _find_people(visit, text) if text and desk.is_manager else []
    return render(
        "programmes/show_team.html",
        desk=desk,
        rows=[row for row in rows if row.until is None],
        former=[row for row in rows if row.until is not None],
        names=accounts.get_names(visit.actor, {row.person_id for row in rows}),
        task_names=TASK_NAMES,
        task_meanings=TASK_MEANINGS,
        text=text,
        found=found,
    )


def _find_people(visit: Visit[Any], text: str) -> list[tuple[str, str, str]]:
    """Return id, name and place of those whom the actor administers, or who have this address."""
    wanted = Wanted(text=text, status="active")
    rows, _total = accounts.list_people(visit.actor, visit.now, wanted, first=0, size=MOST_FOUND)
    found = [(row.id, row.name, _describe(visit.actor, row)) for row in rows]
    other = accounts.find_person_by_email(text.lower())
    if other is not None and other.is_active and other.id not in {one[0] for one in found}:
        found.append((other.id, accounts.get_name(visit.actor, other.id), ""))
    return found


def _describe(actor: Actor, row: ListedPerson) -> str:
    return row.label(actor.language or "en")


@room.post(f"{ONE}/team", policy=signed_in, form=TaskForm)
def add_task(visit: Visit[TaskForm], cohort_id: str) -> Answer:
    desk = policy.load_managed_cohort_for(visit.actor, cohort_id)
    task = next((one for one in TASKS if one == visit.form.task.data), None)
    if task is None:
        raise TaskUnknown
    person = accounts.find_person(str(visit.form.person.data))
    if person is None or not person.is_active:
        raise PersonUnknown
    verbs.assign(visit.actor, visit.now, desk.cohort, person.id, task)
    notify("success", N_("The task is given."))
    return redirect_to("programmes.show_team", cohort_id=cohort_id)


@room.post(f"{ONE}/team/end", policy=signed_in, form=TaskForm)
def end_task(visit: Visit[TaskForm], cohort_id: str) -> Answer:
    desk = policy.load_managed_cohort_for(visit.actor, cohort_id)
    task = next((one for one in TASKS if one == visit.form.task.data), None)
    if task is None:
        raise TaskUnknown
    verbs.unassign(visit.actor, visit.now, desk.cohort, str(visit.form.person.data), task)
    notify("success", N_("The task is taken away. That it was held stays on record."))
    return redirect_to("programmes.show_team", cohort_id=cohort_id)


@room.get(f"{ONE}/groups", policy=signed_in)
def list_groups(visit: Visit[None], cohort_id: str) -> Answer:
    desk = policy.load_involved_cohort_for(visit.actor, cohort_id)
    return _groups_page(visit, desk, GroupForm())


def _groups_page(visit: Visit[Any], desk: CohortDesk, form: GroupForm) -> str:
    groups = teams.list_groups(desk.cohort.id)
    names = _offer(visit, desk, form, groups)
    return render("programmes/list_groups.html", desk=desk, groups=groups, names=names, form=form)


def _offer(
    visit: Visit[Any], desk: CohortDesk, form: GroupForm, groups: list[GroupRow]
) -> dict[str, str]:
    tutors = [
        row.person_id
        for row in teams.list_tasks(desk.cohort.id)
        if row.task == "tutor" and row.until is None
    ]
    held = [row.tutor_id for row in groups if row.tutor_id]
    names = accounts.get_names(visit.actor, {*tutors, *held})
    offered = sorted(((one, names.get(one, "")) for one in tutors), key=lambda pair: pair[1])
    form.offer(desk.cohort.languages, offered)
    return names


@room.post(f"{ONE}/groups", policy=signed_in, form=GroupForm)
def add_group(visit: Visit[GroupForm], cohort_id: str) -> Answer:
    desk, form = policy.load_run_cohort_for(visit.actor, cohort_id), visit.form
    if visit.problems:
        return _groups_page(visit, desk, form), 422
    try:
        verbs.add_group(visit.actor, visit.now, desk.cohort, *form.values())
    except GroupNotValid as error:
        form.refuse(error)
        return _groups_page(visit, desk, form), 422
    notify("success", N_("The group is added."))
    return redirect_to("programmes.list_groups", cohort_id=cohort_id)


def _group_page(visit: Visit[Any], desk: CohortDesk, group: GroupRow, form: GroupForm) -> str:
    _offer(visit, desk, form, [group])
    return render("programmes/edit_group.html", desk=desk, group=group, form=form)


@room.get(GROUP, policy=signed_in)
def edit_group(visit: Visit[None], cohort_id: str, group_id: str) -> Answer:
    desk = policy.load_run_cohort_for(visit.actor, cohort_id)
    group = teams.get_group(cohort_id, group_id)
    form = GroupForm(
        data={"name": group.name, "language": group.language, "tutor": group.tutor_id or ""}
    )
    return _group_page(visit, desk, group, form)


@room.post(GROUP, policy=signed_in, form=GroupForm)
def change_group(visit: Visit[GroupForm], cohort_id: str, group_id: str) -> Answer:
    desk, form = policy.load_run_cohort_for(visit.actor, cohort_id), visit.form
    group = teams.get_group(cohort_id, group_id)
    if visit.problems:
        return _group_page(visit, desk, group, form), 422
    try:
        verbs.change_group(visit.actor, visit.now, desk.cohort, group, *form.values())
    except GroupNotValid as error:
        form.refuse(error)
        return _group_page(visit, desk, group, form), 422
    notify("success", N_("The group is saved."))
    return redirect_to("programmes.list_groups", cohort_id=cohort_id)


@room.post(f"{GROUP}/remove", policy=signed_in)
def remove_group(visit: Visit[None], cohort_id: str, group_id: str) -> Answer:
    desk = policy.load_run_cohort_for(visit.actor, cohort_id)
    verbs.remove_group(visit.actor, visit.now, desk.cohort, teams.get_group(cohort_id, group_id))
    notify("success", N_("The group is removed."))
    return redirect_to("programmes.list_groups", cohort_id=cohort_id)
