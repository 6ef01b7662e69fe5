"""Allocating places: how the panel stands, the runs, one of them, what if, deciding by hand.

What becomes of the places is in `places`; scoring is in `panel`.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from typing import Any

from lms.accounts import queries as accounts
from lms.kit.errors import DomainError
from lms.kit.i18n import N_, Text, formats
from lms.organisations import queries as organisations
from lms.programmes import policy as cohort_policy
from lms.programmes import selection_policy as policy
from lms.programmes.forms.selection import OverrideForm, PlanForm, WhatIfForm
from lms.programmes.policy import CohortDesk
from lms.programmes.queries import before, cohorts, nominations, panel, selection
from lms.programmes.queries.selection import Candidate, RunRow
from lms.programmes.rules.cohorts import status
from lms.programmes.rules.place_reasons import isolate, name_quotas
from lms.programmes.rules.quotas import to_limits
from lms.programmes.rules.rows import CohortRow, NominationRow
from lms.programmes.rules.scoring import REASON_NAMES
from lms.programmes.rules.selection import Override, Result, compute
from lms.programmes.services import panel as scoring
from lms.programmes.services import selection as allocating
from lms.programmes.views.door import room
from lms.web.forms import choices, complain_at
from lms.web.locale import current_language
from lms.web.policies import signed_in
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit

SELECTION = "/admin/cohorts/<id:cohort_id>/selection"
RUN = f"{SELECTION}/runs/<id:run_id>"


@room.get(SELECTION, policy=signed_in)
def show_selection(visit: Visit[None], cohort_id: str) -> Answer:
    desk = cohort_policy.load_run_cohort_for(visit.actor, cohort_id)
    form = PlanForm(data=asdict(panel.get_plan(cohort_id)))
    return _selection_page(visit, desk, form)


def _refusal(check: Callable[[], object]) -> Text | None:
    """Return why something is not possible now, or nothing where it is."""
    try:
        check()
    except DomainError as error:
        return error.text
    return None


def _selection_page(
    visit: Visit[Any], desk: CohortDesk, form: PlanForm, error: Text | None = None
) -> str:
    cohort = desk.cohort
    candidates = selection.list_candidates(cohort, panel.get_plan(cohort.id))
    members = [row.person_id for row in cohorts.list_assignments(cohort.id) if row.task == "panel"]
    runs = selection.list_runs(cohort.id)
    conflicts = panel.list_conflicts(cohort.id)
    people = {
        *members,
        *(one.person_id for one in conflicts),
        *(run.asked_by or "" for run in runs),
    }
    rows = [one.file.row for one in candidates]
    return render(
        "programmes/show_selection.html",
        desk=desk,
        form=form,
        candidates=candidates,
        members=[(one, _count(one, candidates)) for one in members],
        declared={
            who
            for who, seen in panel.list_declared(cohort.id).items()
            if seen.issuperset(row.id for row in rows)
        },
        conflicts=conflicts,
        reasons=REASON_NAMES,
        people=accounts.get_names(visit.actor, sorted(people - {""})),
        names=nominations.name_nominees(visit.actor, rows),
        places=_place_labels(rows),
        before=before.list_open(cohort, rows, {}, current_language(), visit.now),
        runs=runs,
        missing=sum(one.scored.score is None for one in candidates),
        is_given_out=any(run.confirmed_at for run in runs),
        closes_at=formats(current_language()).zoned(cohort.closes_at, cohort.time_zone),
        is_early=status(cohort, visit.now) in allocating.EARLY,
        barrier=_refusal(lambda: allocating.check_open(cohort, visit.now)),
        error=error,
    )


def _count(person_id: str, candidates: list[Candidate]) -> tuple[int, int]:
    """Return how many nominations a member has scored, of how many."""
    own = [one for one in candidates if person_id not in one.excluded]
    return sum(person_id in one.scored.totals for one in own), len(own)


def _place_labels(rows: list[NominationRow]) -> dict[str, str]:
    language = current_language()
    labels = {row.id: row.label(language) for row in organisations.list_organisations()}
    return {row.id: labels[row.state_id or row.organisation_id] for row in rows}


@room.post(f"{SELECTION}/plan", policy=signed_in, form=PlanForm)
def save_selection_plan(visit: Visit[PlanForm], cohort_id: str) -> Answer:
    desk = cohort_policy.load_run_cohort_for(visit.actor, cohort_id)
    if visit.problems:
        return _selection_page(visit, desk, visit.form), 422
    scoring.save_plan(visit.actor, visit.now, desk.cohort, visit.form.plan)
    notify("success", N_("Saved."))
    return redirect_to("programmes.show_selection", cohort_id=cohort_id)


@room.post(f"{SELECTION}/conflicts/<id:conflict_id>/lift", policy=signed_in)
def lift_conflict(visit: Visit[None], cohort_id: str, conflict_id: str) -> Answer:
    conflict = policy.load_conflict_for(visit.actor, cohort_id, conflict_id)
    scoring.lift_conflict(visit.actor, visit.now, conflict)
    notify(
        "success", N_("The conflict of interest is lifted; that it was declared stays on record.")
    )
    return redirect_to("programmes.show_selection", cohort_id=cohort_id)


@room.post(f"{SELECTION}/runs", policy=signed_in)
def compute_allocation(visit: Visit[None], cohort_id: str) -> Answer:
    desk = cohort_policy.load_run_cohort_for(visit.actor, cohort_id)
    try:
        run_id = allocating.ask_for_run(visit.actor, visit.now, desk.cohort)
    except DomainError as error:
        form = PlanForm(formdata=None, data=asdict(panel.get_plan(cohort_id)))
        return _selection_page(visit, desk, form, error.text), error.status
    return redirect_to("programmes.show_allocation", cohort_id=cohort_id, run_id=run_id)


@room.get(RUN, policy=signed_in)
def show_allocation(visit: Visit[None], cohort_id: str, run_id: str) -> Answer:
    desk, run = policy.load_run_for(visit.actor, cohort_id, run_id)
    return _run_page(visit, desk, run, OverrideForm())


def _run_page(
    visit: Visit[Any],
    desk: CohortDesk,
    run: RunRow,
    form: OverrideForm,
    error: Text | None = None,
) -> str:
    rows = nominations.list_nominations(desk.cohort.id)
    ids = {one.id for one in run.given.nominees}
    shown = [row for row in rows if row.id in ids]
    deciders = [what.person_id for what in run.given.overrides.values() if what.person_id]
    quota_names = name_quotas(run.given.quotas, current_language())
    named = [*deciders, run.line.confirmed_by or "", run.line.asked_by or ""]
    return render(
        "programmes/show_allocation.html",
        desk=desk,
        run=run,
        result=run.result,
        why_of=_tell_why(run.result, quota_names) if run.result else {},
        quota_names=quota_names,
        lists=_lists(run.result) if run.result else [],
        nominees={one.id: one for one in run.given.nominees},
        names=nominations.name_nominees(visit.actor, shown),
        places=_place_labels(shown),
        people=accounts.get_names(visit.actor, [one for one in named if one]),
        form=form,
        is_given_out=selection.has_confirmed(desk.cohort.id),
        barrier=_refusal(lambda: allocating.check_run(visit.now, desk.cohort, run)),
        error=error,
        language_of=current_language(),
    )


def _tell_why(result: Result, names: Mapping[str, str]) -> dict[str, list[Text]]:
    return {one: [isolate(text, names) for text in texts] for one, texts in result.why.items()}


def _lists(result: Result) -> list[tuple[str, tuple[str, ...]]]:
    return [("in", result.admitted), ("waiting", result.waiting), ("out", result.out)]


@room.post(f"{RUN}/decisions", policy=signed_in, form=OverrideForm)
def decide_by_hand(visit: Visit[OverrideForm], cohort_id: str, run_id: str) -> Answer:
    desk, run = policy.load_run_for(visit.actor, cohort_id, run_id)
    form = visit.form
    if visit.problems:
        return _run_page(visit, desk, run, form), 422
    outcome = form.outcome.data
    decision = (
        None if outcome == "none"
        else Override(outcome, str(form.reason.data or ""), visit.actor.person_id)
    )  # fmt: skip
    try:
        new_id = allocating.override(
            visit.actor, visit.now, desk.cohort, run, str(form.nomination.data), decision
        )
    except DomainError as error:
        complain_at(form.reason, error.text)
        return _run_page(visit, desk, run, form), error.status
    return redirect_to("programmes.show_allocation", cohort_id=cohort_id, run_id=new_id)


@room.get(f"{RUN}/confirm", policy=signed_in)
def ask_to_confirm(visit: Visit[None], cohort_id: str, run_id: str) -> Answer:
    desk, run = policy.load_run_for(visit.actor, cohort_id, run_id)
    barrier = _refusal(lambda: allocating.check_run(visit.now, desk.cohort, run))
    if barrier is not None and run.result is not None:
        return _run_page(visit, desk, run, OverrideForm(), barrier)
    return render("programmes/confirm_allocation.html", desk=desk, run=run, result=run.result)


@room.post(f"{RUN}/confirm", policy=signed_in)
def confirm_allocation(visit: Visit[None], cohort_id: str, run_id: str) -> Answer:
    desk, run = policy.load_run_for(visit.actor, cohort_id, run_id)
    try:
        allocating.confirm(visit.actor, visit.now, desk.cohort, run)
    except DomainError as error:
        return _run_page(visit, desk, run, OverrideForm(formdata=None), error.text), error.status
    notify("success", N_("The places are offered, and letters are on their way to all nominees."))
    return redirect_to("programmes.list_places", cohort_id=cohort_id)


@room.get(f"{SELECTION}/what-if", policy=signed_in, form=WhatIfForm)
def try_what_if(visit: Visit[WhatIfForm], cohort_id: str) -> Answer:
    desk, form = cohort_policy.load_run_cohort_for(visit.actor, cohort_id), visit.form
    quotas = cohorts.list_quotas(cohort_id)
    form.without.choices = choices([("", "–"), *((row.id, row.name) for row in quotas)])
    if form.places.data is None and not form.places.errors:
        form.places.data = desk.cohort.places
    before, after, error = _try(desk.cohort, form) if not visit.problems else (None, None, None)
    changed = _list_changes(before, after) if before and after else []
    rows = [row for row in nominations.list_nominations(cohort_id) if row.id in dict(changed)]
    return render(
        "programmes/try_allocation.html",
        desk=desk,
        form=form,
        result=after,
        changed=changed,
        names=nominations.name_nominees(visit.actor, rows),
        error=error,
    )


def _try(cohort: CohortRow, form: WhatIfForm) -> tuple[Result | None, Result | None, Text | None]:
    """Return what comes out as things stand, and under what was asked, or why it cannot be."""
    given = selection.gather(cohort, selection.list_candidates(cohort, panel.get_plan(cohort.id)))
    kept = [row for row in cohorts.list_quotas(cohort.id) if row.id != form.without.data]
    places = form.places.data or 0
    other = replace(given, places=places, quotas=tuple(to_limits(kept, places)))
    try:
        return compute(given), compute(other), None
    except DomainError as error:
        return None, None, error.text


def _list_changes(before: Result, after: Result) -> list[tuple[str, tuple[str, str]]]:
    """Return who stands in another list than before: the nominee, the former list, the new one."""
    every = (*after.admitted, *after.waiting, *after.out)
    pairs = [(one, (before.outcome_of(one), after.outcome_of(one))) for one in every]
    return [(one, (old, new)) for one, (old, new) in pairs if old and new and old != new]
