"""How often somebody may try a code of attendance: five times a minute.

Counted in the memory of each web process, never in the database: with two processes up to twice as
many get through.
"""

from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from lms.programmes.rules.rotating_code import TooManyTries

_LIMIT = parse("5 per minute")
_limiter = MovingWindowRateLimiter(MemoryStorage())


def count_try(person_id: str) -> None:
    """Count a person's try; raise `TooManyTries`."""
    if not _limiter.hit(_LIMIT, person_id):
        raise TooManyTries


def reset() -> None:
    """Forget every count; for tests."""
    _limiter.storage.reset()
