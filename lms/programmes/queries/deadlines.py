"""Reads of deadlines and of the extensions that participants were given.

What holds for whom is reckoned in `rules.deadlines`.
"""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select

from lms.kit.db import read
from lms.programmes.models import Deadline, Extension
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
