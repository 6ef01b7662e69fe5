"""Verbs of improvement actions: add one, change it, close it as done or dropped, open it again.

Mails are written in `improvement_mail`.
"""

from datetime import datetime
from typing import Any, Literal

from sqlalchemy import insert, update

from lms.audit import services as audit
from lms.kit.actor import Actor
from lms.kit.db import db
from lms.kit.ids import new_id
from lms.programmes.models import ImprovementAction, ImprovementStep
from lms.programmes.queries import improvements
from lms.programmes.rules.errors import SomebodySaved
from lms.programmes.rules.improvements import (
    ActionClosed,
    ActionOpen,
    ActionPlan,
    ActionRow,
    ReasonMissing,
    StepKind,
    check_plan,
    list_changes,
)
from lms.programmes.rules.rows import CohortRow

REMIND_IMPROVEMENTS = "programmes.remind_improvements"


def add_action(actor: Actor, now: datetime, cohort: CohortRow, plan: ActionPlan) -> str:
    """Add an action to a cohort; return its id. Raises `OwnerNotClear`, `DueInPast`."""
    check_plan(plan, None, improvements.today_of(cohort, now))
    action_id = new_id()
    values = {"id": action_id, "cohort_id": cohort.id, **_columns(plan)}
    db.session.execute(
        insert(ImprovementAction).values(**values, created_by=actor.person_id, created_at=now)
    )
    _note(actor, now, action_id, "added")
    return action_id


def change_action(
    actor: Actor, now: datetime, cohort: CohortRow, row: ActionRow, plan: ActionPlan, revision: int
) -> None:
    """Change what an open action says.

    Raises `OwnerNotClear`, `DueInPast`, `ActionClosed`, `SomebodySaved`.
    """
    held = _hold(row)
    if held.revision != revision:
        raise SomebodySaved
    check_plan(plan, held.plan, improvements.today_of(cohort, now))
    changes = list_changes(held.plan, plan)
    if not changes:
        return
    _save(held, _columns(plan))
    _note(actor, now, row.id, "changed", before=changes)


def close_action(
    actor: Actor,
    now: datetime,
    row: ActionRow,
    status: Literal["done", "dropped"],
    note: str,
) -> None:
    """Close an action with what came of it, or why it is dropped.

    Raises `ReasonMissing`, `ActionClosed`.
    """
    if status == "dropped" and not note:
        raise ReasonMissing
    held = _hold(row)
    _save(held, {"status": status, "note": note, "closed_at": now})
    _note(actor, now, row.id, status, note)


def reopen_action(actor: Actor, now: datetime, row: ActionRow) -> None:
    """Open a closed action again; raise `ActionOpen`."""
    held = improvements.find_action_locked(row.id)
    if held is None or held.status == "open":
        raise ActionOpen
    _save(held, {"status": "open", "note": "", "closed_at": None})
    _note(actor, now, row.id, "reopened")


def _hold(row: ActionRow) -> ActionRow:
    """Return an open action; who comes second waits, and finds it as it is then."""
    held = improvements.find_action_locked(row.id)
    if held is None or held.status != "open":
        raise ActionClosed
    return held


def _save(row: ActionRow, values: dict[str, Any]) -> None:
    changed = update(ImprovementAction).where(ImprovementAction.id == row.id)
    db.session.execute(changed.values(**values, revision=row.revision + 1))


def _columns(plan: ActionPlan) -> dict[str, Any]:
    return {
        "finding": plan.finding,
        "measure": plan.measure,
        "owner_id": plan.owner_id,
        "owner_name": plan.owner_name,
        "due_on": plan.due_on,
    }


def _note(
    actor: Actor,
    now: datetime,
    action_id: str,
    kind: StepKind,
    note: str = "",
    before: dict[str, str | None] | None = None,
) -> None:
    values = {"action_id": action_id, "kind": kind, "note": note, "before": before or {}}
    db.session.execute(
        insert(ImprovementStep).values(**values, made_by=actor.person_id, made_at=now)
    )
    audit.record(
        actor, now, f"improvement.{kind}",
        subject_type="improvement", subject_id=action_id, details={"changed": sorted(before or {})},
    )  # fmt: skip
