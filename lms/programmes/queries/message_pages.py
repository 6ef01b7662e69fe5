"""What the pages of messages show: the threads of a cohort, one thread, a text to begin from.

Single rows are read in `messages`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lms.accounts.queries import get_names
from lms.kit.actor import Actor
from lms.kit.i18n import LANGUAGES
from lms.programmes.queries import (
    cohorts,
    curricula,
    messages,
    participations,
    teams,
    tutoring_pages,
)
from lms.programmes.queries.messages import ThreadFigures
from lms.programmes.rules.messages import (
    MailingRow,
    MessageRow,
    Template,
    may_accompany,
    write_template,
)
from lms.programmes.rules.rows import CohortRow, ParticipationRow, Task


@dataclass(frozen=True, slots=True)
class ThreadLine:
    """A participant in the list of threads; no figures where nobody has written yet."""

    row: ParticipationRow
    name: str
    group: str
    figures: ThreadFigures | None


@dataclass(frozen=True, slots=True)
class ThreadsPage:
    """The threads of those whom somebody accompanies, and what went to many at once."""

    lines: Sequence[ThreadLine]
    mailings: Sequence[MailingRow]
    names: Mapping[str, str]


def get_threads(
    actor: Actor, cohort: CohortRow, rows: Sequence[ParticipationRow], *, sees_all: bool
) -> ThreadsPage:
    """Return the threads of these participants, in a fixed number of queries.

    What waits for an answer stands first, then what was written last, then by name. What
    others wrote to many at once is for those alone who see all.
    """
    figures = messages.list_figures([row.id for row in rows])
    mailings = messages.list_mailings(cohort.id, None if sees_all else actor.person_id)
    people = {one for one in (row.person_id for row in rows) if one}
    names = get_names(actor, people | {one.written_by for one in mailings if one.written_by})
    groups = {group.id: group.name for group in teams.list_groups(cohort.id)}
    lines = [
        ThreadLine(
            row, names.get(row.person_id or "", ""), groups.get(row.group_id or "", ""),
            figures.get(row.id),
        )
        for row in rows
    ]  # fmt: skip
    return ThreadsPage(sorted(lines, key=_order), mailings, names)


def _order(line: ThreadLine) -> tuple[bool, float, str, str]:
    waits = line.figures is not None and line.figures.waits
    last = line.figures.last.timestamp() if line.figures else 0.0
    return not waits, -last, line.name.casefold(), line.row.id


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """A thread with the names of all in it; `reading` are those who accompany the participant."""

    name: str
    lines: Sequence[MessageRow]
    names: Mapping[str, str]
    reading: Sequence[str]

    def has_unread(self, *, is_of_participant: bool) -> bool:
        """Say whether one side wrote something that the other has not read."""
        return any(
            one.read_at is None and one.is_of_participant == is_of_participant for one in self.lines
        )


def get_thread(actor: Actor, row: ParticipationRow) -> ThreadPage:
    """Return the thread of a participant."""
    lines = messages.list_thread(row.id)
    reading = list_accompanying(row)
    people = {row.person_id, *reading, *(one.written_by for one in lines)}
    names = get_names(actor, [one for one in people if one])
    told = sorted((names.get(one, "") for one in reading), key=str.casefold)
    return ThreadPage(names.get(row.person_id or "", ""), lines, names, told)


def list_accompanying(row: ParticipationRow) -> list[str]:
    """Return who reads a participant's thread: the tutor and coordinators, each once."""
    groups = {group.id: group.tutor_id for group in teams.list_groups(row.cohort_id)}
    held: dict[str, set[Task]] = {}
    for one in cohorts.list_assignments(row.cohort_id):
        held.setdefault(one.person_id, set()).add(one.task)
    tutor_id = groups.get(row.group_id or "")
    return [one for one, tasks in held.items() if may_accompany(tasks, one, row, tutor_id)]


def list_taking_part(cohort_id: str) -> list[ParticipationRow]:
    """Return those who take part in a cohort now."""
    rows = participations.list_participations(cohort_id)
    return [row for row in rows if row.status == "accepted"]


def draft_message(
    actor: Actor, cohort: CohortRow, row: ParticipationRow, template: Template, now: datetime
) -> str:
    """Return a text to begin from, in the language in which somebody takes part."""
    language = row.language if row.language in LANGUAGES else "en"
    page = tutoring_pages.get_help(actor, row, now, language)
    late = [(line.told[0], line.due.due_at) for line in page.dues if line.is_late]
    return write_template(template, late, language, cohort.time_zone)


def list_known(cohort: CohortRow, names: Sequence[str]) -> list[str]:
    """Return words that are no case data in a cohort: its titles and the names given."""
    definition = curricula.get_version(cohort.programme_version_id).definition
    texts = [*cohort.title.values(), *definition.title.values()]
    for _, part in definition.parts():
        texts += part.title.values() if part.title else []
    return [*texts, *names]
