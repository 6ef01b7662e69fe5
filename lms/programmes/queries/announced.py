"""What the announcement of a cohort shows to everybody: of the programme, the dates, the way in.

No person is named on it: whoever nominates is told by office.
"""

from dataclasses import dataclass
from datetime import datetime

from lms.convention import register
from lms.kit.actor import Actor
from lms.organisations import queries as organisations
from lms.organisations.queries import OrganisationRow
from lms.organisations.rules import JOINING
from lms.programmes.queries import curricula
from lms.programmes.queries.pages import RequirementLine, tell_requirements
from lms.programmes.rules.cohorts import CohortStatus, choose_text, status
from lms.programmes.rules.definition import Definition
from lms.programmes.rules.rows import CohortRow


@dataclass(frozen=True, slots=True)
class Announcement:
    """A cohort as everybody reads of it; each text with the language that it is in.

    `states` are those whose officers it is for, `office` the reader's own place where it is one of
    them or stands below one.
    """

    title: str
    language: str
    body: str
    body_language: str
    programme: str
    programme_language: str
    definition: Definition
    owner: str
    level: str
    job_families: tuple[str, ...]
    before: tuple[RequirementLine, ...]
    during: tuple[RequirementLine, ...]
    states: tuple[str, ...]
    office: str
    status: CohortStatus


def get_announcement(actor: Actor, cohort: CohortRow, language: str, now: datetime) -> Announcement:
    """Return all that the announcement shows to this reader."""
    definition = curricula.get_version(cohort.programme_version_id).definition
    source = definition.source_language
    before, during = tell_requirements(definition, language)
    admitted = _list_admitted(cohort, now)
    return Announcement(
        *choose_text(cohort.title, language, source),
        *choose_text(cohort.announcement_html, language, source),
        *choose_text(definition.title, language, source),
        definition,
        organisations.get_organisation(cohort.organisation_id).label(language),
        register.level_label(definition.level, language),
        tuple(register.job_family_label(one, language) for one in definition.job_families),
        before,
        during,
        tuple(sorted((row.label(language) for row in admitted), key=str.casefold)),
        _find_office(actor, admitted, language),
        status(cohort, now),
    )


def _list_admitted(cohort: CohortRow, now: datetime) -> list[OrganisationRow]:
    """Return whose officers a cohort is for: a hub's members, else whoever runs it; or everybody's.

    For the installation's own it is nobody in particular, and so an empty list.
    """
    runner = organisations.get_organisation(cohort.organisation_id)
    if runner.kind in JOINING:
        return organisations.list_members(runner.id, now.date())
    return [] if runner.kind == "installation" else [runner]


def _find_office(actor: Actor, admitted: list[OrganisationRow], language: str) -> str:
    own = f"{actor.organisation_path}/"
    mine = (row for row in admitted if own.startswith(f"{row.path}/"))
    return next((row.label(language) for row in mine), "")
