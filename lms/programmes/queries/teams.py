"""Reads of who works in a cohort, now and before, and of its groups.

What somebody may do by it is decided in `policy`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from lms.kit.db import read
from lms.kit.errors import NotVisible
from lms.programmes.models import CohortAssignment, CohortGroup, Participation
from lms.programmes.queries import cohorts
from lms.programmes.rules.rows import ParticipationRow, Task


@dataclass(frozen=True, slots=True)
class TaskRow:
    """What somebody does or did in a cohort, and until when if it is over."""

    id: str
    person_id: str
    task: Task
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group of a cohort, and how many people with a place are in it."""

    id: str
    cohort_id: str
    name: str
    language: str
    tutor_id: str | None
    count: int


def list_tasks(cohort_id: str) -> list[TaskRow]:
    """Return who does or did what in a cohort, the first assigned first."""
    query: Any = (
        select(
            CohortAssignment.id,
            CohortAssignment.person_id,
            CohortAssignment.task,
            CohortAssignment.since,
            CohortAssignment.until,
        )
        .where(CohortAssignment.cohort_id == cohort_id)
        .order_by(CohortAssignment.since, CohortAssignment.id)
    )
    return [TaskRow(*row) for row in read(query)]


_count = (
    select(func.count())
    .where(Participation.group_id == CohortGroup.id, Participation.ended_at.is_(None))
    .correlate(CohortGroup)
    .scalar_subquery()
)
_group: Any = select(
    CohortGroup.id,
    CohortGroup.cohort_id,
    CohortGroup.name,
    CohortGroup.language,
    CohortGroup.tutor_id,
    _count.label("count"),
)


def list_groups(cohort_id: str) -> list[GroupRow]:
    """Return the groups of a cohort, by name."""
    query = _group.where(CohortGroup.cohort_id == cohort_id)
    rows = [GroupRow(*row) for row in read(query)]
    return sorted(rows, key=lambda row: row.name.casefold())


def get_group(cohort_id: str, group_id: str) -> GroupRow:
    """Return one group of a cohort; raise `NotVisible` where it has none of this id."""
    query = _group.where(CohortGroup.cohort_id == cohort_id, CohortGroup.id == group_id)
    row = read(query).one_or_none()
    if row is None:
        raise NotVisible
    return GroupRow(*row)


def list_responsible(
    cohort_id: str, rows: Iterable[ParticipationRow]
) -> list[tuple[ParticipationRow, list[str]]]:
    """Return with each participant of a cohort who looks after them, in two queries.

    The tutor of the group, or all tutors, or else the coordinators; nobody looks after themself.
    """
    tasks = cohorts.list_assignments(cohort_id)
    tutors = [one.person_id for one in tasks if one.task == "tutor"]
    coordinators = [one.person_id for one in tasks if one.task == "coordinator"]
    groups = {group.id: group.tutor_id for group in list_groups(cohort_id)}
    found = []
    for row in rows:
        own = groups.get(row.group_id or "")
        people = [own] if own is not None and own in tutors else tutors or coordinators
        found.append((row, [one for one in people if one != row.person_id]))
    return found


def list_desk_ids(person_id: str, task: Task | None = None) -> frozenset[str]:
    """Return the ids of the cohorts in which a person does something, or this task, now."""
    query = select(CohortAssignment.cohort_id).where(
        CohortAssignment.person_id == person_id, CohortAssignment.until.is_(None)
    )
    if task is not None:
        query = query.where(CohortAssignment.task == task)
    return frozenset(read(query).scalars())
