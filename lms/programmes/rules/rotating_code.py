"""The code on the screen of a session: six digits that change every half minute.

How often somebody may try is counted in `throttle`; whose the key is, at the edge.
"""

import hmac
from datetime import UTC, datetime, timedelta

from lms.kit.errors import DomainError, Invalid
from lms.kit.i18n import N_

STEP = 30
DIGITS = 6
_ARABIC_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


class CodeWrong(Invalid):
    """Not the code of now, nor the one before."""

    message = N_(
        "This is not the code on the screen, or it has changed. Please enter the one shown now."
    )


class CodeNotNow(DomainError):
    """The code works while the session goes on."""

    message = N_(
        "The code works only while the session goes on. Ask your tutor to note your attendance."
    )


class TooManyTries(DomainError):
    """Somebody tries out codes."""

    status = 429
    message = N_("Those were too many tries. Please wait a minute.")


def make_code(key: bytes, session_id: str, now: datetime) -> str:
    """Return the six digits of a session at an instant.

    Source of the form: RFC 4226 §5.3, with SHA-256 over session and time window (RFC 6238).
    """
    return _code_of(key, session_id, int(now.timestamp()) // STEP)


def _code_of(key: bytes, session_id: str, window: int) -> str:
    digest = hmac.digest(key, f"{session_id}\n{window}".encode(), "sha256")
    start = digest[-1] & 0x0F
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def is_code(key: bytes, session_id: str, typed: str, now: datetime) -> bool:
    """Say whether `typed` is the code of now or of the window before; digits of any script do."""
    digits = "".join(typed.split()).translate(_ARABIC_DIGITS).encode()
    window = int(now.timestamp()) // STEP
    # Both are compared, so that the time taken tells nothing.
    right = [
        hmac.compare_digest(digits, _code_of(key, session_id, number).encode())
        for number in (window, window - 1)
    ]
    return any(right)


def changes_at(now: datetime) -> datetime:
    """Return when the next code comes."""
    start = int(now.timestamp()) // STEP * STEP
    return datetime.fromtimestamp(start, UTC) + timedelta(seconds=STEP)
