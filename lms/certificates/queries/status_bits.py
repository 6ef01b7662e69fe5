"""Which bit of which published status list is free for the next certificate.

What a bit says is decided in `rules.status`.
"""

import secrets

from sqlalchemy import func, select

from lms.certificates.models import Certificate
from lms.kit.db import read

# The least that a Bitstring Status List may have (W3C, Bitstring Status List v1.0, 6.1).
LIST_LENGTH = 131_072
# A list that is nearly full would make drawing a free bit slow.
_FULL = LIST_LENGTH * 3 // 4


def find_free_bit() -> tuple[int, int]:
    """Return a list's number and a random bit of it that no certificate has; the caller locks."""
    newest = read(select(func.max(Certificate.status_list))).scalar_one() or 0
    taken = read(
        select(func.count()).select_from(Certificate).where(Certificate.status_list == newest)
    ).scalar_one()
    if taken >= _FULL:
        newest += 1
    while True:
        index = secrets.randbelow(LIST_LENGTH)
        query = select(Certificate.id).where(
            Certificate.status_list == newest, Certificate.status_index == index
        )
        if read(query).first() is None:
            return newest, index
