"""The rules of two clocks: when an answer was made, as far as the server can know it.

Which answer counts follows in `attempts`.
"""

from datetime import UTC, datetime, timedelta

from lms.assessment.rules.attempts import AttemptRow
from lms.assessment.rules.marking import ResponseRow

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# An answer that was under way for longer than this came by a line that was broken.
LINE_BROKEN_AFTER = timedelta(minutes=1)
# Milliseconds since 1970 have this many digits until the year 2286.
_LONGEST = 13


def read_milliseconds(written: str) -> datetime | None:
    """Return the instant of a number of milliseconds since 1970, or nothing where it is none."""
    if not (written.isascii() and written.isdecimal()) or len(written) > _LONGEST:
        return None
    return _EPOCH + timedelta(milliseconds=int(written))


def write_milliseconds(at: datetime) -> str:
    """Return an instant as whole milliseconds since 1970."""
    return str((at - _EPOCH) // timedelta(milliseconds=1))


def bound(made_at: datetime, served_at: datetime, now: datetime) -> datetime:
    """Return when an answer was made: not before its page was served, not after it arrived.

    So no clock that is put back, and no number that is made up, reaches further than that.
    """
    return min(max(made_at, served_at), now)


def came_in_grace(attempt: AttemptRow, response: ResponseRow) -> bool:
    """Say whether an answer that counts arrived after the deadline; who marks it is told."""
    return attempt.deadline is not None and response.at > attempt.deadline


def came_by_broken_line(made_at: datetime | None, at: datetime) -> bool:
    """Say whether an answer that arrived at an instant had waited on its device for a line."""
    return made_at is not None and at - made_at > LINE_BROKEN_AFTER
