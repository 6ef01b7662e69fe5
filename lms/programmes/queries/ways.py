"""The way through a programme: one participant's own page, and all participants of a cohort.

What is reckoned of it stands in `rules.completion`; names come from `lms.accounts.queries`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lms.accounts.queries import get_names
from lms.kit.actor import Actor
from lms.kit.i18n import Text
from lms.learning.queries.programmes import Followed
from lms.programmes.queries import (
    award_reviews,
    cohorts,
    course_choices,
    curricula,
    pages,
    participations,
    progress,
    recognitions,
    session_pages,
    teams,
    works,
)
from lms.programmes.queries.course_choices import TakenCourse
from lms.programmes.queries.pages import Named
from lms.programmes.queries.recognitions import RecognitionRow
from lms.programmes.queries.session_pages import SessionLine
from lms.programmes.rules.cohorts import choose_text
from lms.programmes.rules.completion import Reached, Standing
from lms.programmes.rules.definition import Definition
from lms.programmes.rules.places import is_open_offer
from lms.programmes.rules.requirements import describe
from lms.programmes.rules.reviews import ReviewRow
from lms.programmes.rules.rows import AwardKind, AwardRow, CohortRow, ParticipationRow
from lms.programmes.rules.works import NOTHING, WorkStatus, find_status, list_works


@dataclass(frozen=True, slots=True)
class WayLine:
    """One requirement on somebody's way: where it stands, and what was asked of prior learning.

    `leads_to` is the course where it is done, or nothing; `taken` how the person is enrolled in it;
    `work` where a piece of work stands, or nothing.
    """

    standing: Standing
    title: str
    language: str
    what: Text
    leads_to: str
    asked: RecognitionRow | None
    of: tuple["WayLine", ...]
    taken: TakenCourse | None
    work: WorkStatus | None

    @property
    def is_next(self) -> bool:
        """Say whether it is for the participant to do something, and not for a tutor to answer."""
        return self.standing.status == "open" and self.work != "waiting"

    @property
    def chosen(self) -> int:
        """Return how many of those to choose from are met, or taken as courses."""
        return sum(line.taken is not None or line.standing.status == "met" for line in self.of)

    @property
    def may_ask(self) -> bool:
        """Say whether the participant may ask that prior learning counts."""
        is_waiting = self.asked is not None and self.asked.status == "waiting"
        part = self.standing.part
        return part.is_recognisable and self.standing.status != "met" and not is_waiting


@dataclass(frozen=True, slots=True)
class WayPage:
    """One participant's way through a programme."""

    row: ParticipationRow
    cohort: CohortRow
    programme: Named
    definition: Definition
    reached: Reached
    lines: tuple[WayLine, ...]
    next: WayLine | None
    awards: tuple[AwardRow, ...]
    decisions: tuple[tuple[AwardKind, ReviewRow], ...]
    group: str
    tutor: str
    session: SessionLine | None


def get_way(actor: Actor, row: ParticipationRow, language: str, now: datetime) -> WayPage:
    """Return one participant's way through the programme of a cohort.

    With the group, its tutor by name, and the session that is on or comes next.
    """
    cohort = cohorts.get_cohort(row.cohort_id)
    definition = curricula.get_version(cohort.programme_version_id).definition
    reached = progress.list_reached(cohort, definition, [row], now)[row.id]
    lines = _list_lines(row, definition, reached, language)
    given = curricula.list_given(row.id)
    return WayPage(
        row,
        cohort,
        choose_text(definition.title, language, definition.source_language),
        definition,
        reached,
        lines,
        next((line for line in lines if line.is_next), None),
        tuple(award for award in given if award.withdrawn_at is None),
        _list_decisions(given),
        *_find_group(actor, row),
        session_pages.find_next(actor, row, now, language),
    )


def _list_lines(
    row: ParticipationRow, definition: Definition, reached: Reached, language: str
) -> tuple[WayLine, ...]:
    """Return each requirement with where it is done, and what was asked or handed in for it."""
    names = pages.name_things(definition, language)
    asked = recognitions.list_newest(row.id)
    taken = course_choices.list_taken(str(row.person_id), course_choices.list_courses(definition))
    stand = _list_works(row, definition)

    def tell(standing: Standing) -> WayLine:
        part = standing.part
        title, its_language = pages.name_part(part, definition, names, language)
        return WayLine(
            standing,
            title,
            its_language,
            describe(part),
            getattr(part, "course", ""),
            asked.get(part.id),
            tuple(tell(one) for one in standing.of),
            taken.get(getattr(part, "course", "")),
            stand.get(part.id),
        )

    return tuple(tell(one) for one in reached.standings)


