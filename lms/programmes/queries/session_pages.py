"""What the pages of sessions show: lines with what gets in the way, a session with its people.

Single rows are read in `sessions` and `attendance`.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lms.accounts.queries import get_names
from lms.kit.actor import Actor
from lms.programmes.queries import attendance, cohorts, sessions
from lms.programmes.queries.attendance import RequestRow
from lms.programmes.queries.sessions import Comer
from lms.programmes.rules.entries import tell_when
from lms.programmes.rules.presence import ATTENDED, Mark
from lms.programmes.rules.rows import CohortRow, ParticipationRow
from lms.programmes.rules.sessions import SessionRow, find_clashes, find_overfull, is_outside


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What gets in a session's way: somebody is in another at once, named if it is of the cohort.

    `name` is the person's as the reader may see it; `other` is empty for a session elsewhere.
    """

    name: str
    other: str


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A session in a list: when it is by its own clock and the reader's, who comes, what is wrong.

    `yours` is empty where both clocks show the same.
    """

    session: SessionRow
    when: str
    yours: str
    tutors: Sequence[str] = ()
    groups: Sequence[str] = ()
    coming: int = 0
    overfull: int = 0
    obstacles: Sequence[Obstacle] = ()
    requests: int = 0
    is_outside: bool = False


def tell_times(actor: Actor, session: SessionRow, language: str) -> tuple[str, str]:
    """Return when a session is by its own clock, and by the reader's where that shows another."""
    when = tell_when(session, language)
    yours = tell_when(session, language, actor.time_zone)
    return when, "" if yours == when else yours


def list_lines(actor: Actor, cohort: CohortRow, language: str) -> list[SessionLine]:
    """Return a cohort's sessions with all that is shown, in a fixed number of statements."""
    rows = sessions.list_sessions(cohort.id)
    comers = sessions.list_comers([cohort.id])
    obstacles = _find_obstacles(actor, rows, comers)
    names = get_names(actor, [one for row in rows for one in row.tutor_ids])
    groups = dict(sessions.list_groups(cohort.id))
    requests = attendance.count_open_requests(row.id for row in rows)
    counts = {row.id: sum(row.is_for(one.group_id) for one in comers) for row in rows}
    overfull = find_overfull(rows, counts)
    days = (cohort.starts_on, cohort.ends_on, cohort.time_zone)
    lines = []
    for row in rows:
        when, yours = tell_times(actor, row, language)
        lines.append(
            SessionLine(
                row,
                when,
                yours,
                tutors=[names.get(one, "") for one in row.tutor_ids],
                groups=[groups.get(one, "") for one in row.group_ids],
                coming=counts[row.id],
                overfull=overfull.get(row.id, 0),
                obstacles=obstacles[row.id],
                requests=requests.get(row.id, 0),
                is_outside=is_outside(row, *days),
            )
        )
    return lines


def _find_obstacles(
    actor: Actor, rows: Sequence[SessionRow], comers: Sequence[Comer]
) -> dict[str, list[Obstacle]]:
    """Return, by session, who of its people is somewhere else at the same time."""
    found: dict[str, list[Obstacle]] = defaultdict(list)
    alive = [row for row in rows if not row.is_cancelled]
    if not alive:
        return found
    first = min(row.starts_at for row in alive)
    last = max(row.ends_at for row in alive)
    around = sessions.list_at_the_time(first, last)
    others = {row.cohort_id for row in around} - {row.cohort_id for row in alive}
    everybody = [*comers, *(sessions.list_comers(others) if others else ())]
    clashes = find_clashes(around, _people_of(around, everybody))
    titles = {row.id: row.title for row in alive}
    ours = [one for one in clashes if {one.session_id, one.other_id} & titles.keys()]
    names = get_names(actor, {one.person_id for one in ours})
    for one in ours:
        for here, there in ((one.session_id, one.other_id), (one.other_id, one.session_id)):
            if here in titles:
                name = names.get(one.person_id, "")
                found[here].append(Obstacle(name, titles.get(there, "")))
    return found


