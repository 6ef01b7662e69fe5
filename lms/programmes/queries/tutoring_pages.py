"""What the pages of tutoring show: deadlines, who is behind, how one participant stands.

Single rows are read in `deadlines` and `activity`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from lms.accounts.queries import get_names
from lms.kit.actor import Actor
from lms.programmes.queries import (
    activity,
    cohorts,
    curricula,
    deadlines,
    messages,
    pages,
    participations,
    progress,
    teams,
    works,
)
from lms.programmes.queries.teams import GroupRow
from lms.programmes.queries.works import Place
from lms.programmes.rules.completion import Reached
from lms.programmes.rules.deadlines import (
    DeadlineRow,
    Due,
    ExtensionRow,
    Late,
    find_dues,
    find_late,
    find_next,
    list_dated,
)
from lms.programmes.rules.definition import ChoicePart, Definition
from lms.programmes.rules.messages import MessageRow
from lms.programmes.rules.requirements import name_by_description
from lms.programmes.rules.rows import CohortRow, ParticipationRow
from lms.programmes.rules.works import WorkRecord, find_status, list_works

# A requirement by name, with the language of the name; what it asks for where it has none.
Told: TypeAlias = tuple[str, str]


def tell_parts(definition: Definition, language: str) -> dict[str, Told]:
    """Return what each requirement is called, by its id."""
    names = pages.name_things(definition, language)
    told: dict[str, Told] = {}
    for _, part in definition.parts():
        title, its_language = pages.name_part(part, definition, names, language)
        unnamed = (name_by_description(part, language), language)
        told[part.id] = (title, its_language) if title else unnamed
    return told


@dataclass(frozen=True, slots=True)
class DeadlinesPage:
    """The deadlines of a cohort; `dated` are the requirements that can have one."""

    rows: Sequence[DeadlineRow]
    told: Mapping[str, Told]
    dated: Sequence[str]
    groups: Sequence[GroupRow]

    def group_name(self, group_id: str | None) -> str:
        """Return the name of a group; nothing for the whole cohort."""
        return next((one.name for one in self.groups if one.id == group_id), "")


def get_deadlines(cohort: CohortRow, language: str) -> DeadlinesPage:
    """Return the deadlines of a cohort, with what they are of."""
    definition = curricula.get_version(cohort.programme_version_id).definition
    return DeadlinesPage(
        deadlines.list_deadlines(cohort.id),
        tell_parts(definition, language),
        [part.id for part in list_dated(definition)],
        teams.list_groups(cohort.id),
    )


@dataclass(frozen=True, slots=True)
class BehindLine:
    """One participant against the deadlines: what is late, what comes next, when last active."""

    row: ParticipationRow
    name: str
    group: str
    reached: Reached
    late: tuple[Late, ...]
    next: Due | None
    last: datetime | None
    written: datetime | None


@dataclass(frozen=True, slots=True)
class BehindPage:
    """Who takes part, those first who are the most behind."""

    lines: Sequence[BehindLine]
    told: Mapping[str, Told]
    has_deadlines: bool

    @property
    def behind(self) -> int:
        """Return how many are late with something."""
        return sum(bool(line.late) for line in self.lines)


def get_behind(actor: Actor, cohort: CohortRow, now: datetime, language: str) -> BehindPage:
    """Return how all who take part stand against the deadlines, in a fixed number of queries."""
    rows = [
        row for row in participations.list_participations(cohort.id) if row.status == "accepted"
    ]
    definition = curricula.get_version(cohort.programme_version_id).definition
    dated = deadlines.list_deadlines(cohort.id)
    extensions = deadlines.list_extensions([row.id for row in rows])
    records = works.list_records([row.id for row in rows])
    reached = progress.list_reached(cohort, definition, rows, now)
    last = activity.list_last(definition, rows)
    threads = messages.list_figures([row.id for row in rows])
    names = get_names(actor, [row.person_id for row in rows if row.person_id])
    groups = {group.id: group.name for group in teams.list_groups(cohort.id)}
    lines = []
    for row in rows:
        dues = find_dues(dated, extensions.get(row.id, ()), row.group_id)
        standings = reached[row.id].standings
        waiting = list_waiting(definition, records, row)
        lines.append(
            BehindLine(
                row,
                names.get(row.person_id or "", ""),
                groups.get(row.group_id or "", ""),
                reached[row.id],
                find_late(standings, dues, waiting, now, cohort.time_zone),
                find_next(standings, dues, now),
                last.get(row.id),
                threads[row.id].last_to_participant if row.id in threads else None,
            )
        )
    lines.sort(key=_order)
    return BehindPage(lines, tell_parts(definition, language), bool(dated))


def list_waiting(
    definition: Definition, records: Mapping[Place, WorkRecord], row: ParticipationRow
) -> set[str]:
    """Return the requirements of which work was handed in that waits for an answer."""
    waiting = {
        part.id
        for part in list_works(definition)
        if (row.id, part.id) in records and find_status(part, records[row.id, part.id]) == "waiting"
    }
    # Of several to choose from the choice itself has the deadline.
    chosen = {
        part.id
        for part in definition.requirements
        if isinstance(part, ChoicePart) and any(one.id in waiting for one in part.of)
    }
    return waiting | chosen


def _order(line: BehindLine) -> tuple[int, float, float, str, str]:
    """Order by how much is late, then by how long, then by the longest silence."""
    since = line.late[0].due.due_at.timestamp() if line.late else 0.0
    silence = line.last.timestamp() if line.last else 0.0
    return -len(line.late), since, silence, line.name.casefold(), line.row.id


@dataclass(frozen=True, slots=True)
class OwnDue:
    """A requirement with its deadline, as a participant and their tutor see it."""

    part_id: str
    told: Told
    due: Due
    is_met: bool
    is_late: bool


@dataclass(frozen=True, slots=True)
class HelpPage:
    """How one participant stands; `names` are of those who gave more time, or wrote."""

    name: str
    dues: Sequence[OwnDue]
    extensions: Sequence[ExtensionRow]
    told: Mapping[str, Told]
    names: Mapping[str, str]
    last: datetime | None
    written: Sequence[MessageRow]


def get_help(actor: Actor, row: ParticipationRow, now: datetime, language: str) -> HelpPage:
    """Return how one participant stands against the deadlines, and what was done for them."""
    cohort = cohorts.get_cohort(row.cohort_id)
    definition = curricula.get_version(cohort.programme_version_id).definition
    extensions = deadlines.list_extensions([row.id]).get(row.id, [])
    dues = find_dues(deadlines.list_deadlines(cohort.id), extensions, row.group_id)
    told = tell_parts(definition, language)
    reached = progress.list_reached(cohort, definition, [row], now)[row.id]
    waiting = list_waiting(definition, works.list_records([row.id]), row)
    overdue = find_late(reached.standings, dues, waiting, now, cohort.time_zone)
    late = {one.due.part_id for one in overdue}
    written = [one for one in messages.list_thread(row.id) if not one.is_of_participant]
    people = [row.person_id, *(one.granted_by for one in extensions)]
    people += [one.written_by for one in written]
    names = get_names(actor, [one for one in people if one])
    own = [
        OwnDue(one.part.id, told[one.part.id], dues[one.part.id], one.status == "met",
               one.part.id in late)
        for one in reached.standings
        if one.part.id in dues
    ]  # fmt: skip
    return HelpPage(
        names.get(row.person_id or "", ""),
        sorted(own, key=_due_at),
        extensions,
        told,
        names,
        activity.list_last(definition, [row]).get(row.id),
        written,
    )


def _due_at(line: OwnDue) -> tuple[datetime, str]:
    return line.due.due_at, line.part_id


def offer(told: Mapping[str, Told], part_ids: Iterable[str]) -> list[tuple[str, str]]:
    """Return requirements as a form lets one choose among them."""
    return [(part_id, told[part_id][0]) for part_id in part_ids]
