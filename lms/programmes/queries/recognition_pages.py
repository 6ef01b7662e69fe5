"""What the pages of recognition show: who asks what of which requirement, and with which proof.

What was asked is read in `recognitions`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from lms.accounts.queries import get_names
from lms.kit.actor import Actor
from lms.kit.errors import NotVisible
from lms.kit.i18n import Text, formats
from lms.programmes.queries import cohorts, curricula, pages, recognitions
from lms.programmes.queries.pages import Named
from lms.programmes.queries.recognitions import RecognitionRow
from lms.programmes.rules.cohorts import choose_text
from lms.programmes.rules.definition import Definition, Requirement
from lms.programmes.rules.requirements import describe
from lms.programmes.rules.rows import CohortRow, ParticipationRow


@dataclass(frozen=True, slots=True)
class AskingPage:
    """A requirement for which somebody asks, and the awards that may prove something."""

    row: ParticipationRow
    definition: Definition
    part_id: str
    title: Named
    what: Text
    awards: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RecognitionLine:
    """A wish with who asks, the requirement, and the earlier award where one is named."""

    row: RecognitionRow
    name: str
    title: Named
    what: Text
    award: str


def get_asking(row: ParticipationRow, part_id: str, language: str) -> AskingPage:
    """Return what the page of a wish shows; raise `NotVisible` where nothing can be asked."""
    definition = _definition_of(cohorts.get_cohort(row.cohort_id))
    part = _parts_of(definition).get(part_id)
    if part is None or not part.is_recognisable:
        raise NotVisible
    title, what = _tell([part], definition, language)[part_id]
    awards = _name_awards(str(row.person_id), language)
    return AskingPage(row, definition, part_id, title, what, tuple(awards.items()))


def get_own(participation_id: str, part_id: str) -> RecognitionRow:
    """Return what a participant asked last of a requirement; raise `NotVisible`."""
    found = recognitions.list_newest(participation_id).get(part_id)
    if found is None:
        raise NotVisible
    return found


def list_lines(actor: Actor, cohort: CohortRow, language: str) -> list[RecognitionLine]:
    """Return the wishes of a cohort, those that wait first; the queries are as many as ever."""
    rows = recognitions.list_of_cohort(cohort.id)
    lines = _to_lines(actor, cohort, rows, language)
    return sorted(lines, key=lambda line: line.row.status != "waiting")


def get_line(
    actor: Actor, cohort: CohortRow, row: RecognitionRow, language: str
) -> RecognitionLine:
    """Return one wish with the earlier award that it names."""
    line = _to_lines(actor, cohort, [row], language)[0]
    award = _name_awards(row.person_id, language).get(row.award_id or "", "")
    return RecognitionLine(line.row, line.name, line.title, line.what, award)


def _to_lines(
    actor: Actor, cohort: CohortRow, rows: Sequence[RecognitionRow], language: str
) -> list[RecognitionLine]:
    definition = _definition_of(cohort)
    told = _tell(list(_parts_of(definition).values()), definition, language)
    names = get_names(actor, [row.person_id for row in rows])
    return [
        RecognitionLine(row, names.get(row.person_id, ""), *told[row.part_id], "") for row in rows
    ]


def _definition_of(cohort: CohortRow) -> Definition:
    return curricula.get_version(cohort.programme_version_id).definition


def _parts_of(definition: Definition) -> dict[str, Requirement]:
    return {part.id: part for _, part in definition.parts()}


def _tell(
    parts: Sequence[Requirement], definition: Definition, language: str
) -> dict[str, tuple[Named, Text]]:
    names = pages.name_things(definition, language)
    return {
        part.id: (pages.name_part(part, definition, names, language), describe(part))
        for part in parts
    }


def _name_awards(person_id: str, language: str) -> dict[str, str]:
    """Return what the awards of a person are called, the newest first, by id."""
    awards = curricula.list_awards(person_id)
    versions = curricula.get_versions([award.programme_version_id for award in awards])
    found = {}
    for award in awards:
        one = versions[award.programme_version_id].definition
        title = choose_text(one.title, language, one.source_language)[0]
        found[award.id] = f"{title} – {formats(language).date(award.awarded_at)}"
    return found
