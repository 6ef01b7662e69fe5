"""When awards end, for a calendar program: days and numbers, and nobody's name (RFC 5545).

What is counted stands in `expiry`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta


@dataclass(frozen=True, slots=True)
class ExpiryEntry:
    """The awards of one programme that end on a day, or in the month that begins with it."""

    key: str
    day: date
    summary: str
    description: str


def write_expiry(
    entries: Sequence[ExpiryEntry], *, language: str, name: str, now: datetime
) -> bytes:
    """Return a calendar with an entry of a whole day for each, as UTF-8.

    Source: RFC 5545 §3.6.1; an event without an end of value DATE lasts one day.
    """
    # Late, as in `calendars`.
    from icalendar import Calendar, Event  # noqa: PLC0415

    calendar = Calendar()
    calendar.add("prodid", "-//Article 60//Expiry//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for entry in entries:
        event = Event()
        event.add("uid", f"{entry.key}@article60.expiry")
        event.add("dtstamp", now.astimezone(UTC))
        event.add("dtstart", entry.day)
        event.add("dtend", entry.day + timedelta(days=1))
        event.add("summary", entry.summary, parameters={"LANGUAGE": language})
        event.add("description", entry.description, parameters={"LANGUAGE": language})
        event.add("transp", "TRANSPARENT")
        event.add("class", "PRIVATE")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
