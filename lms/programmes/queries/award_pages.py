"""What holders read of their awards: how each stands, what is asked again, and how far they are.

When an award can be renewed is said in `rules.renewal`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from lms.kit.actor import Actor
from lms.kit.i18n import Text
from lms.programmes.queries import (
    award_reviews,
    cohorts,
    curricula,
    pages,
    participations,
    renewal_facts,
    renewals,
)
from lms.programmes.queries.pages import CohortLine, Named
from lms.programmes.queries.renewals import Held
from lms.programmes.rules.cohorts import choose_text, status
from lms.programmes.rules.completion import Standing
from lms.programmes.rules.definition import (
    ChoicePart,
    CoursePart,
    Definition,
    ExamPart,
    Requirement,
)
from lms.programmes.rules.renewal import list_asked
from lms.programmes.rules.requirements import describe
from lms.programmes.rules.reviews import ReviewRow
from lms.programmes.rules.rows import AwardKind, AwardRow
from lms.programmes.rules.validity import Validity


@dataclass(frozen=True, slots=True)
class AskedLine:
    """A requirement that is asked again; `leads_to` is its course, or empty.

    `standing` is nothing where nothing counts yet.
    """

    title: str
    language: str
    what: Text
    leads_to: str
    standing: Standing | None
    of: tuple["AskedLine", ...] = ()

    @property
    def is_met(self) -> bool:
        """Say whether it is done."""
        return self.standing is not None and self.standing.status == "met"


@dataclass(frozen=True, slots=True)
class AwardLine:
    """A programme that somebody holds, with its title, the status today, and what is asked again.

    `kinds` are those of the awards held; `may_begin` says whether it can be renewed today.
    """

    held: Held
    title: Named
    validity: Validity
    kinds: tuple[AwardKind, ...]
    asked: tuple[AskedLine, ...]
    may_begin: bool
    is_published: bool


@dataclass(frozen=True, slots=True)
class WithdrawnLine:
    """An award that was withdrawn, with the decision; `way_id` where one can go on for it."""

    title: Named
    award: AwardRow
    review: ReviewRow
    way_id: str


@dataclass(frozen=True, slots=True)
class AwardsPage:
    """All that somebody holds, what ends first first; awards that are past, and withdrawn ones."""

    lines: tuple[AwardLine, ...]
    past: tuple[tuple[Named, AwardRow], ...]
    withdrawn: tuple["WithdrawnLine", ...]

    @property
    def award_ids(self) -> list[str]:
        """Return the ids of the awards that are not withdrawn."""
        return [*(one.held.award.id for one in self.lines), *(one.id for _, one in self.past)]


def get_awards(actor: Actor, now: datetime, language: str) -> AwardsPage:
    """Return the awards of the actor; as many queries as ever, however many they are."""
    person_id = str(actor.person_id)
    every = renewals.list_held([person_id])[person_id]
    definitions = [one.version.definition for one in every if one.version]
    names = pages.name_all(definitions, language) if definitions else {}
    today = _today(actor, now)
    lines = tuple(_tell(held, today, names, language, ()) for held in every)
    awards = curricula.list_awards(person_id)
    current = {one.id for held in every for one in (held.holding.lead, held.holding.beside) if one}
    past = [one for one in awards if one.id not in current]
    withdrawn = curricula.list_withdrawn(person_id)
    versions = curricula.get_versions(
        list({one.programme_version_id for one in (*past, *withdrawn)})
    )
    titles = {version.id: _title(version.definition, language) for version in versions.values()}
    return AwardsPage(
        lines,
        tuple((titles[one.programme_version_id], one) for one in past),
        _list_withdrawn(person_id, withdrawn, titles),
    )


def _list_withdrawn(
    person_id: str, awards: Sequence[AwardRow], titles: Mapping[str, Named]
) -> tuple[WithdrawnLine, ...]:
    reviews = award_reviews.list_newest([one.id for one in awards])
    ways = {row.id for row in participations.list_evaluated(person_id)}
    return tuple(
        WithdrawnLine(
            titles[one.programme_version_id],
            one,
            reviews[one.id],
            one.participation_id if one.participation_id in ways else "",
        )
        for one in awards
        if one.id in reviews
    )


def _today(actor: Actor, now: datetime) -> date:
    return now.astimezone(ZoneInfo(actor.time_zone)).date()


def _title(definition: Definition, language: str) -> Named:
    return choose_text(definition.title, language, definition.source_language)


def _tell(
    held: Held,
    today: date,
    names: Mapping[str, Named],
    language: str,
    standings: Sequence[Standing],
) -> AwardLine:
    window = held.terms.window
    kinds = [one.kind for one in (held.holding.lead, held.holding.beside) if one is not None]
    return AwardLine(
        held,
        _title(held.own.definition, language),
        held.tell_validity(today),
        tuple(kinds),
        _ask(held, names, language, standings),
        window is not None and window.is_open(today) and held.version is not None,
        held.programme.archived_at is None,
    )


def _ask(
    held: Held, names: Mapping[str, Named], language: str, standings: Sequence[Standing]
) -> tuple[AskedLine, ...]:
    if held.version is None:
        return ()
    definition, found = held.version.definition, {one.part.id: one for one in standings}
    wanted = set(list_asked(definition))

    def tell(standing: Standing | None, part: Requirement) -> AskedLine:
        title, its_language = pages.name_part(part, definition, names, language)
        inner = part.of if isinstance(part, ChoicePart) else ()
        known = {one.part.id: one for one in standing.of} if standing else {}
        course = part.course if isinstance(part, CoursePart | ExamPart) else ""
        of = tuple(tell(known.get(one.id), one) for one in inner)
        return AskedLine(title, its_language, describe(part), course, standing, of)

    return tuple(
        tell(found.get(part.id), part) for part in definition.requirements if part.id in wanted
    )


@dataclass(frozen=True, slots=True)
class AwardPage:
    """One award as its holder sees it, with how far the recertification is.

    `is_in_cohort` where something that is missing is done in a cohort; `cohorts` are those to
    come. `has_left` where the person has withdrawn from a course since; `may_undo` where nothing
    is done yet.
    """

    line: AwardLine
    met: int
    cohorts: tuple[CohortLine, ...]
    is_in_cohort: bool
    has_left: bool
    may_undo: bool


# What is done alone, in a course or by holding something.
_ALONE = frozenset({"course", "exam", "programme"})


def get_award(actor: Actor, held: Held, now: datetime, language: str) -> AwardPage:
    """Return the page of one award that is held."""
    definition = held.version.definition if held.version else None
    names = pages.name_things(definition, language) if definition else {}
    today = _today(actor, now)
    window = held.terms.window
    is_open = window is not None and window.is_open(today)
    standings = (
        renewal_facts.list_standings(str(actor.person_id), held, actor.time_zone, now)
        if is_open
        else ()
    )
    line = _tell(held, today, names, language, standings)
    met = sum(one.status == "met" for one in standings)
    is_in_cohort = is_open and not all(one.is_met or _is_done_alone(one) for one in line.asked)
    begun = held.renewal.enrolments["begun"] if held.renewal else []
    return AwardPage(
        line,
        met,
        _list_cohorts(held, language, now) if is_in_cohort else (),
        is_in_cohort,
        held.renewal is not None and is_open and bool(renewals.list_left(held.renewal)),
        held.renewal is not None and not met and not renewal_facts.has_worked(begun),
    )


def _list_cohorts(held: Held, language: str, now: datetime) -> tuple[CohortLine, ...]:
    """Return the cohorts to come of the programme."""
    source = held.own.definition.source_language
    announced = cohorts.list_announced([held.programme.id])[held.programme.id]
    lines = [
        CohortLine(row, *choose_text(row.title, language, source), status(row, now))
        for row in announced
    ]
    return tuple(one for one in lines if one.status in {"published", "open"})


def _is_done_alone(one: AskedLine) -> bool:
    kind = one.standing.part.type if one.standing else ""
    return kind in _ALONE or (bool(one.of) and all(_is_done_alone(each) for each in one.of))
