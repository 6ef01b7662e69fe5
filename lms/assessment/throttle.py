"""How often somebody may try an access code: ten times in a quarter of an hour.

Counted in the memory of each web process, never in the database: with two processes up to twice as
many get through.
"""

from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from lms.assessment.rules import TooManyCodes

_LIMIT = parse("10 per 15 minutes")
_limiter = MovingWindowRateLimiter(MemoryStorage())


def count_code(person_id: str) -> None:
    """Count a person's try; raise `TooManyCodes`."""
    if not _limiter.hit(_LIMIT, person_id):
        raise TooManyCodes


def reset() -> None:
    """Forget every count; for tests."""
    _limiter.storage.reset()
