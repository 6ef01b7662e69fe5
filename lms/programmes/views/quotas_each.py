"""One quota for each of several States or agencies, all kept at once or none.

Single quotas stand in `quotas`.
"""

from collections.abc import Sequence
from typing import Any

from lms.kit.errors import NotVisible
from lms.kit.i18n import N_
from lms.programmes import policy
from lms.programmes.forms.planning import EachQuotaForm
from lms.programmes.policy import CohortDesk
from lms.programmes.queries.quota_choices import Field, list_choices
from lms.programmes.rules.cohort_errors import QuotaNotValid
from lms.programmes.rules.quotas import AGENCY, STATE, QuotaPlan, QuotasNotMet
from lms.programmes.services import planning
from lms.programmes.views.door import room
from lms.programmes.views.quotas import QUOTAS, read_limits
from lms.web.locale import current_language
from lms.web.policies import signed_in
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit


def _load(visit: Visit[Any], cohort_id: str, name: str) -> tuple[CohortDesk, Field]:
    desk = policy.load_run_cohort_for(visit.actor, cohort_id)
    field = list_choices(desk.cohort, current_language(), visit.now).field(name)
    if name not in {STATE, AGENCY} or not field.values:
        raise NotVisible
    return desk, field


def _page(
    desk: CohortDesk,
    field: Field,
    form: EachQuotaForm,
    chosen: Sequence[str],
    problems: Sequence[Any] = (),
) -> str:
    return render(
        "programmes/each_quota.html",
        desk=desk,
        field=field,
        form=form,
        chosen=chosen,
        problems=problems,
    )


@room.get(f"{QUOTAS}/each/<name>", policy=signed_in)
def show_each_quota(visit: Visit[None], cohort_id: str, name: str) -> Answer:
    desk, field = _load(visit, cohort_id, name)
    return _page(desk, field, EachQuotaForm(), [value for value, _text in field.values])


@room.post(f"{QUOTAS}/each/<name>", policy=signed_in, form=EachQuotaForm)
def add_each_quota(visit: Visit[EachQuotaForm], cohort_id: str, name: str) -> Answer:
    desk, field = _load(visit, cohort_id, name)
    form = visit.form
    sent = form.each.data.get("", [])
    chosen = [(value, text) for value, text in field.values if value in sent]
    values = [value for value, _text in chosen]
    if visit.problems:
        return _page(desk, field, form, values), 422
    limits = read_limits(form)
    plans = [QuotaPlan(text, {field.name: (value,)}, *limits) for value, text in chosen]
    try:
        planning.add_quotas(visit.actor, visit.now, desk.cohort, plans)
    except QuotaNotValid as error:
        form.show_error(error.field, error.text)
        return _page(desk, field, form, values), 422
    except QuotasNotMet as error:
        return _page(desk, field, form, values, error.problems), 422
    notify("success", N_("The quotas are saved."))
    return redirect_to("programmes.list_quotas", cohort_id=cohort_id)
