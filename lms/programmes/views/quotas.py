"""The quotas of a cohort: one by one, or one for each of several States or agencies.

What cannot be met is said before anything is kept, with the smallest change.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import request

from lms.kit.i18n import N_, translate
from lms.kit.regions import ASKED_TO_STAY, LEAST_DEVELOPED_AS_OF, SMALL_ISLANDS_AS_OF
from lms.programmes import policy
from lms.programmes.forms.planning import LimitsForm, QuotaForm
from lms.programmes.policy import CohortDesk
from lms.programmes.queries import cohorts
from lms.programmes.queries.quota_choices import Choices, list_choices
from lms.programmes.rules import quotas as rules
from lms.programmes.rules.cohort_errors import QuotaNotValid
from lms.programmes.rules.quotas import QuotaPlan, QuotasNotMet, describe_limits
from lms.programmes.services import planning
from lms.programmes.views.desks import ONE
from lms.programmes.views.door import room
from lms.web.locale import current_language
from lms.web.policies import signed_in
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit

QUOTAS = f"{ONE}/quotas"
QUOTA = f"{QUOTAS}/<id:quota_id>"
# For each of which there can be a quota.
EACH = (rules.STATE, rules.AGENCY)
PRESET_NAMES: Mapping[str, str] = {
    "women": N_("Women"),
    "least-developed": N_("Least developed countries"),
    "small-islands": N_("Small island developing States"),
}


def _choices(visit: Visit[Any], desk: CohortDesk) -> Choices:
    return list_choices(desk.cohort, current_language(), visit.now)


@room.get(QUOTAS, policy=signed_in)
def list_quotas(visit: Visit[None], cohort_id: str) -> Answer:
    desk = policy.load_run_cohort_for(visit.actor, cohort_id)
    choices = _choices(visit, desk)
    rows = [
        (row, describe_limits(row.minimum, row.maximum, row.share), choices.describe(row.fields))
        for row in cohorts.list_quotas(cohort_id)
    ]
    each = [(name, field.label) for name in EACH if (field := choices.field(name)).values]
    return render(
        "programmes/list_quotas.html",
        desk=desk,
        rows=rows,
        choices=choices,
        each=each,
        preset_names=PRESET_NAMES,
    )


def _quota_page(
    visit: Visit[Any],
    desk: CohortDesk,
    form: QuotaForm,
    chosen: Mapping[str, Sequence[str]],
    quota_id: str | None,
    problems: Sequence[Any] = (),
) -> str:
    choices = _choices(visit, desk)
    return render(
        "programmes/edit_quota.html",
        desk=desk,
        form=form,
        chosen=chosen,
        choices=choices,
        quota_id=quota_id,
        problems=problems,
        lists={"least-developed": LEAST_DEVELOPED_AS_OF, "small-islands": SMALL_ISLANDS_AS_OF},
        leaving=choices.list_leaving(),
        asked_to_stay=ASKED_TO_STAY,
        preset=request.args.get("preset", ""),
    )


@room.get(f"{QUOTAS}/new", policy=signed_in)
def show_new_quota(visit: Visit[None], cohort_id: str) -> Answer:
    desk = policy.load_run_cohort_for(visit.actor, cohort_id)
    name, chosen = _preset(_choices(visit, desk), request.args.get("preset", ""))
    return _quota_page(visit, desk, QuotaForm(data={"name": name}), chosen, None)


def _preset(choices: Choices, preset: str) -> tuple[str, dict[str, tuple[str, ...]]]:
    """Return the name and what is chosen at first; nothing where nothing usual is meant."""
    usual: dict[str, tuple[str, tuple[str, ...]]] = {
        "women": (rules.SEX, ("female",)),
        "least-developed": (rules.STATE, choices.least_developed),
        "small-islands": (rules.STATE, choices.small_islands),
    }
    region = next((one for one in choices.regions if one.name == preset), None)
    if region is not None:
        return region.label, {region.field: region.values}
    if preset not in usual:
        return "", {}
    field, values = usual[preset]
    return translate(current_language(), PRESET_NAMES[preset]), {field: values}


@room.post(f"{QUOTAS}/new", policy=signed_in, form=QuotaForm)
def add_quota(visit: Visit[QuotaForm], cohort_id: str) -> Answer:
    desk = policy.load_run_cohort_for(visit.actor, cohort_id)
    chosen = _choices(visit, desk).keep_known(visit.form.where.data)

    def keep(plan: QuotaPlan) -> None:
        planning.add_quotas(visit.actor, visit.now, desk.cohort, [plan])

    return _keep(visit, desk, chosen, None, keep)


@room.get(QUOTA, policy=signed_in)
def edit_quota(visit: Visit[None], cohort_id: str, quota_id: str) -> Answer:
    desk = policy.load_run_cohort_for(visit.actor, cohort_id)
    row = cohorts.get_quota(cohort_id, quota_id)
    plan = rules.plan_of(row)
    limits = {name: getattr(plan, name) for name in ("name", "minimum", "maximum", "share")}
    return _quota_page(visit, desk, QuotaForm(data=limits), row.fields, quota_id)


@room.post(QUOTA, policy=signed_in, form=QuotaForm)
def change_quota(visit: Visit[QuotaForm], cohort_id: str, quota_id: str) -> Answer:
    desk = policy.load_run_cohort_for(visit.actor, cohort_id)
    row = cohorts.get_quota(cohort_id, quota_id)
    chosen = _choices(visit, desk).keep_known(visit.form.where.data)

    def keep(plan: QuotaPlan) -> None:
        planning.change_quota(visit.actor, visit.now, desk.cohort, row, plan)

    return _keep(visit, desk, chosen, quota_id, keep)


def _keep(
    visit: Visit[QuotaForm],
    desk: CohortDesk,
    chosen: Mapping[str, tuple[str, ...]],
    quota_id: str | None,
    keep: Any,  # noqa: ANN401 - either verb, with all but the plan given
) -> Answer:
    form = visit.form
    if visit.problems:
        return _quota_page(visit, desk, form, chosen, quota_id), 422
    try:
        keep(QuotaPlan(str(form.name.data), chosen, *read_limits(form)))
    except QuotaNotValid as error:
        form.show_error(error.field, error.text)
        return _quota_page(visit, desk, form, chosen, quota_id), 422
    except QuotasNotMet as error:
        return _quota_page(visit, desk, form, chosen, quota_id, error.problems), 422
    notify("success", N_("The quota is saved."))
    return redirect_to("programmes.list_quotas", cohort_id=desk.cohort.id)


def read_limits(form: LimitsForm) -> tuple[int | None, int | None, int | None]:
    """Return the least, the most, and the least as a share of the places, as they were sent."""
    return form.minimum.data, form.maximum.data, form.share.data


@room.get(f"{QUOTA}/remove", policy=signed_in)
def confirm_quota(visit: Visit[None], cohort_id: str, quota_id: str) -> Answer:
    desk = policy.load_run_cohort_for(visit.actor, cohort_id)
    return render(
        "programmes/confirm_removal.html",
        desk=desk,
        tab="programmes.list_quotas",
        title=N_("Remove the quota"),
        about=cohorts.get_quota(cohort_id, quota_id).name,
        said=N_("Places are no longer allocated by it. It cannot be brought back."),
    )


@room.post(f"{QUOTA}/remove", policy=signed_in)
def remove_quota(visit: Visit[None], cohort_id: str, quota_id: str) -> Answer:
    desk = policy.load_run_cohort_for(visit.actor, cohort_id)
    row = cohorts.get_quota(cohort_id, quota_id)
    planning.remove_quota(visit.actor, visit.now, desk.cohort, row)
    notify("success", N_("The quota is removed."))
    return redirect_to("programmes.list_quotas", cohort_id=cohort_id)
