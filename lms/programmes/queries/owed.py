"""Reads of what participants owe by their deadlines, for reminders; of one's own, for calendars.

What follows of it is reckoned in `rules.deadlines`.
"""

from datetime import datetime

from lms.programmes.queries import (
    cohorts,
    curricula,
    deadlines,
    participations,
    progress,
    tutoring_pages,
    works,
)
from lms.programmes.rules.deadlines import Owed, OwnDeadline, find_dues
from lms.programmes.rules.rows import CohortRow, ParticipationRow


def list_owed(cohort: CohortRow, now: datetime) -> list[Owed]:
    """Return what those who take part have neither met nor handed in, of all that has a deadline.

    A fixed number of queries, however many they are.
    """
    rows = [
        row for row in participations.list_participations(cohort.id) if row.status == "accepted"
    ]
    definition = curricula.get_version(cohort.programme_version_id).definition
    dated = deadlines.list_deadlines(cohort.id)
    extensions = deadlines.list_extensions([row.id for row in rows])
    records = works.list_records([row.id for row in rows])
    reached = progress.list_reached(cohort, definition, rows, now)
    found = []
    for row in rows:
        dues = find_dues(dated, extensions.get(row.id, ()), row.group_id)
        waiting = tutoring_pages.list_waiting(definition, records, row)
        found += [
            Owed(row, dues[one.part.id].due_at, one.status == "open")
            for one in reached[row.id].standings
            if one.status != "met" and one.part.id not in waiting and one.part.id in dues
        ]
    return found


def list_own_deadlines(person_id: str, language: str) -> tuple[list[OwnDeadline], datetime | None]:
    """Return the deadlines of a person in all cohorts, and when one of them was changed last.

    Of what was called off or put away there are none; a change that took the last one counts too.
    """
    found: list[OwnDeadline] = []
    changes: list[datetime] = []
    for row in participations.list_studied(person_id):
        if row.status != "accepted":
            continue
        cohort = cohorts.get_cohort(row.cohort_id)
        changed_at = deadlines.find_changed(cohort.id)
        if changed_at is None or cohort.cancelled_at or cohort.archived_at:
            continue
        own, changed_at = _list_of_cohort(cohort, row, language, changed_at)
        found += own
        changes.append(changed_at)
    return found, max(changes, default=None)


def _list_of_cohort(
    cohort: CohortRow, row: ParticipationRow, language: str, changed_at: datetime
) -> tuple[list[OwnDeadline], datetime]:
    given = deadlines.list_extensions([row.id]).get(row.id, [])
    changed_at = max([changed_at, *(one.granted_at for one in given)])
    definition = curricula.get_version(cohort.programme_version_id).definition
    told = tutoring_pages.tell_parts(definition, language)
    dues = find_dues(deadlines.list_deadlines(cohort.id), given, row.group_id)
    own = [
        OwnDeadline(row.id, part_id, *told[part_id], due.due_at, cohort.time_zone, changed_at)
        for part_id, due in sorted(dues.items())
        if part_id in told
    ]
    return own, changed_at
