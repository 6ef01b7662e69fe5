"""Until when requirements are due, who was given more time, and what is late.

What is met is reckoned in `completion`.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from lms.kit.errors import DomainError, Invalid
from lms.kit.i18n import N_
from lms.programmes.rules.completion import Standing
from lms.programmes.rules.definition import Definition, Requirement
from lms.programmes.rules.rows import CohortRow, ParticipationRow

LONGEST_REASON = 2000
DAY = timedelta(days=1)
WEEK = timedelta(days=7)
CATCH_UP = timedelta(days=3)
# How near a deadline is when its participant is reminded of it.
Stage = Literal["week", "day"]


@dataclass(frozen=True, slots=True)
class DeadlineRow:
    """A time by which a requirement is due, for the cohort or for one group of it."""

    id: str
    part_id: str
    group_id: str | None
    due_at: datetime


@dataclass(frozen=True, slots=True)
class ExtensionRow:
    """More time that one participant was given for a requirement."""

    participation_id: str
    part_id: str
    due_at: datetime
    reason: str
    granted_by: str | None
    granted_at: datetime


@dataclass(frozen=True, slots=True)
class Due:
    """Until when a requirement is due for one participant, and by which extension, if by one."""

    part_id: str
    due_at: datetime
    extension: ExtensionRow | None = None


@dataclass(frozen=True, slots=True)
class OwnDeadline:
    """A deadline of one participant, for their calendar; `changed_at` is of any in the cohort."""

    participation_id: str
    part_id: str
    title: str
    title_language: str
    due_at: datetime
    time_zone: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Owed:
    """Something due, or to be due, that a participant has neither met nor handed in."""

    row: ParticipationRow
    due_at: datetime
    is_open: bool


@dataclass(frozen=True, slots=True)
class Late:
    """A requirement that is due and not met, and for how many days of the calendar."""

    standing: Standing
    due: Due
    days: int


def tell_day(at: datetime, zone: str) -> date:
    """Return which day it is at an instant by the clocks of a zone."""
    return at.astimezone(ZoneInfo(zone)).date()


def is_outside(cohort: CohortRow, due_at: datetime) -> bool:
    """Say whether something is due before the first day of a cohort, or after its last."""
    return not cohort.starts_on <= tell_day(due_at, cohort.time_zone) <= cohort.ends_on


def list_dated(definition: Definition) -> list[Requirement]:
    """Return the requirements that can be given a deadline: what is met during the programme."""
    return [part for part in definition.requirements if part.when == "during"]


def find_dues(
    deadlines: Iterable[DeadlineRow], extensions: Iterable[ExtensionRow], group_id: str | None
) -> dict[str, Due]:
    """Return until when each requirement is due for somebody of this group, by requirement.

    The group's own time comes before the cohort's. Of extensions, the oldest first, the newest
    holds, unless the deadline was put off beyond it: more time never becomes less.
    """
    dues: dict[str, Due] = {}
    for row in sorted(deadlines, key=lambda one: one.group_id is not None):
        if row.group_id in {None, group_id}:
            dues[row.part_id] = Due(row.part_id, row.due_at)
    newest = {one.part_id: one for one in extensions}
    for part_id, one in newest.items():
        if part_id in dues and one.due_at > dues[part_id].due_at:
            dues[part_id] = Due(part_id, one.due_at, one)
    return dues


def find_late(
    standings: Sequence[Standing],
    dues: Mapping[str, Due],
    waiting: Set[str],
    now: datetime,
    zone: str,
) -> tuple[Late, ...]:
    """Return what is due and not met, the longest late first; days are those of the cohort.

    What was handed in and waits for an answer is not late: the participant has done their part.
    """
    today = tell_day(now, zone)
    found = [
        Late(one, dues[one.part.id], (today - tell_day(dues[one.part.id].due_at, zone)).days)
        for one in standings
        if one.status != "met"
        and one.part.id not in waiting
        and one.part.id in dues
        and dues[one.part.id].due_at <= now
    ]
    return tuple(sorted(found, key=lambda late: (late.due.due_at, late.due.part_id)))


def find_next(standings: Sequence[Standing], dues: Mapping[str, Due], now: datetime) -> Due | None:
    """Return what is due next of what is not met, or nothing."""
    coming = [
        dues[one.part.id]
        for one in standings
        if one.status == "open" and one.part.id in dues and dues[one.part.id].due_at > now
    ]
    return min(coming, key=lambda due: (due.due_at, due.part_id), default=None)


def find_stage(due_at: datetime, now: datetime) -> Stage | None:
    """Return how near a deadline is: a day or less, a week or less; nothing where it is neither."""
    left = due_at - now
    if not timedelta() < left <= WEEK:
        return None
    return "day" if left <= DAY else "week"


def list_reminders(
    owed: Iterable[Owed], now: datetime
) -> list[tuple[ParticipationRow, datetime, Stage]]:
    """Return who is to be reminded of which deadline now; several at one instant are one.

    What cannot be met any more is not reminded of.
    """
    found: dict[tuple[str, datetime], tuple[ParticipationRow, datetime, Stage]] = {}
    for one in owed:
        stage = find_stage(one.due_at, now)
        if stage is not None and one.is_open:
            found[one.row.id, one.due_at] = (one.row, one.due_at, stage)
    return list(found.values())


def list_late_by_day(
    owed: Iterable[Owed], now: datetime, zone: str
) -> dict[date, list[ParticipationRow]]:
    """Return who is late with something that was due on each of the last three days before today.

    Days are those of the cohort. A worker that stood still for a day catches up.
    """
    today = tell_day(now, zone)
    found: dict[date, dict[str, ParticipationRow]] = {}
    for one in owed:
        day = tell_day(one.due_at, zone)
        if DAY <= today - day <= CATCH_UP:
            found.setdefault(day, {})[one.row.id] = one.row
    return {day: list(rows.values()) for day, rows in sorted(found.items())}


class PartUnknown(Invalid):
    """A deadline is of a requirement that is met during the programme."""

    message = N_("Please choose a requirement of the list.")


class DeadlinePassed(Invalid):
    """Nobody can meet what is due before it is asked for."""

    message = N_(
        "This time has passed, so that everybody would be late at once. Please choose a later one."
    )


class NothingToExtend(Invalid):
    """More time is given where time was limited."""

    message = N_("This requirement has no deadline, so that there is nothing to extend.")


class ExtensionTooEarly(Invalid):
    """An extension gives more time."""

    message = N_("This is not later than the deadline that holds now. Please choose a later time.")


class NotYourOwnTime(DomainError):
    """Nobody gives more time to themself."""

    message = N_("You cannot give yourself more time. Somebody else who teaches here has to.")
