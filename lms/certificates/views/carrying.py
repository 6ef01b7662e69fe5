"""What was said of a name that a stranger compared, carried to the same page in another language.

The address has neither the name nor what was said of it: a seal alone, which only the browser can
use in which the name was typed, for this certificate, for some minutes. No second try is counted.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from lms.certificates.rules import TRIES_PER_HOUR
from lms.web.forgery import browser_secret
from lms.web.seals import is_sealed, make_seal

# Later nobody may know any more which name it was about.
CARRIED_FOR = timedelta(minutes=10)
_PURPOSE = "certificates.compared"


@dataclass(frozen=True, slots=True)
class Compared:
    """A name that was compared: whether it is the holder's, and how many more may be this hour."""

    match: bool
    tries_left: int


# All that can have been said: that an address has a seal and no answer, it is found by trying.
_ANSWERS = [Compared(match, left) for match in (True, False) for left in range(TRIES_PER_HOUR)]


def carry(compared: Compared, page: str, now: datetime) -> str:
    """Return what stands for an answer in the address of `page`, where it was given."""
    said_at = str(int(now.timestamp()))
    return f"{said_at}-{make_seal(_PURPOSE, *_sealed(compared, page, said_at))}"


def find_carried(carried: str, page: str, now: datetime) -> Compared | None:
    """Return the answer that was given on `page` in this browser, or nothing where it is over."""
    said_at, _, seal = carried.partition("-")
    given = (one for one in _ANSWERS if is_sealed(seal, _PURPOSE, *_sealed(one, page, said_at)))
    answer = next(given, None)
    # What is sealed is a number.
    is_over = answer is None or now.timestamp() - int(said_at) > CARRIED_FOR.total_seconds()
    return None if is_over else answer


def _sealed(compared: Compared, page: str, said_at: str) -> tuple[str, ...]:
    return browser_secret(), page, said_at, str(compared.match), str(compared.tries_left)
