"""Who holds a certificate of a programme or its courses, and to whose awards none is issued.

Certificates are of a room above, which says through what is handed over here who has one.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime

# Given people, the programme, the short names of its courses, and the time: who of them holds a
# certificate of any of these.
Certified = Callable[[Collection[str], str, Collection[str], datetime], Collection[str]]
_askers: list[Certified] = []


def ask_for_certified(certified: Certified) -> None:
    """Let `certified(person_ids, programme_id, slugs, now)` say who holds a certificate."""
    if certified not in _askers:
        _askers.append(certified)


# Given awards: the reasons of those about which it was decided not to certify them.
Refused = Callable[[Collection[str]], Mapping[str, str]]
_refusals: list[Refused] = []


def ask_for_refusals(refused: Refused) -> None:
    """Let `refused(award_ids)` say which certificates it was decided not to issue, and why."""
    if refused not in _refusals:
        _refusals.append(refused)


def list_refused(award_ids: Collection[str]) -> dict[str, str]:
    """Return the reasons of those of these awards whose certificate is not issued."""
    reasons: dict[str, str] = {}
    for refused in _refusals:
        reasons.update(refused(award_ids))
    return reasons


def list_certified(
    person_ids: Collection[str], programme_id: str, slugs: Collection[str], now: datetime
) -> frozenset[str]:
    """Return who of these people holds a certificate of the programme, or of one of the courses."""
    found = (asker(person_ids, programme_id, slugs, now) for asker in _askers)
    return frozenset(one for people in found for one in people)
