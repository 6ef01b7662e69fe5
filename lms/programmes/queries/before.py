"""What of a programme is to be met before somebody gets a place, and who has not met it yet.

It is shown to those who give places out and to whoever is offered one; it bars nobody by itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lms.kit.i18n import Text
from lms.programmes.queries import curricula, pages, progress
from lms.programmes.queries.pages import Named
from lms.programmes.rules.completion import reckon
from lms.programmes.rules.definition import Requirement
from lms.programmes.rules.requirements import describe, name_by_description
from lms.programmes.rules.rows import CohortRow, NominationRow, ParticipationRow


@dataclass(frozen=True, slots=True)
class OpenPart:
    """A requirement that somebody has not met yet; the title may be empty."""

    title: str
    language: str
    what: Text
    # What it is called: the title, or else what it asks for.
    name: str


def list_open(
    cohort: CohortRow,
    rows: Sequence[NominationRow],
    places: Mapping[str, ParticipationRow],
    language: str,
    now: datetime,
) -> dict[str, tuple[OpenPart, ...]]:
    """Return what each nominee has still to meet, by nomination; empty where nothing is asked.

    `places` are by nomination. Many people cost as many queries as one.
    """
    definition = curricula.get_version(cohort.programme_version_id).definition
    if all(part.when != "before" for part in definition.requirements):
        return {}
    standing_in = {row.id: places.get(row.id) or _without_place(row, now) for row in rows}
    facts = progress.list_facts(cohort, definition, list(standing_in.values()), now)
    names = pages.name_things(definition, language)
    found = {}
    for row in rows:
        standings = reckon(definition, facts[standing_in[row.id].id]).standings
        found[row.id] = tuple(
            _tell(one.part, pages.name_part(one.part, definition, names, language), language)
            for one in standings
            if one.part.when == "before" and one.status != "met"
        )
    return found


def _tell(part: Requirement, title: Named, language: str) -> OpenPart:
    return OpenPart(*title, describe(part), title[0] or name_by_description(part, language))


def _without_place(row: NominationRow, now: datetime) -> ParticipationRow:
    """Return a nominee as progress is read of participants: only what the person did counts."""
    return ParticipationRow(
        row.id, row.cohort_id, row.person_id, row.id, "offered", now, now, None, None, None,
        row.language,
    )  # fmt: skip
