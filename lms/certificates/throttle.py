"""How often a name may be compared with a certificate: five times a code and hour.

Counted in the memory of each web process, never in the database: with two processes up to twice as
many get through (`docs/operators.md`).
"""

from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from lms.certificates.rules import TRIES_PER_HOUR, TooManyNames

# An answer to a name takes as long whether it matches or not, and longer than finding out.
LEAST_SECONDS = 0.2
_LIMIT = parse(f"{TRIES_PER_HOUR} per hour")
_limiter = MovingWindowRateLimiter(MemoryStorage())


def count_try(code: str) -> int:
    """Count a comparison with this code, which need not exist; return how many more may be.

    Raises `TooManyNames`.
    """
    if not _limiter.hit(_LIMIT, code):
        raise TooManyNames
    return _limiter.get_window_stats(_LIMIT, code).remaining


def reset() -> None:
    """Forget every count; for tests."""
    _limiter.storage.reset()
