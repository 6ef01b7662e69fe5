"""Verbs of cohorts: plan one, change it, announce it, call it off, put it away; assign people.

Quotas, nominations and places have files of their own.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import insert, update

from lms.audit import services as audit
from lms.kit.actor import Actor
from lms.kit.db import db
from lms.kit.ids import new_id
from lms.organisations.queries import OrganisationRow
from lms.programmes.models import Cohort, CohortAssignment
from lms.programmes.queries import cohorts
from lms.programmes.rules.cohorts import CohortPlan, check_plan, status
from lms.programmes.rules.errors import (
    AlreadyPublished,
    CohortClosed,
    CohortNotFinished,
    ProgrammeArchived,
    ProgrammeNotPublished,
    SomebodySaved,
)
from lms.programmes.rules.rows import CohortRow, ProgrammeRow, Task
from lms.units import markdown

OVER = frozenset({"finished", "archived", "cancelled"})


def create_cohort(
    actor: Actor, now: datetime, programme: ProgrammeRow, runner: OrganisationRow, plan: CohortPlan
) -> str:
    """Plan a cohort under the newest version of a programme, run by an organisation; return its id.

    Raises `ProgrammeNotPublished`, `ProgrammeArchived`, and what `check_plan` raises.
    """
    if programme.version_id is None:
        raise ProgrammeNotPublished
    if programme.archived_at is not None:
        raise ProgrammeArchived
    check_plan(plan)
    cohort_id = new_id()
    values = {
        "id": cohort_id,
        "programme_version_id": programme.version_id,
        "organisation_id": runner.id,
        **_settings(plan),
        "form": {},
        "criteria": [],
        "created_by": actor.person_id,
        "created_at": now,
    }
    db.session.execute(insert(Cohort).values(values))
    _record(actor, now, "created", cohort_id, {"programme": programme.slug})
    return cohort_id


def change_cohort(
    actor: Actor, now: datetime, cohort: CohortRow, plan: CohortPlan, revision: int
) -> int:
    """Change what a cohort says; return its revision.

    `revision` is the one that was changed. Raises `CohortClosed`, `SomebodySaved`, and what
    `check_plan` raises.
    """
    if status(cohort, now) in OVER:
        raise CohortClosed
    check_plan(plan)
    return save_cohort(actor, now, cohort, _settings(plan), revision)


def save_cohort(
    actor: Actor, now: datetime, cohort: CohortRow, values: dict[str, Any], revision: int
) -> int:
    """Write columns of a cohort that were checked before; return its revision.

    Raises `SomebodySaved` where it is not the one that was changed.
    """
    place = (Cohort.id == cohort.id, Cohort.revision == revision)
    values = {**values, "revision": revision + 1}
    # In one statement: of two who save at once the second finds another revision.
    kept = db.session.execute(update(Cohort).where(*place).values(values).returning(Cohort.id))
    if kept.one_or_none() is None:
        raise SomebodySaved
    _record(actor, now, "changed", cohort.id, {"columns": sorted(values)})
    return revision + 1


def _settings(plan: CohortPlan) -> dict[str, Any]:
    return {
        "title": {code: text for code, text in plan.title.items() if text.strip()},
        "announcement": dict(plan.announcement),
        "announcement_html": {
            code: markdown.render(text) for code, text in plan.announcement.items() if text.strip()
        },
        "time_zone": plan.time_zone,
        "starts_on": plan.starts_on,
        "ends_on": plan.ends_on,
        "opens_at": plan.opens_at,
        "closes_at": plan.closes_at,
        "offer_days": plan.offer_days,
        "places": plan.places,
        "languages": list(plan.languages),
    }


def publish_cohort(actor: Actor, now: datetime, cohort: CohortRow) -> None:
    """Announce a cohort: from now on everybody may read of it; raise `AlreadyPublished`."""
    if status(cohort, now) != "draft":
        raise AlreadyPublished
    _set(cohort, published_at=now)
    _record(actor, now, "published", cohort.id, {})


def cancel_cohort(actor: Actor, now: datetime, cohort: CohortRow) -> None:
    """Call a cohort off that was announced and is not over; raise `CohortClosed`."""
    if status(cohort, now) in OVER | {"draft"}:
        raise CohortClosed
    _set(cohort, cancelled_at=now)
    _record(actor, now, "cancelled", cohort.id, {})


def archive_cohort(actor: Actor, now: datetime, cohort: CohortRow) -> None:
    """Put a cohort away that is finished or called off; raise `CohortNotFinished`."""
    if status(cohort, now) not in {"finished", "cancelled"}:
        raise CohortNotFinished
    _set(cohort, archived_at=now)
    _record(actor, now, "archived", cohort.id, {})


def _set(cohort: CohortRow, **values: datetime) -> None:
    db.session.execute(update(Cohort).where(Cohort.id == cohort.id).values(values))


def assign(actor: Actor, now: datetime, cohort: CohortRow, person_id: str, task: Task) -> None:
    """Give somebody a task in a cohort; who has it keeps it."""
    if task in cohorts.find_tasks(cohort.id, person_id):
        return
    values = {
        "id": new_id(),
        "cohort_id": cohort.id,
        "person_id": person_id,
        "task": task,
        "assigned_by": actor.person_id,
        "since": now,
    }
    db.session.execute(insert(CohortAssignment).values(values))
    _record(actor, now, "assigned", cohort.id, {"person": person_id, "task": task})


def unassign(actor: Actor, now: datetime, cohort: CohortRow, person_id: str, task: Task) -> None:
    """Take a task in a cohort from somebody; that they had it stays on record."""
    place = (
        CohortAssignment.cohort_id == cohort.id,
        CohortAssignment.person_id == person_id,
        CohortAssignment.task == task,
        CohortAssignment.until.is_(None),
    )
    db.session.execute(update(CohortAssignment).where(*place).values(until=now))
    _record(actor, now, "unassigned", cohort.id, {"person": person_id, "task": task})


def _record(
    actor: Actor, now: datetime, what: str, cohort_id: str, details: dict[str, Any]
) -> None:
    audit.record(
        actor, now, f"cohort.{what}", subject_type="cohort", subject_id=cohort_id, details=details
    )
