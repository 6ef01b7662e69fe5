"""Reads of deadlines and of the extensions that participants were given.

What holds for whom is reckoned in `rules.deadlines`.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, union

from lms.kit.db import read
from lms.programmes.models import Cohort, Deadline, Extension, Participation
from lms.programmes.rules.deadlines import DeadlineRow, ExtensionRow


def list_deadlines(cohort_id: str) -> list[DeadlineRow]:
    """Return the deadlines of a cohort and of its groups, the first first."""
    query = (
        select(Deadline.id, Deadline.part_id, Deadline.group_id, Deadline.due_at)
        .where(Deadline.cohort_id == cohort_id)
        .order_by(Deadline.due_at, Deadline.id)
    )
    return [DeadlineRow(*row) for row in read(query)]


def list_extensions(participation_ids: Sequence[str]) -> dict[str, list[ExtensionRow]]:
    """Return what more time these participants were given, the oldest first, by participation."""
    query = (
        select(
            Extension.participation_id,
            Extension.part_id,
            Extension.due_at,
            Extension.reason,
            Extension.granted_by,
            Extension.granted_at,
        )
        .where(Extension.participation_id.in_(participation_ids))
        .order_by(Extension.seq)
    )
    found: dict[str, list[ExtensionRow]] = defaultdict(list)
    for row in read(query):
        found[row.participation_id].append(ExtensionRow(*row))
    return found


def find_changed(cohort_id: str) -> datetime | None:
    """Return when a deadline of a cohort, or who is in which group, was changed last."""
    own = select(Cohort.deadlines_changed_at).where(Cohort.id == cohort_id)
    # Those of before this was kept say it themselves.
    newest = select(func.max(Deadline.set_at)).where(Deadline.cohort_id == cohort_id)
    times = [read(own).scalar_one_or_none(), read(newest).scalar_one_or_none()]
    return max((one for one in times if one is not None), default=None)


def list_cohorts_due(first: datetime, last: datetime) -> list[str]:
    """Return the cohorts held in which something is due, for anybody, between two instants."""
    given = (
        select(Participation.cohort_id)
        .join(Extension, Extension.participation_id == Participation.id)
        .where(Extension.due_at.between(first, last))
    )
    due = union(select(Deadline.cohort_id).where(Deadline.due_at.between(first, last)), given)
    query = select(Cohort.id).where(
        Cohort.id.in_(due),
        Cohort.published_at.is_not(None),
        Cohort.cancelled_at.is_(None),
        Cohort.archived_at.is_(None),
    )
    return list(read(query.order_by(Cohort.id)).scalars())
