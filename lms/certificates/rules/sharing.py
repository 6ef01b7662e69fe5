"""What a holder shows of a certificate: the name by consent, and links that end.

Nothing here reads a table; the pages are in `views.sharing` and `views.verifying`.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from lms.kit.errors import DomainError
from lms.kit.i18n import N_

# For how many days a link may be good.
DAYS = (7, 30, 90, 365)
MOST_LINKS = 20
LONGEST_NOTE = 80
# The hexadecimal digits of a seal that stand in an address: 128 bits.
SEAL_LENGTH = 32
SEAL = "certificates.share"


_LINK = re.compile(r"/verify/s/(\w+)")


def find_token(text: str) -> str | None:
    """Return what a link has behind `/verify/s/`, where a text has such a link in it."""
    found = _LINK.search(text)
    return found[1] if found else None


class TooManyLinks(DomainError):
    """Who has given out so many links does not know any more what is open."""

    message = N_("A certificate has at most 20 open links. Withdraw one first.")


class ProtectedSince(DomainError):
    """Who shows a name although the identity is protected has to know that it is."""

    message = N_(
        "Your identity has been protected since you opened this page. Read the note above, then "
        "decide again."
    )


@dataclass(frozen=True, slots=True)
class LinkWish:
    """What the holder wants a link to be: for whom, for how many days, with the name or without."""

    note: str
    days: int
    shows_name: bool

    def ends_at(self, now: datetime) -> datetime:
        """Return the instant from which it shows nothing any more."""
        return now + timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A link as it is on record."""

    id: str
    certificate_id: str
    note: str
    shows_name: bool
    created_at: datetime
    ends_at: datetime
    withdrawn_at: datetime | None

    def is_open(self, now: datetime) -> bool:
        """Say whether it shows the certificate at `now`."""
        return self.withdrawn_at is None and now < self.ends_at
