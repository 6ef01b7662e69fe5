"""Who holds a certificate of a programme or its courses, as the evaluation of a cohort counts them.

Certificates are of a room above, which says through `ask_for_certified` who has one.
"""

from collections.abc import Callable, Collection
from datetime import datetime

# Given people, the programme, the short names of its courses, and the time: who of them holds a
# certificate of any of these.
Certified = Callable[[Collection[str], str, Collection[str], datetime], Collection[str]]
_askers: list[Certified] = []


def ask_for_certified(certified: Certified) -> None:
    """Let `certified(person_ids, programme_id, slugs, now)` say who holds a certificate."""
    if certified not in _askers:
        _askers.append(certified)


def list_certified(
    person_ids: Collection[str], programme_id: str, slugs: Collection[str], now: datetime
) -> frozenset[str]:
    """Return who of these people holds a certificate of the programme, or of one of the courses."""
    found = (asker(person_ids, programme_id, slugs, now) for asker in _askers)
    return frozenset(one for people in found for one in people)