def _people_of(rows: Sequence[SessionRow], comers: Sequence[Comer]) -> dict[str, set[str]]:
    by_cohort: dict[str, list[Comer]] = defaultdict(list)
    for one in comers:
        by_cohort[one.cohort_id].append(one)
    return {
        row.id: {one.person_id for one in by_cohort[row.cohort_id] if row.is_for(one.group_id)}
        | {*row.tutor_ids}
        for row in rows
    }


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Somebody on the list of a session, and what holds of them."""

    participation_id: str
    name: str
    group: str
    mark: Mark | None

    @property
    def status(self) -> str:
        """Return what is noted."""
        return self.mark.status if self.mark else "none"


@dataclass(frozen=True, slots=True)
class AttendancePage:
    """All that is shown of the attendance of a session; `names` are of those who noted it."""

    people: Sequence[PersonLine]
    names: Mapping[str, str]
    requests: Sequence[RequestRow]
    history: Sequence[Mark]

    @property
    def attended(self) -> int:
        """Return how many were there."""
        return sum(line.status in ATTENDED for line in self.people)

    def name_of(self, participation_id: str) -> str:
        """Return a participant's name as the reader may see it; nothing of who left."""
        return next(
            (one.name for one in self.people if one.participation_id == participation_id), ""
        )


def get_attendance_page(actor: Actor, session: SessionRow) -> AttendancePage:
    """Return who is to come to a session by name, with all that was noted of them."""
    coming = [
        one for one in sessions.list_comers([session.cohort_id]) if session.is_for(one.group_id)
    ]
    marks = attendance.get_marks(session.id)
    history = attendance.list_history(session.id)
    groups = dict(sessions.list_groups(session.cohort_id))
    noters = {mark.noted_by for mark in history if mark.noted_by}
    names = get_names(actor, {one.person_id for one in coming} | noters)
    people = [
        PersonLine(
            one.participation_id,
            names.get(one.person_id, ""),
            groups.get(one.group_id or "", ""),
            marks.get(one.participation_id),
        )
        for one in coming
    ]
    people.sort(key=lambda line: (line.name.casefold(), line.participation_id))
    return AttendancePage(people, names, attendance.list_open_requests(session.id), history)


def list_teachers(actor: Actor, cohort_id: str) -> list[tuple[str, str]]:
    """Return (id, name) of those of a cohort's team who may lead a session, by name."""
    team = cohorts.list_assignments(cohort_id)
    ids = {row.person_id for row in team if row.task in {"tutor", "coordinator"}}
    names = get_names(actor, ids)
    return sorted(names.items(), key=lambda pair: (pair[1].casefold(), pair[0]))


def name_tutors(actor: Actor, session: SessionRow) -> list[str]:
    """Return the names of those who lead a session, as the reader may see them."""
    names = get_names(actor, session.tutor_ids)
    return [names.get(one, "") for one in session.tutor_ids]


@dataclass(frozen=True, slots=True)
class OwnLine:
    """A session as a participant sees it, with what is noted of them and what they asked for."""

    session: SessionRow
    when: str
    yours: str
    mark: Mark | None
    request: RequestRow | None
    is_over: bool
    is_on: bool


def find_next(
    actor: Actor, own: ParticipationRow, now: datetime, language: str
) -> SessionLine | None:
    """Return a participant's session that is on or comes next, or nothing."""
    coming = [
        row
        for row in sessions.list_sessions(own.cohort_id)
        if row.is_for(own.group_id) and not row.is_cancelled and row.ends_at > now
    ]
    if not coming:
        return None
    row = min(coming, key=lambda one: one.starts_at)
    return SessionLine(row, *tell_times(actor, row, language))


def list_own_lines(
    actor: Actor, own: ParticipationRow, now: datetime, language: str
) -> list[OwnLine]:
    """Return the sessions of a participant, the first to begin first."""
    marks = attendance.get_own_marks(own.id)
    requests = attendance.list_own_requests(own.id)
    return [
        OwnLine(
            row,
            *tell_times(actor, row, language),
            marks.get(row.id),
            requests.get(row.id),
            row.ends_at <= now,
            row.is_on(now),
        )
        for row in sessions.list_sessions(own.cohort_id)
        if row.is_for(own.group_id)
    ]
