"""How often somebody may try a code of attendance, and how many messages they may write.

Counted in the memory of each web process, never in the database: with two processes up to twice as
many get through.
"""

from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from lms.programmes.rules.messages import TooManyMessages
from lms.programmes.rules.rotating_code import TooManyTries

_LIMIT = parse("5 per minute")
_MESSAGES = parse("30 per hour")
_limiter = MovingWindowRateLimiter(MemoryStorage())


def count_try(person_id: str) -> None:
    """Count a person's try; raise `TooManyTries`."""
    if not _limiter.hit(_LIMIT, person_id):
        raise TooManyTries


def count_message(person_id: str) -> None:
    """Count a message that a person writes; raise `TooManyMessages`."""
    if not _limiter.hit(_MESSAGES, f"message:{person_id}"):
        raise TooManyMessages


def reset() -> None:
    """Forget every count; for tests."""
    _limiter.storage.reset()