def _list_works(row: ParticipationRow, definition: Definition) -> dict[str, WorkStatus]:
    """Return where each piece of work stands, by requirement."""
    asked = list_works(definition)
    records = works.list_records([row.id]) if asked else {}
    return {part.id: find_status(part, records.get((row.id, part.id), NOTHING)) for part in asked}


def _list_decisions(given: Sequence[AwardRow]) -> tuple[tuple[AwardKind, ReviewRow], ...]:
    """Return what was decided last of awards in doubt, where it still holds."""
    reviews = award_reviews.list_newest([award.id for award in given])
    return tuple(
        (award.kind, reviews[award.id])
        for award in given
        if award.id in reviews
        and reviews[award.id].decision == ("withdrawn" if award.withdrawn_at else "kept")
    )


def _find_group(actor: Actor, row: ParticipationRow) -> tuple[str, str]:
    """Return the names of a participant's group and of its tutor, empty where there is none."""
    if row.group_id is None:
        return "", ""
    group = teams.get_group(row.cohort_id, row.group_id)
    tutor_id = group.tutor_id or ""
    return group.name, get_names(actor, [tutor_id]).get(tutor_id, "") if tutor_id else ""


@dataclass(frozen=True, slots=True)
class ParticipantLine:
    """One participant in the list of a cohort, by name as the reader may see it."""

    row: ParticipationRow
    name: str
    reached: Reached
    lost: int


@dataclass(frozen=True, slots=True)
class ParticipantsPage:
    """All participants of a cohort and how far they are; how many have completed, and are lost."""

    lines: tuple[ParticipantLine, ...]
    requirements: int
    completed: int
    groups: Mapping[str, str]


def get_participants(actor: Actor, cohort: CohortRow, now: datetime) -> ParticipantsPage:
    """Return who takes part in a cohort, or has completed it, by name.

    As many queries as ever, however many they are.
    """
    rows = _list_studying(participations.list_participations(cohort.id))
    definition = curricula.get_version(cohort.programme_version_id).definition
    reached = progress.list_reached(cohort, definition, rows, now)
    names = get_names(actor, [str(row.person_id) for row in rows])
    lines = [
        ParticipantLine(
            row,
            names.get(str(row.person_id), ""),
            reached[row.id],
            sum(one.status == "lost" for one in reached[row.id].standings),
        )
        for row in rows
    ]
    lines.sort(key=lambda line: (line.name.casefold(), line.row.id))
    completed = sum(row.status == "completed" for row in rows)
    groups = {group.id: group.name for group in teams.list_groups(cohort.id)}
    return ParticipantsPage(tuple(lines), len(definition.requirements), completed, groups)


def _list_studying(rows: Sequence[ParticipationRow]) -> list[ParticipationRow]:
    return [row for row in rows if row.status in {"accepted", "completed"} and row.person_id]


def list_followed(person_id: str, language: str, now: datetime) -> list[Followed]:
    """Return what somebody follows, has completed or is offered, the last begun first."""
    rows = [
        row
        for row in participations.list_studied(person_id)
        if row.status != "offered" or is_open_offer(row, now)
    ]
    if not rows:
        return []
    found = cohorts.get_cohorts([row.cohort_id for row in rows])
    versions = curricula.get_versions([one.programme_version_id for one in found.values()])
    followed = []
    for row in rows:
        cohort = found[row.cohort_id]
        one = versions[cohort.programme_version_id].definition
        title, its_language = choose_text(one.title, language, one.source_language)
        followed.append(
            Followed(
                row.id,
                title,
                its_language,
                choose_text(cohort.title, language)[0],
                cohort.starts_on,
                cohort.ends_on,
                row.status == "completed",
                cohort.time_zone,
                row.answer_by if row.status == "offered" else None,
            )
        )
    return followed


def is_offered(person_id: str, now: datetime) -> bool:
    """Say whether a place is offered to somebody that can be answered still."""
    rows = participations.list_studied(person_id)
    return any(row.status == "offered" and is_open_offer(row, now) for row in rows)
