"""Who holds a certificate of a course, as the evaluation of a cohort counts them.

Certificates are of a room above, which says through `ask_for_certified` who has one.
"""

from collections.abc import Callable, Collection
from datetime import datetime

# Given people, the short names of courses, and the time: who of them holds one of any of these.
Certified = Callable[[Collection[str], Collection[str], datetime], Collection[str]]
_askers: list[Certified] = []


def ask_for_certified(certified: Certified) -> None:
    """Let `certified(person_ids, slugs, now)` say who holds a certificate."""
    if certified not in _askers:
        _askers.append(certified)


def list_certified(
    person_ids: Collection[str], slugs: Collection[str], now: datetime
) -> frozenset[str]:
    """Return who of these people holds a certificate of one of these courses."""
    return frozenset(one for asker in _askers for one in asker(person_ids, slugs, now))
