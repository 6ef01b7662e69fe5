"""What the pages of the builder show: what can be chosen, each requirement, what is wrong with it.

What a definition may say stands in `rules.definition`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import func, select

from lms.content import queries as content
from lms.kit.db import read
from lms.kit.i18n import N_, Text
from lms.organisations import queries as organisations
from lms.programmes.models import Cohort, Participation
from lms.programmes.queries import curricula, references
from lms.programmes.rules.cohorts import choose_text
from lms.programmes.rules.comparing import Difference, compare
from lms.programmes.rules.definition import TYPES, Definition, Requirement, find_problems
from lms.programmes.rules.drafting import Draft, DraftPart, find_part, list_parts
from lms.programmes.rules.requirements import describe_draft
from lms.programmes.rules.rows import ProgrammeRow, ProgrammeVersionRow
from lms.questions.advice import Place, Problem

Pair = tuple[str, str]
# The kinds of requirement in the order in which they are offered.
KINDS: Mapping[str, str] = {
    "course": N_("Course"),
    "exam": N_("Examination"),
    "attendance": N_("Attendance at sessions"),
    "product": N_("Piece of work from the workplace"),
    "teaching": N_("Session taught and assessed"),
    "programme": N_("Award of another programme"),
    "choice": N_("Choice among several"),
}


@dataclass(frozen=True, slots=True)
class Pickers:
    """What requirements can name, each with what it is called: courses, their quizzes, programmes.

    A quiz is named by its course's short name and its own, with a slash between.
    """

    courses: tuple[Pair, ...]
    exams: tuple[Pair, ...]
    programmes: tuple[Pair, ...]

    def name(self, part: Mapping[str, Any]) -> str:
        """Return what the course or programme of a requirement is called; nothing: it has none."""
        if part["type"] in {"course", "exam"}:
            return dict(self.courses).get(str(part.get("course")), str(part.get("course", "")))
        if part["type"] == "programme":
            slug = str(part.get("programme", ""))
            return dict(self.programmes).get(slug, slug)
        return ""


def list_pickers(slug: str, language: str) -> Pickers:
    """Return what the programme `slug` can ask for; as many queries as ever, however much it is."""
    courses = [row for row in content.list_courses() if row.newest_version_id]
    wanted = [(str(row.newest_version_id), language) for row in courses]
    outlines = content.get_outlines(wanted) if wanted else []
    quizzes = [
        (f"{one.slug}/{activity.id}", f"{one.title} – {activity.title}")
        for one in outlines
        for activity in one.activities
        if activity.quiz_id
    ]
    return Pickers(
        _in_order([(one.slug, one.title) for one in outlines]),
        tuple(quizzes),
        _in_order([one for one in _name_programmes(language) if one[0] != slug]),
    )


def _in_order(pairs: Sequence[Pair]) -> tuple[Pair, ...]:
    return tuple(sorted(pairs, key=lambda pair: pair[1].casefold()))


def _name_programmes(language: str) -> list[Pair]:
    published = curricula.list_published()
    versions = curricula.get_versions([str(row.version_id) for row in published])
    found = []
    for row in published:
        one = versions[str(row.version_id)].definition
        found.append((row.slug, choose_text(one.title, language, one.source_language)[0]))
    return found


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A requirement on the builder's page: what it is called and asks, and what is wrong with it.

    `of` are those to choose from.
    """

    row: DraftPart
    kind: str
    title: str
    language: str
    what: Text
    problems: tuple[Text, ...]
    of: tuple["DraftLine", ...] = ()


@dataclass(frozen=True, slots=True)
class DraftPage:
    """A draft: its requirements, what is wrong besides them, whether there is anything new."""

    title: str
    language: str
    lines: tuple[DraftLine, ...]
    problems: tuple[Text, ...]
    is_ready: bool
    is_new: bool

    def get_line(self, part_id: str) -> DraftLine:
        """Return the line of a requirement that is there, wherever it stands."""
        every = [one for line in self.lines for one in (line, *line.of)]
        return next(line for line in every if line.row.id == part_id)


def list_problems(programme: ProgrammeRow) -> list[Problem]:
    """Return all that keeps the draft of a programme from being published."""
    problems = find_problems(programme.draft)
    if problems:
        return problems
    definition = Definition.model_validate(programme.draft)
    return references.find_missing(definition, programme.slug)


def list_problems_of(slug: str, draft: Draft, part_id: str) -> tuple[list[Problem], int]:
    """Return what is wrong with one requirement of a draft, and how deep it stands.

    What a choice has to choose from is no matter of its own form; whether courses and programmes
    are there is looked into besides.
    """
    placed = find_part(draft, part_id)
    if placed is None:
        return [], 0
    place, depth = placed.place, len(placed.place)
    found = [
        one
        for one in find_problems(draft)
        if one.place[:depth] == place and one.place[depth : depth + 1] != ("of",)
    ]
    if found or placed.part["type"] == "choice":
        # Fewer to choose from than are to be met: they are added after the choice itself.
        return [one for one in found if one.code != "too_many"], depth
    part = TYPES[placed.part["type"]].model_validate(placed.part)
    return references.find_missing_of(place, cast("Requirement", part), slug), depth


