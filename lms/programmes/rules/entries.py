"""What a session says in a calendar: in the reader's language, and little for protected people.

How it is written is `calendars`' business.
"""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from babel import dates

from lms.kit.i18n import N_, Text, formats, native_name
from lms.programmes.rules.calendars import Entry
from lms.programmes.rules.sessions import SessionRow

NEUTRAL = N_("Training session")


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
        session_id=session.id,
        sequence=session.sequence,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        time_zone=session.time_zone,
        changed_at=told_at or session.changed_at,
        summary=Text(NEUTRAL).in_language(language),
        address=f"{base_url}/{'admin' if leads else 'learn'}/sessions/{session.id}",
        is_cancelled=is_cancelled,
    )
    if is_private:
        return entry
    return replace(
        entry,
        summary=session.title,
        location=", ".join(filter(None, (session.place, session.link))),
        description=_describe_languages(session, language),
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
