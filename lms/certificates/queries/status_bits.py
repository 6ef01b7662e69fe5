"""The bits of the published status lists: which is free, which are set, what they depend on.

What a bit says is decided in `rules.status_bits`.
"""

import secrets
from collections import defaultdict
from datetime import datetime

from sqlalchemy import func, select

from lms.certificates.models import Certificate, CertificateStatus
from lms.certificates.rules.status import Entry, standing
from lms.certificates.rules.status_bits import LIST_LENGTH, Purpose, purpose_of
from lms.kit.db import read

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


def get_newest_list() -> int:
    """Return the number of the newest list; lists are numbered from 0, and the first is there."""
    return read(select(func.max(Certificate.status_list))).scalar_one() or 0


def get_mark() -> tuple[object, ...]:
    """Return what changes whenever a decision is taken: decisions are only ever added.

    Their count is part of it, since of two at once the one that was numbered first may be there
    last; the ids are random, and tell one database from another.
    """
    query = select(
        func.count(),
        func.max(CertificateStatus.seq),
        func.max(CertificateStatus.certificate_id),
    )
    return tuple(read(query).one())


def list_set_bits(number: int, now: datetime) -> dict[Purpose, list[int]]:
    """Return the places of list `number` whose bit is set, for each purpose."""
    query = (
        select(
            Certificate.status_index,
            CertificateStatus.decision,
            CertificateStatus.reason,
            CertificateStatus.at,
        )
        .join(CertificateStatus, CertificateStatus.certificate_id == Certificate.id)
        # A sum, so that no index is taken for it: from few decisions to their certificates is a
        # tenth of the way from a hundred thousand certificates to their decisions.
        .where(Certificate.status_list + 0 == number)
        .order_by(CertificateStatus.seq)
    )
    histories: dict[int, list[Entry]] = defaultdict(list)
    for row in read(query):
        histories[row.status_index].append(Entry(row.decision, row.reason, row.at))
    places: dict[Purpose, list[int]] = defaultdict(list)
    for place, entries in histories.items():
        # Until when it is valid stands in the credential itself.
        purpose = purpose_of(standing(entries, None, now).status)
        if purpose is not None:
            places[purpose].append(place)
    return places
