"""What a session or a deadline says in a calendar: in the reader's language, protected or not.

How it is written is `calendars`' business.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from babel import dates

from lms.kit.i18n import N_, Text, formats, native_name
from lms.programmes.rules.calendars import Entry
from lms.programmes.rules.deadlines import OwnDeadline
from lms.programmes.rules.sessions import SessionRow

NEUTRAL = N_("Training session")
# Calendar programs show tasks in another place, or nowhere, and events without a length badly.
LENGTH = timedelta(minutes=15)
_BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)


def describe(
    session: SessionRow,
    language: str,
    base_url: str,
    *,
    is_private: bool,
    is_cancelled: bool,
    leads: bool = False,
    told_at: datetime | None = None,
) -> Entry:
    """Return a session as it stands in the calendar of one who is to come, or who `leads` it.

    No other person is named. Of a protected person (`is_private`) whoever looks over a shoulder
    learns the hours alone; what else there is to know stands behind the address.
    """
    entry = Entry(
        id=session.id,
        sequence=session.sequence,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        time_zone=session.time_zone,
        changed_at=told_at or session.changed_at,
        summary=Text(NEUTRAL).in_language(language),
        address=f"{base_url}/{'admin' if leads else 'learn'}/sessions/{session.id}",
        is_cancelled=is_cancelled,
        language=language,
    )
    if is_private:
        return entry
    return replace(
        entry,
        summary=session.title,
        language="",
        location=", ".join(filter(None, (session.place, session.link))),
        description=_describe_languages(session, language),
    )


def describe_deadline(row: OwnDeadline, language: str, base_url: str, *, is_private: bool) -> Entry:
    """Return a deadline as it stands in the calendar of whom it is for: the last minutes before it.

    Its sequence rises with every change in the cohort, for it counts the seconds up to the last
    one. Of a protected person (`is_private`) it does not say what is due.
    """
    what = Text(N_("Deadline: %(title)s"), title=row.title)
    if is_private:
        what = Text(N_("Deadline"))
    return Entry(
        id=f"{row.participation_id}.{row.part_id}",
        sequence=int((row.changed_at - _BEGINNING).total_seconds()),
        starts_at=row.due_at - LENGTH,
        ends_at=row.due_at,
        time_zone=row.time_zone,
        changed_at=row.changed_at,
        summary=what.in_language(language),
        address=f"{base_url}/learn/cohorts/{row.participation_id}/deadlines",
        kind="deadline",
        language=language if is_private or row.title_language == language else "",
    )


def _describe_languages(session: SessionRow, language: str) -> str:
    lines = [Text(N_("Language: %(language)s"), language=native_name(session.language))]
    if session.interpreters:
        names = ", ".join(map(native_name, session.interpreters))
        lines.append(Text(N_("Interpretation: %(languages)s"), languages=names))
    return "\n".join(line.in_language(language) for line in lines)


def tell_when(session: SessionRow, language: str, zone: str = "") -> str:
    """Return begin, end and zone as a clock shows them: that of `zone`, or else the session's."""
    form, zone = formats(language), zone or session.time_zone
    same_day = form.date(session.starts_at, zone) == form.date(session.ends_at, zone)
    write = form.time if same_day else form.datetime
    starts, ends = form.datetime(session.starts_at, zone), write(session.ends_at, zone)
    offset = dates.get_timezone_gmt(
        session.starts_at.astimezone(ZoneInfo(zone)), "long", form.locale
    )
    return f"{starts} – {ends} ({offset})"
