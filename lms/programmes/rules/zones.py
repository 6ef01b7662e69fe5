"""A time zone as calendar programs read it: each change of its clocks near the sessions.

The library's own writes the spring's change an hour late, so that it is written here.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


def describe_zone(name: str, first: date, last: date) -> Timezone:
    """Return the VTIMEZONE of a zone that holds between two days (RFC 5545 §3.6.5)."""
    zone = ZoneInfo(name)
    start = datetime.combine(first, time(), UTC)
    component = Timezone()
    component.add("tzid", name)
    component.add_component(_observance(zone, start, start - SECOND, is_first=True))
    while start.date() <= last:
        if (start + DAY).astimezone(zone).utcoffset() != start.astimezone(zone).utcoffset():
            onset = _find_onset(zone, start, start + DAY)
            component.add_component(_observance(zone, onset, onset - SECOND))
        start += DAY
    return component


def _find_onset(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """Return the first second at which the offset is another than `before`."""
    offset = before.astimezone(zone).utcoffset()
    while after - before > SECOND:
        middle = before + ((after - before) // 2 // SECOND or 1) * SECOND
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after


def _observance(
    zone: ZoneInfo, onset: datetime, before: datetime, *, is_first: bool = False
) -> TimezoneStandard | TimezoneDaylight:
    there = onset.astimezone(zone)
    offset_to = there.utcoffset() or timedelta()
    offset_from = offset_to if is_first else before.astimezone(zone).utcoffset() or timedelta()
    component = TimezoneDaylight() if there.dst() else TimezoneStandard()
    # When it begins is written by the clock as it was until then.
    component.add("dtstart", (onset + offset_from).replace(tzinfo=None))
    component.add("tzoffsetfrom", offset_from)
    component.add("tzoffsetto", offset_to)
    component.add("tzname", there.tzname() or str(zone))
    return component
