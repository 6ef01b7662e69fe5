"""Files of certificates that a worker made and did not live to record: found, so as to be removed.

The storage is shared by all rooms, and files are known by their content alone. So a file is removed
only if a key of ours signed it whole, which nothing else here is, and no row of any table names it.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from lms.certificates.queries import certificates as queries
from lms.certificates.rules.inspection import LARGEST_FILE
from lms.certificates.weighing import list_own_keys
from lms.kit import storage
from lms.kit.references import is_named

# What is younger may be about to be recorded.
LEFT_FOR = timedelta(days=1)


def find_left(now: datetime) -> list[str]:
    """Return the hashes of certificates' files that no row names, a day after they were made."""
    # What reads signatures takes six mebibytes, which no web process needs.
    from lms.certificates.checking.signature import read_signature  # noqa: PLC0415

    keys = list_own_keys()
    return [
        content_hash
        for content_hash in _list_unrecorded(now)
        if read_signature(storage.get(content_hash), keys).is_intact and not is_named(content_hash)
    ]


def _list_unrecorded(now: datetime) -> Iterator[str]:
    """Give the PDF files that are no certificates on record; most files are of other rooms."""
    recorded = queries.list_all_hashes()
    for content_hash in storage.list_older(now - LEFT_FOR):
        if content_hash in recorded or storage.size(content_hash) > LARGEST_FILE:
            continue
        with storage.path_of(content_hash).open("rb") as file:
            is_pdf = file.read(5) == b"%PDF-"
        if is_pdf:
            yield content_hash
