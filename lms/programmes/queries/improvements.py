"""Reads of improvement actions and their history.

Who may read which is decided in `improvement_policy`.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, or_, select

from lms.kit.db import read
from lms.programmes.models import ImprovementAction, ImprovementStep
from lms.programmes.rules.improvements import ActionRow, Standing, StepRow, find_standing, order
from lms.programmes.rules.rows import CohortRow

_action: Any = select(
    ImprovementAction.id,
    ImprovementAction.cohort_id,
    ImprovementAction.finding,
    ImprovementAction.measure,
    ImprovementAction.owner_id,
    ImprovementAction.owner_name,
    ImprovementAction.due_on,
    ImprovementAction.status,
    ImprovementAction.note,
    ImprovementAction.created_by,
    ImprovementAction.created_at,
    ImprovementAction.closed_at,
    ImprovementAction.revision,
)


@dataclass(frozen=True, slots=True)
class ActionLine:
    """An action in a list, with its cohort and where it stands."""

    row: ActionRow
    cohort: CohortRow
    standing: Standing


def today_of(cohort: CohortRow, now: datetime) -> date:
    """Return the day it is for a cohort, by its own clocks."""
    return now.astimezone(ZoneInfo(cohort.time_zone)).date()


def find_action(action_id: str) -> ActionRow | None:
    """Return one action, or nothing."""
    return _find(_action.where(ImprovementAction.id == action_id))


def find_action_locked(action_id: str) -> ActionRow | None:
    """Return one action that nobody else changes until this transaction ends."""
    return _find(_action.where(ImprovementAction.id == action_id).with_for_update())


def _find(query: Any) -> ActionRow | None:  # noqa: ANN401 - of more columns than its type counts
    row = read(query).one_or_none()
    return ActionRow(*row) if row else None


def list_steps(action_id: str) -> list[StepRow]:
    """Return what was done with an action, the first first."""
    query: Any = (
        select(
            ImprovementStep.kind,
            ImprovementStep.note,
            ImprovementStep.before,
            ImprovementStep.made_by,
            ImprovementStep.made_at,
        )
        .where(ImprovementStep.action_id == action_id)
        .order_by(ImprovementStep.seq)
    )
    return [StepRow(*row) for row in read(query)]


def list_lines(
    cohorts: Mapping[str, CohortRow], own: Collection[str], owner_id: str, now: datetime
) -> list[ActionLine]:
    """Return the actions of some cohorts, and of the others those of one owner.

    `cohorts` are all that may come up, by id, `own` the ids of those of which every action is
    wanted. What is overdue comes first.
    """
    query = _action.where(
        or_(ImprovementAction.cohort_id.in_(own), ImprovementAction.owner_id == owner_id)
    )
    rows = sorted((ActionRow(*row) for row in read(query)), key=order)
    return [
        ActionLine(
            row, cohorts[row.cohort_id], find_standing(row, today_of(cohorts[row.cohort_id], now))
        )
        for row in rows
        if row.cohort_id in cohorts
    ]  # fmt: skip


def list_of_cohort(cohort: CohortRow, now: datetime) -> list[ActionLine]:
    """Return the actions of one cohort, what is overdue first."""
    return list_lines({cohort.id: cohort}, {cohort.id}, "", now)


def list_open() -> list[ActionRow]:
    """Return every action that is still to be done."""
    query = _action.where(ImprovementAction.status == "open")
    return [ActionRow(*row) for row in read(query.order_by(ImprovementAction.due_on))]


def count_open(cohort_ids: Collection[str]) -> Counter[str]:
    """Return how many actions of each of these cohorts are still to be done."""
    query = (
        select(ImprovementAction.cohort_id, func.count())
        .where(ImprovementAction.cohort_id.in_(cohort_ids), ImprovementAction.status == "open")
        .group_by(ImprovementAction.cohort_id)
    )
    return Counter({row[0]: row[1] for row in read(query)})
