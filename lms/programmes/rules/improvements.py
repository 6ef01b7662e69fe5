"""Improvement actions after a cohort: what one says, whether it is late, which mail is due of it.

Who may read and change one is decided in `improvement_policy`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Literal

from lms.kit.errors import DomainError, Invalid
from lms.kit.i18n import N_

ActionStatus = Literal["open", "done", "dropped"]
StepKind = Literal["added", "changed", "done", "dropped", "reopened"]
# Where an action stands for a reader: one that is open and past its day is late.
Standing = Literal["late", "open", "done", "dropped"]
STANDING_NAMES: Mapping[Standing, str] = {
    "late": N_("Overdue"),
    "open": N_("To do"),
    "done": N_("Done"),
    "dropped": N_("Dropped"),
}
BADGES: Mapping[Standing, str] = {
    "late": "danger", "open": "open", "done": "done", "dropped": "locked",
}  # fmt: skip
STEP_NAMES: Mapping[StepKind, str] = {
    "added": N_("Added"),
    "changed": N_("Changed"),
    "done": N_("Done"),
    "dropped": N_("Dropped"),
    "reopened": N_("Opened again"),
}
SOON = timedelta(days=7)
LONGEST_WORDS = 2000
LONGEST_NAME = 200
# Which mail is due of an open action; each is sent once.
Stage = Literal["soon", "late"]


@dataclass(frozen=True, slots=True)
class ActionPlan:
    """What is to be done: the owner is a person of the cohort's team, or a written name."""

    finding: str
    measure: str
    owner_id: str | None
    owner_name: str
    due_on: date


@dataclass(frozen=True, slots=True)
class ActionRow:
    """An improvement action as it stands."""

    id: str
    cohort_id: str
    finding: str
    measure: str
    owner_id: str | None
    owner_name: str
    due_on: date
    status: ActionStatus
    note: str
    created_by: str | None
    created_at: datetime
    closed_at: datetime | None
    revision: int

    @property
    def plan(self) -> ActionPlan:
        """Return what of it can be changed."""
        return ActionPlan(
            self.finding, self.measure, self.owner_id, self.owner_name, self.due_on
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class StepRow:
    """Something that was done with an action; `before` is what stood there until then."""

    kind: StepKind
    note: str
    before: Mapping[str, str | None]
    made_by: str | None
    made_at: datetime


class OwnerNotClear(Invalid):
    """One owner is responsible, not two and not nobody."""

    message = N_("Choose somebody, or write who it is: one of both.")


class DueInPast(Invalid):
    """What is to be done lies ahead."""

    message = N_("Please choose a day from today on.")


class ReasonMissing(Invalid):
    """Whoever drops an action says why."""

    message = N_("Please say why it is dropped.")


class ActionClosed(DomainError):
    """What is done or dropped is opened again before it is changed."""

    message = N_("This action is closed. Open it again to change it.")


class ActionOpen(DomainError):
    """Only what is closed can be opened again."""

    message = N_("This action is open already.")


def find_standing(row: ActionRow, today: date) -> Standing:
    """Return where an action stands on a day of the cohort's."""
    if row.status == "open" and row.due_on < today:
        return "late"
    return row.status


def find_stage(row: ActionRow, today: date) -> Stage | None:
    """Return of what the owner is told by this day; nothing where it is closed, or far off."""
    if row.status != "open":
        return None
    if row.due_on < today:
        return "late"
    return "soon" if row.due_on - today <= SOON else None


def order(row: ActionRow) -> tuple[bool, date, str]:
    """Return by what a list is sorted: what is open first, then the first due first."""
    return row.status != "open", row.due_on, row.id


def check_plan(plan: ActionPlan, former: ActionPlan | None, today: date) -> None:
    """Raise `OwnerNotClear`, or `DueInPast` for a day that was not there before."""
    if (plan.owner_id is None) == (not plan.owner_name):
        raise OwnerNotClear
    if plan.due_on < today and (former is None or former.due_on != plan.due_on):
        raise DueInPast


def list_changes(former: ActionPlan, plan: ActionPlan) -> dict[str, str | None]:
    """Return what of a plan becomes another, as it stood before."""
    changes: dict[str, str | None] = {}
    for field in fields(ActionPlan):
        before = getattr(former, field.name)
        if before != getattr(plan, field.name):
            changes[field.name] = before.isoformat() if isinstance(before, date) else before
    return changes