def get_draft_page(programme: ProgrammeRow, language: str) -> DraftPage:
    """Return what the page of a draft shows."""
    draft, problems = programme.draft, list_problems(programme)
    pickers = list_pickers(programme.slug, language)
    rows = list_parts(draft)
    # The deepest first: what is wrong with one to choose from is not told of the choice as well.
    places = sorted((row.place for row in rows), key=len, reverse=True)
    told: dict[Place, list[Text]] = {}
    for problem in problems:
        at = next((one for one in places if problem.place[: len(one)] == one), ())
        told.setdefault(at, []).append(problem.text)
    lines = [_tell(row, draft, pickers, told, language) for row in rows]
    tops = tuple(line for line in lines if not line.row.inside)
    source = str(draft["source_language"])
    title, its_language = choose_text(draft.get("title", {}), language, source)
    is_new = not problems and _is_new(programme)
    general = tuple(told.get((), ()))
    return DraftPage(title or programme.slug, its_language, tops, general, not problems, is_new)


def _is_new(programme: ProgrammeRow) -> bool:
    if programme.version_id is None:
        return True
    newest = curricula.get_version(programme.version_id).definition
    return newest != Definition.model_validate(programme.draft)


def _tell(
    row: DraftPart,
    draft: Draft,
    pickers: Pickers,
    told: Mapping[Place, Sequence[Text]],
    language: str,
) -> DraftLine:
    source = str(draft["source_language"])
    title, its_language = choose_text(row.part.get("title") or {}, language, source)
    inner = [one for one in list_parts(draft) if one.inside == row.id]
    return DraftLine(
        row,
        KINDS[row.part["type"]],
        title or pickers.name(row.part),
        its_language,
        describe_draft(row.part),
        tuple(told.get(row.place, ())),
        tuple(_tell(one, draft, pickers, told, language) for one in inner),
    )


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version with what differs from the one before it, and who goes on under it."""

    row: ProgrammeVersionRow
    differences: tuple[Difference, ...]
    cohorts: int
    participants: int


def list_version_lines(programme: ProgrammeRow) -> list[VersionLine]:
    """Return the versions of a programme, the newest first."""
    rows = curricula.list_versions(programme.id)
    before = [*rows, None][1:]
    counts = _count_under([row.id for row in rows])
    return [
        VersionLine(
            row,
            tuple(compare(older.definition, row.definition)) if older else (),
            *counts.get(row.id, (0, 0)),
        )
        for row, older in zip(rows, before, strict=True)
    ]


def _count_under(version_ids: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Return how many cohorts run under each version, and how many people are in them."""
    is_there = Participation.status.in_(("offered", "accepted"))
    query = (
        select(
            Cohort.programme_version_id,
            func.count(Cohort.id.distinct()),
            func.count(Participation.id),
        )
        .outerjoin(Participation, (Participation.cohort_id == Cohort.id) & is_there)
        .where(
            Cohort.programme_version_id.in_(version_ids),
            Cohort.archived_at.is_(None),
            Cohort.cancelled_at.is_(None),
        )
        .group_by(Cohort.programme_version_id)
    )
    return {
        version_id: (cohorts, participants) for version_id, cohorts, participants in read(query)
    }


@dataclass(frozen=True, slots=True)
class PublicationPage:
    """What publishing a draft would change: the number it gets, the differences, who stays."""

    number: int
    differences: tuple[Difference, ...]
    under_way: tuple[VersionLine, ...]


def get_publication_page(programme: ProgrammeRow) -> PublicationPage:
    """Return what publishing a draft would change; the draft is ready."""
    definition = Definition.model_validate(programme.draft)
    lines = list_version_lines(programme)
    differences = compare(lines[0].row.definition, definition) if lines else []
    under_way = tuple(line for line in lines if line.cohorts)
    return PublicationPage((programme.number or 0) + 1, tuple(differences), under_way)


@dataclass(frozen=True, slots=True)
class ProgrammeLine:
    """A programme in the list of those who build programmes."""

    row: ProgrammeRow
    title: str
    language: str
    owner: str


def list_lines(rows: Sequence[ProgrammeRow], language: str) -> list[ProgrammeLine]:
    """Return programmes with what they are called and who owns them, in the reader's order."""
    owners = {one.id: one.label(language) for one in organisations.list_organisations()}
    lines = []
    for row in rows:
        source = str(row.draft["source_language"])
        title, its_language = choose_text(row.draft.get("title", {}), language, source)
        owner = owners[row.organisation_id]
        lines.append(ProgrammeLine(row, title or row.slug, its_language, owner))
    return sorted(lines, key=lambda line: (line.row.archived_at is not None, line.title.casefold()))
