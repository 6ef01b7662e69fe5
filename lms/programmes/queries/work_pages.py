"""What the pages of graded work show: a participant's own, a cohort's, one piece with all of it.

Single rows are read in `works`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from lms.accounts.queries import get_names
from lms.kit.actor import Actor
from lms.kit.i18n import Text
from lms.programmes.queries import curricula, participations, teams, works
from lms.programmes.queries.sessions import COMING
from lms.programmes.rules.cohorts import choose_text
from lms.programmes.rules.definition import Definition
from lms.programmes.rules.rows import CohortRow, ParticipationRow
from lms.programmes.rules.works import (
    NOTHING,
    ORDER,
    WORK_NAMES,
    Work,
    WorkPlace,
    WorkRecord,
    WorkStatus,
    find_status,
    list_works,
)


@dataclass(frozen=True, slots=True)
class WorkTold:
    """A piece of work in words: its title or its kind, and what is to be done, with languages."""

    part: Work
    title: str | Text
    title_language: str
    brief: str
    brief_language: str


def tell_work(part: Work, definition: Definition, language: str) -> WorkTold:
    """Return a piece of work in words for a reader."""
    source = definition.source_language
    title: tuple[str | Text, str] = (Text(WORK_NAMES[part.type]), language)
    if part.title is not None:
        title = choose_text(part.title, language, source)
    return WorkTold(part, *title, *choose_text(part.brief, language, source))


@dataclass(frozen=True, slots=True)
class OwnWork:
    """A piece of work in the list of whose it is."""

    told: WorkTold
    status: WorkStatus
    points: int | None


def list_own(row: ParticipationRow, definition: Definition, language: str) -> list[OwnWork]:
    """Return what a participant is to hand in or to show, in the order of the programme."""
    records = works.list_records([row.id])
    lines = []
    for part in list_works(definition):
        record = records.get((row.id, part.id), NOTHING)
        points = record.grade.points if record.grade else None
        told = tell_work(part, definition, language)
        lines.append(OwnWork(told, find_status(part, record), points))
    return lines


@dataclass(frozen=True, slots=True)
class WorkLine:
    """A piece of somebody's work in the list of a cohort; `since` it stands so, if it was begun."""

    participation_id: str
    name: str
    group: str
    told: WorkTold
    status: WorkStatus
    points: int | None
    since: datetime | None


def list_lines(actor: Actor, cohort: CohortRow, language: str) -> list[WorkLine]:
    """Return the work of all who take part, what waits first, in a fixed number of queries."""
    definition = curricula.get_version(cohort.programme_version_id).definition
    rows = [row for row in participations.list_participations(cohort.id) if row.status in COMING]
    records = works.list_records([row.id for row in rows])
    names = get_names(actor, [row.person_id for row in rows if row.person_id])
    groups = {group.id: group.name for group in teams.list_groups(cohort.id)}
    told = [tell_work(part, definition, language) for part in list_works(definition)]
    lines = [
        _line(
            one,
            row,
            records.get((row.id, one.part.id), NOTHING),
            names.get(row.person_id or "", ""),
            groups.get(row.group_id or "", ""),
        )
        for row in rows
        for one in told
    ]
    return sorted(lines, key=_place)


def _line(
    told: WorkTold, row: ParticipationRow, record: WorkRecord, name: str, group: str
) -> WorkLine:
    points = record.grade.points if record.grade else None
    status = find_status(told.part, record)
    return WorkLine(row.id, name, group, told, status, points, _last(record))


def _last(record: WorkRecord) -> datetime | None:
    times = (
        *(one.handed_in_at for one in record.submissions),
        *(one.returned_at for one in record.returns),
        *(one.graded_at for one in record.grades),
    )
    return max(times, default=None)


def _place(line: WorkLine) -> tuple[int, float, str, str]:
    """Order by what calls for the tutor, of what waits the longest waiting first."""
    waited = line.since.timestamp() if line.since and line.status == "waiting" else 0.0
    return ORDER.index(line.status), waited, line.name.casefold(), line.participation_id


@dataclass(frozen=True, slots=True)
class WorkPage:
    """One piece of work with all that was done; `names` are of those who answered."""

    told: WorkTold
    record: WorkRecord
    status: WorkStatus
    name: str
    names: dict[str, str]


def get_page(actor: Actor, place: WorkPlace, language: str) -> WorkPage:
    """Return one piece of work with the names that the actor may see."""
    record = works.get_record(place.row.id, place.part.id)
    people = [place.row.person_id, *_list_answering(record)]
    names = get_names(actor, [one for one in people if one])
    return WorkPage(
        tell_work(place.part, place.definition, language),
        record,
        find_status(place.part, record),
        names.get(place.row.person_id or "", ""),
        names,
    )


def _list_answering(record: WorkRecord) -> Iterable[str | None]:
    yield from (one.returned_by for one in record.returns)
    yield from (one.graded_by for one in record.grades)


def count_waiting(lines: Sequence[WorkLine]) -> int:
    """Return how many pieces of work wait for an answer."""
    return sum(line.status == "waiting" for line in lines)
