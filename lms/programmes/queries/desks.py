"""What the desk of a cohort shows, and the list of the cohorts that somebody runs or works in.

How many queries it takes does not depend on how many people there are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Literal
from zoneinfo import ZoneInfo

from lms.kit.actor import Actor
from lms.kit.i18n import LANGUAGES
from lms.programmes.queries import cohorts, curricula, standing, teams
from lms.programmes.queries.award_reviews import count_open
from lms.programmes.queries.standing import Figures
from lms.programmes.rules.cohorts import CohortStatus, choose_text, status
from lms.programmes.rules.definition import Definition
from lms.programmes.rules.form_questions import read_form
from lms.programmes.rules.rows import CohortRow, Task

Milestone = Literal["opens", "closes", "starts", "ends"]


@dataclass(frozen=True, slots=True)
class DeskLine:
    """A cohort in the list, with its titles and the languages that they are in."""

    row: CohortRow
    title: str
    language: str
    programme: str
    programme_language: str
    status: CohortStatus


@dataclass(frozen=True, slots=True)
class Preparation:
    """What a cohort has of what it needs before nominations can be selected."""

    announced: tuple[str, ...]
    missing_languages: tuple[str, ...]
    questions: int
    criteria: int
    quotas: int
    groups: int
    people: dict[Task, int]

    @property
    def is_whole(self) -> bool:
        """Say whether nothing of it is missing."""
        counts = (self.questions, self.criteria, self.quotas, self.groups)
        tasks: tuple[Task, ...] = ("panel", "tutor", "complaints")
        return not self.missing_languages and all(counts) and all(map(self.people.get, tasks))


@dataclass(frozen=True, slots=True)
class DeskPage:
    """Where a cohort stands: its figures, what comes next and when, what it has."""

    definition: Definition
    programme: str
    programme_language: str
    number: int
    status: CohortStatus
    figures: Figures
    next: tuple[Milestone, datetime] | None
    preparation: Preparation
    awards_waiting: int


def list_desks(actor: Actor, now: datetime, language: str) -> list[DeskLine]:
    """Return the cohorts that the actor manages or does something in, the last to begin first."""
    tasks = teams.list_desk_ids(actor.person_id or "")
    rows = [
        row
        for row in cohorts.list_all()
        if row.id in tasks or actor.has_role("administrator", path=row.organisation_path)
    ]
    versions = curricula.get_versions([row.programme_version_id for row in rows])
    return [
        _line(row, versions[row.programme_version_id].definition, language, now) for row in rows
    ]


def _line(row: CohortRow, definition: Definition, language: str, now: datetime) -> DeskLine:
    source = definition.source_language
    return DeskLine(
        row,
        *choose_text(row.title, language, source),
        *choose_text(definition.title, language, source),
        status(row, now),
    )


def get_desk(cohort: CohortRow, language: str, now: datetime) -> DeskPage:
    """Return all that the desk of a cohort shows."""
    version = curricula.get_version(cohort.programme_version_id)
    definition = version.definition
    return DeskPage(
        definition,
        *choose_text(definition.title, language, definition.source_language),
        version.number,
        status(cohort, now),
        standing.get_figures(cohort.id),
        find_next(cohort, now),
        get_preparation(cohort),
        count_open(cohort.id),
    )


def get_preparation(cohort: CohortRow) -> Preparation:
    """Return what a cohort has of what it needs."""
    form = read_form(cohort.form)
    people: dict[Task, int] = {}
    for row in cohorts.list_assignments(cohort.id):
        people[row.task] = people.get(row.task, 0) + 1
    announced = [code for code in LANGUAGES if cohort.announcement.get(code, "").strip()]
    return Preparation(
        tuple(announced),
        tuple(code for code in LANGUAGES if code not in announced),
        len(form.organisation) + len(form.nominee),
        len(cohort.criteria),
        len(cohorts.list_quotas(cohort.id)),
        len(teams.list_groups(cohort.id)),
        people,
    )


def find_next(cohort: CohortRow, now: datetime) -> tuple[Milestone, datetime] | None:
    """Return what comes next in the life of a cohort, and when; nothing where all is past."""
    zone = ZoneInfo(cohort.time_zone)
    milestones: Sequence[tuple[Milestone, datetime]] = (
        ("opens", cohort.opens_at),
        ("closes", cohort.closes_at),
        ("starts", datetime.combine(cohort.starts_on, time(), zone).astimezone(UTC)),
        ("ends", datetime.combine(cohort.ends_on, time.max, zone).astimezone(UTC)),
    )
    return next((one for one in milestones if one[1] > now), None)
