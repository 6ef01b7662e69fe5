"""Sessions and deadlines as a calendar program reads them: RFC 5545 and, in a mail, RFC 5546.

Who may have which calendar is decided elsewhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from icalendar import Event

Method = Literal["REQUEST", "CANCEL", "PUBLISH"]
EntryKind = Literal["session", "deadline"]
# What Outlook and Apple ask for less often than every hour they take for forgotten.
REFRESH = "PT1H"
_YEAR = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Entry:
    """One session or deadline as it stands in one person's calendar."""

    id: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    changed_at: datetime
    summary: str
    address: str
    location: str = ""
    description: str = ""
    is_cancelled: bool = False
    kind: EntryKind = "session"
    # That of the summary; empty where a person wrote it in a language that nobody said.
    language: str = ""


@dataclass(frozen=True, slots=True)
class Mailboxes:
    """Who a mailed calendar is from, and for whom; no others are named."""

    organiser: str
    attendee: str


def uid_of(entry_id: str, kind: EntryKind = "session") -> str:
    """Return the name of a session or deadline for calendar programs; it is the same for good."""
    return f"{entry_id}@article60.{kind}"


def write_calendar(
    entries: Sequence[Entry],
    *,
    method: Method,
    name: str = "",
    mailboxes: Mailboxes | None = None,
) -> bytes:
    """Return a calendar of sessions and deadlines, as UTF-8 with lines of at most 75 octets.

    `mailboxes` are needed for `REQUEST` and `CANCEL`. Source: RFC 5545 §3.6; RFC 5546 §3.2.
    """
    # Late: 3 MiB that a web process does without until somebody asks for a calendar.
    from icalendar import Calendar  # noqa: PLC0415

    from lms.programmes.rules.zones import describe_zone  # noqa: PLC0415 - it needs the library too

    calendar = Calendar()
    calendar.add("prodid", "-//Article 60//Sessions//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    if name:
        calendar.add("x-wr-calname", name)
        calendar.add("refresh-interval;value=duration", REFRESH)
        calendar.add("x-published-ttl", REFRESH)
    for zone in sorted({entry.time_zone for entry in entries} - {"UTC"}):
        times = [entry.starts_at for entry in entries if entry.time_zone == zone]
        # The changes of the clocks around the sessions, and not of half a century.
        calendar.add_component(
            describe_zone(zone, (min(times) - _YEAR).date(), (max(times) + _YEAR).date())
        )
    for entry in entries:
        calendar.add_component(_event(entry, mailboxes))
    return bytes(calendar.to_ical())


def _event(entry: Entry, mailboxes: Mailboxes | None) -> "Event":
    # Late, as above.
    from icalendar import Event, vCalAddress  # noqa: PLC0415

    event, zone = Event(), ZoneInfo(entry.time_zone)
    event.add("uid", uid_of(entry.id, entry.kind))
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    event.add("last-modified", entry.changed_at.astimezone(UTC))
    event.add("dtstart", entry.starts_at.astimezone(zone))
    event.add("dtend", entry.ends_at.astimezone(zone))
    its_language = {"LANGUAGE": entry.language} if entry.language else {}
    event.add("summary", entry.summary, parameters=its_language)
    event.add("url", entry.address)
    # Until when something is due takes nobody's time.
    is_free = entry.is_cancelled or entry.kind == "deadline"
    event.add("transp", "TRANSPARENT" if is_free else "OPAQUE")
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    for key, text in (("location", entry.location), ("description", entry.description)):
        if text:
            event.add(key, text)
    if mailboxes is not None:
        event.add("organizer", vCalAddress(f"mailto:{mailboxes.organiser}"))
        attendee = vCalAddress(f"mailto:{mailboxes.attendee}")
        attendee.params["ROLE"] = "REQ-PARTICIPANT"
        attendee.params["PARTSTAT"] = "ACCEPTED"
        attendee.params["RSVP"] = "FALSE"
        event.add("attendee", attendee, encode=False)
    return event
