"""Verbs of what a cohort asks and admits by: its form, the criteria, the quotas; copying them.

Its dates and texts are changed in `cohorts`.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, update

from lms.audit import services as audit
from lms.kit.actor import Actor
from lms.kit.db import db
from lms.kit.i18n import N_, Text
from lms.kit.ids import new_id
from lms.programmes.models import Quota
from lms.programmes.queries import cohorts, panel
from lms.programmes.rules import quotas as rules
from lms.programmes.rules.cohort_errors import QuotaNotValid
from lms.programmes.rules.cohorts import OVER, status
from lms.programmes.rules.criteria import Criterion, write_criteria
from lms.programmes.rules.errors import CohortClosed
from lms.programmes.rules.form_questions import NominationForm, write_form
from lms.programmes.rules.quotas import QuotaPlan
from lms.programmes.rules.rows import CohortRow, QuotaRow
from lms.programmes.rules.selection_errors import ScoresGiven
from lms.programmes.services.cohorts import save_cohort
from lms.programmes.services.own_questions import copy_questions


def save_form(actor: Actor, now: datetime, cohort: CohortRow, form: NominationForm) -> None:
    """Keep the form of a cohort; raise `CohortClosed`, `SomebodySaved`."""
    save_cohort(actor, now, cohort, {"form": write_form(form)}, cohort.revision)


def save_criteria(
    actor: Actor, now: datetime, cohort: CohortRow, criteria: Sequence[Criterion]
) -> None:
    """Keep what the panel scores by; raise `CohortClosed`, `ScoresGiven`, `SomebodySaved`."""
    if panel.has_scores(cohort.id):
        raise ScoresGiven
    save_cohort(actor, now, cohort, {"criteria": write_criteria(criteria)}, cohort.revision)


def add_quotas(actor: Actor, now: datetime, cohort: CohortRow, plans: Sequence[QuotaPlan]) -> None:
    """Add quotas to a cohort, all or none.

    Raises `CohortClosed`, `QuotaNotValid`, `QuotasNotMet`.
    """
    if not plans:
        raise QuotaNotValid("where", Text(rules.NOBODY))
    there = cohorts.list_quotas(cohort.id)
    _check(cohort, now, there, plans)
    first = max((row.position for row in there), default=-1) + 1
    rows = [
        {"id": new_id(), "cohort_id": cohort.id, "position": position, **_columns(plan)}
        for position, plan in enumerate(plans, start=first)
    ]
    db.session.execute(insert(Quota), rows)
    for plan in plans:
        _record(actor, now, "quota_added", cohort, _columns(plan))


def change_quota(
    actor: Actor, now: datetime, cohort: CohortRow, quota: QuotaRow, plan: QuotaPlan
) -> None:
    """Change a quota; raise `CohortClosed`, `QuotaNotValid`, `QuotasNotMet`."""
    others = [row for row in cohorts.list_quotas(cohort.id) if row.id != quota.id]
    _check(cohort, now, others, [plan])
    db.session.execute(update(Quota).where(Quota.id == quota.id).values(_columns(plan)))
    details = {"before": _columns(rules.plan_of(quota)), "after": _columns(plan)}
    _record(actor, now, "quota_changed", cohort, details)


def remove_quota(actor: Actor, now: datetime, cohort: CohortRow, quota: QuotaRow) -> None:
    """Take a quota away; raise `CohortClosed`."""
    if status(cohort, now) in OVER:
        raise CohortClosed
    db.session.execute(delete(Quota).where(Quota.id == quota.id))
    _record(actor, now, "quota_removed", cohort, _columns(rules.plan_of(quota)))


def _check(
    cohort: CohortRow, now: datetime, there: Sequence[QuotaRow], plans: Sequence[QuotaPlan]
) -> None:
    if status(cohort, now) in OVER:
        raise CohortClosed
    if len(there) + len(plans) > rules.MOST_QUOTAS:
        raise QuotaNotValid("name", Text(N_("A cohort has at most 100 quotas.")))
    kept = [rules.plan_of(row) for row in there]
    names = [plan.name for plan in kept]
    for plan in plans:
        rules.check_plan(plan, names)
        names.append(plan.name)
    rules.check_together(cohort.places, [*kept, *plans])


def _columns(plan: QuotaPlan) -> dict[str, Any]:
    fields = {name: list(values) for name, values in plan.fields.items() if values}
    limits = {"minimum": plan.minimum or None, "share": plan.share, "maximum": plan.maximum}
    return {"name": plan.name, "fields": fields, **limits}


def copy_plans(actor: Actor, now: datetime, source: CohortRow, cohort: CohortRow) -> None:
    """Give a new cohort what an earlier one has: announcement, form, criteria, quotas, questions.

    Raises `QuotasNotMet` where it has too few places for them.
    """
    values = {
        "announcement": dict(source.announcement),
        "announcement_html": dict(source.announcement_html),
        "form": dict(source.form),
        "criteria": list(source.criteria),
    }
    save_cohort(actor, now, cohort, values, cohort.revision)
    copy_questions(source, cohort)
    plans = [rules.plan_of(row) for row in cohorts.list_quotas(source.id)]
    if plans:
        add_quotas(actor, now, cohort, plans)
    _record(actor, now, "copied", cohort, {"from": source.id})


def _record(
    actor: Actor, now: datetime, what: str, cohort: CohortRow, details: dict[str, Any]
) -> None:
    audit.record(
        actor, now, f"cohort.{what}", subject_type="cohort", subject_id=cohort.id, details=details
    )
