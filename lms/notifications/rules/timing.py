"""When a message that may wait goes out: digests and quiet hours, by the clock where somebody is.

What waits, and for whom, is read in `lms.notifications.queries`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from lms.kit.errors import Invalid
from lms.kit.i18n import N_

Pace = Literal["now", "day", "week", "off"]
DUTY_PACES = ("now", "day", "week")
NEWS_PACES = ("now", "day", "week", "off")
DIGEST_AT = time(7)
MONDAY = 0


class QuietHoursIncomplete(Invalid):
    """Hours have a beginning and an end, and some time between."""

    message = N_("Give both times of the quiet hours, and two different ones; or neither.")


@dataclass(frozen=True, slots=True)
class Preference:
    """How somebody wants to be told: a pace for duties and one for news, and quiet hours."""

    duty: str = "now"
    news: str = "now"
    quiet_from: time | None = None
    quiet_to: time | None = None


def has_sound_quiet_hours(chosen: Preference) -> bool:
    """Say whether the quiet hours have a beginning, an end and a length; or are not there."""
    start, end = chosen.quiet_from, chosen.quiet_to
    return (start is None) == (end is None) and (start is None or start != end)


def find_due(now: datetime, zone_name: str, pace: str, preference: Preference) -> datetime:
    """Return when a message goes out at `pace`: `now` itself, or a later instant.

    A digest is for seven in the morning, weekly ones on Monday; what falls into quiet hours
    waits for their end. Times are of the wall clock in the zone: where the clock is put forward
    over one, it is when it would have been; where it is put back over one, it is the first.
    """
    zone = _zone(zone_name)
    due = now
    if pace in {"day", "week"}:
        due = next(
            at
            for at in _instants(now, zone, DIGEST_AT)
            if pace == "day" or at.astimezone(zone).weekday() == MONDAY
        )
    return _after_quiet(due, zone, preference)


def is_quiet(at: datetime, zone_name: str, preference: Preference) -> bool:
    """Say whether `at` falls into the quiet hours."""
    return _is_quiet(at, _zone(zone_name), preference)


def _after_quiet(at: datetime, zone: ZoneInfo, preference: Preference) -> datetime:
    end = preference.quiet_to
    if end is None or not _is_quiet(at, zone, preference):
        return at
    # Where the clock is put back, a wall time comes twice, and the first may be quiet again.
    return next(t for t in _instants(at, zone, end) if not _is_quiet(t, zone, preference))


def _is_quiet(at: datetime, zone: ZoneInfo, preference: Preference) -> bool:
    start, end = preference.quiet_from, preference.quiet_to
    if start is None or end is None:
        return False
    wall = at.astimezone(zone).time()
    return start <= wall < end if start < end else wall >= start or wall < end


def _instants(after: datetime, zone: ZoneInfo, wall: time) -> Iterator[datetime]:
    """Yield each instant after `after` at which the zone's clock shows `wall`, in order."""
    day: date = after.astimezone(zone).date() - timedelta(days=1)
    last = after
    while True:
        for fold in (0, 1):
            at = datetime.combine(day, wall.replace(fold=fold), tzinfo=zone).astimezone(UTC)
            if at > last:
                last = at
                yield at
        day += timedelta(days=1)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
