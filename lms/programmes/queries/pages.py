"""What the public pages show: the programmes by who runs them, and one programme as a whole.

Texts come in the reader's language where there are any, else in the programme's own.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lms.content import queries as content
from lms.convention import register
from lms.kit.i18n import Text
from lms.organisations import queries as organisations
from lms.organisations.rules import JOINING
from lms.programmes.queries import cohorts, curricula
from lms.programmes.rules.cohorts import ALIVE, CohortStatus, choose_text, status
from lms.programmes.rules.definition import (
    ChoicePart,
    CoursePart,
    Definition,
    ExamPart,
    ProgrammePart,
    Requirement,
    When,
)
from lms.programmes.rules.requirements import describe
from lms.programmes.rules.rows import CohortRow, ProgrammeRow

Named = tuple[str, str]


@dataclass(frozen=True, slots=True)
class CohortLine:
    """A cohort that is not over, with its title, the language of the title, and where it stands."""

    row: CohortRow
    title: str
    language: str
    status: CohortStatus


@dataclass(frozen=True, slots=True)
class ProgrammeCard:
    """A programme in the list, with its texts and the languages that they are in."""

    slug: str
    title: str
    language: str
    summary: str
    summary_language: str
    level: str
    hours: float
    cohorts: tuple[CohortLine, ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """The programmes of one organisation, which may be a hub with a page of its own."""

    owner_id: str
    owner: str
    is_hub: bool
    programmes: tuple[ProgrammeCard, ...]


@dataclass(frozen=True, slots=True)
class RequirementLine:
    """A requirement in words: its title, what is asked; those to choose from below it."""

    title: str
    language: str
    what: Text
    is_recognisable: bool
    of: tuple["RequirementLine", ...] = ()


@dataclass(frozen=True, slots=True)
class ProgrammePage:
    """One programme as everybody reads of it."""

    card: ProgrammeCard
    definition: Definition
    owner: str
    job_families: tuple[str, ...]
    before: tuple[RequirementLine, ...]
    during: tuple[RequirementLine, ...]


def list_shelves(language: str, now: datetime) -> list[Shelf]:
    """Return the published programmes by who owns them: owners and titles in the reader's order."""
    programmes = curricula.list_published()
    cards = _list_cards(programmes, language, now)
    shelves: dict[str, list[ProgrammeCard]] = {}
    for programme in programmes:
        shelves.setdefault(programme.organisation_id, []).append(cards[programme.id])
    found = [
        Shelf(
            owner.id,
            owner.label(language),
            owner.kind in JOINING,
            tuple(sorted(shelves[owner.id], key=lambda card: card.title.casefold())),
        )
        for owner in organisations.list_organisations()
        if owner.id in shelves
    ]
    return sorted(found, key=lambda shelf: shelf.owner.casefold())


def _list_cards(
    programmes: Sequence[ProgrammeRow], language: str, now: datetime
) -> dict[str, ProgrammeCard]:
    versions = curricula.get_versions([row.version_id for row in programmes if row.version_id])
    announced = cohorts.list_announced([row.id for row in programmes])
    return {
        row.id: _card(row, versions[row.version_id].definition, announced[row.id], language, now)
        for row in programmes
        if row.version_id
    }


def _card(
    programme: ProgrammeRow,
    definition: Definition,
    rows: Sequence[CohortRow],
    language: str,
    now: datetime,
) -> ProgrammeCard:
    source = definition.source_language
    title, title_language = choose_text(definition.title, language, source)
    summary, summary_language = choose_text(definition.summary, language, source)
    lines = [
        CohortLine(row, *choose_text(row.title, language, source), status(row, now)) for row in rows
    ]
    return ProgrammeCard(
        programme.slug,
        title,
        title_language,
        summary,
        summary_language,
        register.level_label(definition.level, language),
        definition.hours,
        tuple(line for line in lines if line.status in ALIVE),
    )


def get_programme_page(programme: ProgrammeRow, language: str, now: datetime) -> ProgrammePage:
    """Return all that the page of a published programme shows."""
    definition = curricula.get_version(str(programme.version_id)).definition
    before, during = tell_requirements(definition, language)
    return ProgrammePage(
        _list_cards([programme], language, now)[programme.id],
        definition,
        organisations.get_organisation(programme.organisation_id).label(language),
        tuple(register.job_family_label(one, language) for one in definition.job_families),
        before,
        during,
    )


def tell_requirements(
    definition: Definition, language: str
) -> tuple[tuple[RequirementLine, ...], tuple[RequirementLine, ...]]:
    """Return in words what is to be met before somebody gets a place, and what in the cohort."""
    names = name_things(definition, language)

    def tell(when: When) -> tuple[RequirementLine, ...]:
        parts = [part for part in definition.requirements if part.when == when]
        return tuple(_tell(part, definition, names, language) for part in parts)

    return tell("before"), tell("during")


def _tell(
    part: Requirement, definition: Definition, names: Mapping[str, Named], language: str
) -> RequirementLine:
    title, its_language = name_part(part, definition, names, language)
    inner = part.of if isinstance(part, ChoicePart) else ()
    return RequirementLine(
        title,
        its_language,
        describe(part),
        part.is_recognisable,
        tuple(_tell(one, definition, names, language) for one in inner),
    )


def name_part(
    part: Requirement, definition: Definition, names: Mapping[str, Named], language: str
) -> Named:
    """Return what a requirement is called, and in which language: its own title, or the thing's."""
    if part.title is not None:
        return choose_text(part.title, language, definition.source_language)
    return names.get(_named_thing(part), ("", language))


def _named_thing(part: Requirement) -> str:
    if isinstance(part, CoursePart | ExamPart):
        return f"course/{part.course}"
    return f"programme/{part.programme}" if isinstance(part, ProgrammePart) else ""


def name_things(definition: Definition, language: str) -> dict[str, Named]:
    """Return how the courses and programmes are called that a definition names, by kind and slug.

    As many queries as ever, however many there are.
    """
    return name_all([definition], language)


def name_all(definitions: Iterable[Definition], language: str) -> dict[str, Named]:
    """Return how the courses and programmes are called that any of these definitions names."""
    wanted = {_named_thing(part) for one in definitions for _place, part in one.parts()}
    courses = [
        (str(course.shown_version_id), language)
        for course in content.list_courses()
        if f"course/{course.slug}" in wanted and course.shown_version_id
    ]
    outlines = content.get_outlines(courses) if courses else []
    names = {f"course/{one.slug}": (one.title, one.language) for one in outlines}
    others = [row for row in curricula.list_published() if f"programme/{row.slug}" in wanted]
    versions = curricula.get_versions([row.version_id for row in others if row.version_id])
    for row in others:
        other = versions[str(row.version_id)].definition
        names[f"programme/{row.slug}"] = choose_text(other.title, language, other.source_language)
    return names
