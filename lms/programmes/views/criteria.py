"""The criteria of a cohort, one by one: what its selection panel scores nominations by.

Scoring itself is elsewhere.
"""

from typing import Any

from flask import request

from lms.kit.errors import NotVisible
from lms.kit.i18n import N_
from lms.kit.ids import new_id
from lms.programmes import policy
from lms.programmes.forms.planning import CriterionForm
from lms.programmes.policy import CohortDesk
from lms.programmes.rules import listing
from lms.programmes.rules.cohorts import choose_text
from lms.programmes.rules.criteria import Criterion, read_criteria
from lms.programmes.services import planning
from lms.programmes.views.desks import ONE
from lms.programmes.views.door import room
from lms.web.policies import signed_in
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit

CRITERIA = f"{ONE}/criteria"
CRITERION = f"{CRITERIA}/<id:criterion_id>"


@room.get(CRITERIA, policy=signed_in)
def list_criteria(visit: Visit[None], cohort_id: str) -> Answer:
    desk = policy.load_run_cohort_for(visit.actor, cohort_id)
    return render(
        "programmes/list_criteria.html",
        desk=desk,
        criteria=read_criteria(desk.cohort.criteria),
        choose_text=choose_text,
    )


def _find_criterion(desk: CohortDesk, criterion_id: str) -> Criterion:
    criterion = listing.find(read_criteria(desk.cohort.criteria), criterion_id)
    if criterion is None:
        raise NotVisible
    return criterion


def _save_criteria(visit: Visit[Any], desk: CohortDesk, criteria: tuple[Criterion, ...]) -> Answer:
    planning.save_criteria(visit.actor, visit.now, desk.cohort, criteria)
    notify("success", N_("The criteria are saved."))
    return redirect_to("programmes.list_criteria", cohort_id=desk.cohort.id)


def _criterion_page(desk: CohortDesk, form: CriterionForm, criterion_id: str | None) -> str:
    return render("programmes/edit_criterion.html", desk=desk, form=form, criterion_id=criterion_id)


@room.get(f"{CRITERIA}/new", policy=signed_in)
def show_new_criterion(visit: Visit[None], cohort_id: str) -> Answer:
    desk = policy.load_run_cohort_for(visit.actor, cohort_id)
    return _criterion_page(desk, CriterionForm(), None)


@room.post(f"{CRITERIA}/new", policy=signed_in, form=CriterionForm)
def add_criterion(visit: Visit[CriterionForm], cohort_id: str) -> Answer:
    desk = policy.load_run_cohort_for(visit.actor, cohort_id)
    return _put_criterion(visit, desk, None)


@room.get(CRITERION, policy=signed_in)
def edit_criterion(visit: Visit[None], cohort_id: str, criterion_id: str) -> Answer:
    desk = policy.load_run_cohort_for(visit.actor, cohort_id)
    form = CriterionForm.of(_find_criterion(desk, criterion_id))
    return _criterion_page(desk, form, criterion_id)


@room.post(CRITERION, policy=signed_in, form=CriterionForm)
def change_criterion(visit: Visit[CriterionForm], cohort_id: str, criterion_id: str) -> Answer:
    desk = policy.load_run_cohort_for(visit.actor, cohort_id)
    return _put_criterion(visit, desk, _find_criterion(desk, criterion_id).id)


def _put_criterion(
    visit: Visit[CriterionForm], desk: CohortDesk, criterion_id: str | None
) -> Answer:
    form = visit.form
    if visit.problems:
        return _criterion_page(desk, form, criterion_id), 422
    criterion = Criterion(
        criterion_id or new_id(),
        form.name.data,
        form.points.data or 0,
        form.weight.data or 0,
        form.levels.data,
    )
    criteria = read_criteria(desk.cohort.criteria)
    return _save_criteria(visit, desk, listing.put(criteria, criterion))


@room.post(f"{CRITERION}/move", policy=signed_in)
def move_criterion(visit: Visit[None], cohort_id: str, criterion_id: str) -> Answer:
    desk = policy.load_run_cohort_for(visit.actor, cohort_id)
    is_up = request.form.get("direction") == "up"
    criteria = read_criteria(desk.cohort.criteria)
    return _save_criteria(visit, desk, listing.move(criteria, criterion_id, is_up=is_up))


@room.get(f"{CRITERION}/remove", policy=signed_in)
def confirm_criterion(visit: Visit[None], cohort_id: str, criterion_id: str) -> Answer:
    desk = policy.load_run_cohort_for(visit.actor, cohort_id)
    criterion = _find_criterion(desk, criterion_id)
    return render(
        "programmes/confirm_removal.html",
        desk=desk,
        tab="programmes.list_criteria",
        title=N_("Remove the criterion"),
        about=choose_text(criterion.name, visit.actor.language or "en")[0],
        said=N_("The panel does not score by it any more."),
    )


@room.post(f"{CRITERION}/remove", policy=signed_in)
def remove_criterion(visit: Visit[None], cohort_id: str, criterion_id: str) -> Answer:
    desk = policy.load_run_cohort_for(visit.actor, cohort_id)
    criteria = read_criteria(desk.cohort.criteria)
    return _save_criteria(visit, desk, listing.remove(criteria, criterion_id))
