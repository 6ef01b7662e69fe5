"""The sessions of a cohort: what one may be, for whom it is, and what gets in whose way.

Who was there is reckoned in `presence`; how a calendar says it, in `calendars`.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from lms.kit.errors import DomainError, Invalid
from lms.kit.i18n import N_
from lms.programmes.rules.wall_clock import TimeTwice, read_wall

Mode = Literal["in_person", "online", "hybrid"]
# Which of the two instants is meant where a clock is put back.
Which = Literal["", "first", "second"]
MODE_NAMES: Mapping[Mode, str] = {
    "in_person": N_("In person"),
    "online": N_("Online"),
    "hybrid": N_("In person and online"),
}
LONGEST = timedelta(hours=24)
MOST_REPEATS = 52
WEEK = timedelta(days=7)


class SessionEndsEarly(Invalid):
    """A session ends after it begins."""

    message = N_("The session ends before it begins. Please correct one of the two times.")


class SessionTooLong(Invalid):
    """A session is a meeting; of one over several days each is a session."""

    message = N_("A session lasts at most 24 hours. Please make one session for each day.")


class PlaceMissing(Invalid):
    """Whoever comes needs to know where to."""

    message = N_("Please say where the session takes place.")


class LinkNotValid(Invalid):
    """A link is opened by those who take part, and must lead to a site."""

    message = N_(
        "A link begins with https:// and names a site, such as https://meet.example.org/a."
    )


class SessionCancelled(DomainError):
    """What was called off is neither changed nor attended."""

    message = N_("This session is cancelled. Restore it first.")


class SessionNotCancelled(DomainError):
    """Only what was called off is restored."""

    message = N_("This session is not cancelled.")


@dataclass(frozen=True, slots=True)
class SessionPlan:
    """What somebody plans: times as the clock on the wall of the zone shows them."""

    title: str
    mode: Mode
    starts: datetime
    ends: datetime
    time_zone: str
    which: Which = ""
    place: str = ""
    link: str = ""
    language: str = "en"
    interpreters: tuple[str, ...] = ()
    capacity: int | None = None
    tutor_ids: tuple[str, ...] = ()
    group_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session as it is; without groups it is for the whole cohort."""

    id: str
    cohort_id: str
    title: str
    mode: Mode
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    place: str
    link: str
    language: str
    interpreters: tuple[str, ...]
    capacity: int | None
    sequence: int
    changed_at: datetime
    cancelled_at: datetime | None
    tutor_ids: tuple[str, ...] = ()
    group_ids: tuple[str, ...] = ()

    @property
    def is_cancelled(self) -> bool:
        """Say whether it was called off."""
        return self.cancelled_at is not None

    def is_for(self, group_id: str | None) -> bool:
        """Say whether somebody of this group, or of none, is to come."""
        return not self.group_ids or group_id in self.group_ids

    def is_on(self, now: datetime) -> bool:
        """Say whether it goes on at this instant."""
        return self.starts_at <= now < self.ends_at and not self.is_cancelled

    def is_held(self, now: datetime) -> bool:
        """Say whether it has taken place."""
        return self.ends_at <= now and not self.is_cancelled


def read_instant(wall: datetime, zone: str, which: Which = "") -> datetime:
    """Return the instant at which the clocks of `zone` show this time, in UTC.

    Raises `TimeSkipped` where they never do; `TimeTwice` where they do twice and `which` says
    nothing.
    """
    try:
        return read_wall(wall, zone)
    except TimeTwice:
        if not which:
            raise
        fold = 1 if which == "second" else 0
        return wall.replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)


def on_the_wall(instant: datetime, zone: str) -> datetime:
    """Return what the clocks of `zone` show at an instant, without a zone."""
    return instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)


def which_of_two(instant: datetime, zone: str) -> Which:
    """Return which of two equal times on the wall an instant is; nothing where there is one."""
    wall = on_the_wall(instant, zone).replace(tzinfo=ZoneInfo(zone))
    if wall.astimezone(UTC) == wall.replace(fold=1).astimezone(UTC):
        return ""
    return "first" if wall.astimezone(UTC) == instant else "second"


def find_times(plan: SessionPlan, week: int = 0) -> tuple[datetime, datetime]:
    """Return begin and end of the session some weeks later, by the same clock on the wall.

    Raises `TimeSkipped`, `TimeTwice`, `SessionEndsEarly`, `SessionTooLong`.
    """
    shift = WEEK * week
    starts = read_instant(plan.starts + shift, plan.time_zone, plan.which)
    ends = read_instant(plan.ends + shift, plan.time_zone, plan.which)
    if ends <= starts:
        raise SessionEndsEarly
    if ends - starts > LONGEST:
        raise SessionTooLong
    return starts, ends


def check_place(plan: SessionPlan) -> None:
    """See that whoever takes part can come; raise `PlaceMissing`, `LinkNotValid`.

    An online session may get its link later, when the video service has given one.
    """
    if plan.mode != "online" and not plan.place:
        raise PlaceMissing
    if plan.link:
        parts = urlsplit(plan.link)
        if parts.scheme != "https" or not parts.hostname or " " in plan.link:
            raise LinkNotValid


@dataclass(frozen=True, slots=True)
class Clash:
    """Somebody who is to be in two sessions at once."""

    session_id: str
    other_id: str
    person_id: str


def find_clashes(
    sessions: Iterable[SessionRow], people: Mapping[str, Collection[str]]
) -> list[Clash]:
    """Return who is to be in two sessions at once; `people` are those of each session.

    What was called off is in nobody's way, nor is a session that begins as another ends.
    """
    order = sorted(
        (row for row in sessions if not row.is_cancelled), key=lambda row: (row.starts_at, row.id)
    )
    clashes = []
    for place, row in enumerate(order):
        for other in order[place + 1 :]:
            if other.starts_at >= row.ends_at:
                break
            shared = set(people.get(row.id, ())) & set(people.get(other.id, ()))
            clashes += [Clash(row.id, other.id, person_id) for person_id in sorted(shared)]
    return clashes


def is_outside(session: SessionRow, first: date, last: date, zone: str) -> bool:
    """Say whether a session begins before the first or ends after the last of days in `zone`.

    What ends at midnight is of the day before.
    """
    instants = (session.starts_at, session.ends_at - timedelta.resolution)
    days = [on_the_wall(instant, zone).date() for instant in instants]
    return not session.is_cancelled and (days[0] < first or days[1] > last)


def find_overfull(sessions: Sequence[SessionRow], counts: Mapping[str, int]) -> dict[str, int]:
    """Return by how many participants a session has more than it has room for."""
    return {
        row.id: counts.get(row.id, 0) - row.capacity
        for row in sessions
        if row.capacity is not None and not row.is_cancelled
        and counts.get(row.id, 0) > row.capacity
    }  # fmt: skip
