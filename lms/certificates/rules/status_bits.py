"""What the published status lists say of a certificate, and how long such a list is.

How the bits are packed and signed is `credentials.status_lists`.
"""

from typing import Literal

from lms.certificates.rules.status import Status

# The least that a Bitstring Status List may have (W3C, Bitstring Status List v1.0, 6.1).
LIST_LENGTH = 131_072

Purpose = Literal["revocation", "suspension"]
PURPOSES: tuple[Purpose, ...] = ("revocation", "suspension")
# Expiry is in the credential itself, where nobody need look it up. One that was replaced holds as
# little as one that was revoked, and for ever as well.
_PURPOSES: dict[Status, Purpose] = {
    "revoked": "revocation",
    "superseded": "revocation",
    "suspended": "suspension",
}


def purpose_of(status: Status) -> Purpose | None:
    """Return the list in which a certificate of this status has its bit set, or nothing."""
    return _PURPOSES.get(status)
