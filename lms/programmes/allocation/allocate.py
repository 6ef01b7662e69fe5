"""The allocation as a whole: limits and nominations in, three lists with their reasons out.

Who is chosen is reckoned in `choosing`, why is told in `reasons`.
"""

from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from lms.kit.i18n import Text
from lms.programmes.allocation.choosing import choose, find_possible, find_unmet
from lms.programmes.allocation.groups import Group, Table, make_table
from lms.programmes.allocation.reasons import Outcome, explain, explain_unmet
from lms.programmes.allocation.values import (
    Allocation,
    HeldUnknown,
    NominationTwice,
    Nominee,
    Quota,
    QuotaTwice,
)


def allocate(
    places: int,
    quotas: Sequence[Quota],
    nominees: Sequence[Nominee],
    held: AbstractSet[str] = frozenset(),
) -> Allocation:
    """Return who gets a place, who waits and who cannot have one, with the reasons.

    The total score of those in is the largest that the limits allow; where that can be reached in
    several ways, the sum of ranks is the least, and then the sum of places in the list sorted by
    id. Those `held` are placed already: they stay in and are counted first; a limit that they
    exceed lets in nobody else. *Waiting* are those who are in under some choice that keeps to the
    limits, *out* those who are in under none. Where the minima cannot be met, `unmet` names the
    fewest quotas whose minima are in the way, nobody but the held is in, and the other lists are
    those without these minima.

    Raises:
        AllocationRefused: An id or a name stands twice, somebody held is unknown, or the numbers
            are more than can be reckoned with exactly.
    """
    _check(quotas, nominees, held)
    table = make_table(places, quotas, nominees, held)
    admitted = choose(table)
    if admitted is None:
        return _tell_unmet(table)
    possible = find_possible(table, admitted, frozenset())
    outcome = Outcome(
        table, admitted, possible,
        _with_place_more(table, admitted),
        _without_minima(table, admitted),
    )  # fmt: skip
    return _list(table, admitted, possible, explain(outcome), ())


def _check(quotas: Sequence[Quota], nominees: Sequence[Nominee], held: AbstractSet[str]) -> None:
    names, ids = Counter(one.name for one in quotas), Counter(one.id for one in nominees)
    for name, count in names.items():
        if count > 1:
            raise QuotaTwice(name=name)
    for nomination_id, count in ids.items():
        if count > 1:
            raise NominationTwice(id=nomination_id)
    for nomination_id in sorted(held):
        if nomination_id not in ids:
            raise HeldUnknown(id=nomination_id)


def _with_place_more(table: Table, admitted: frozenset[str]) -> frozenset[str]:
    last = table.limits[table.places]
    if len(admitted) < last.high:
        return admitted
    more = replace(last, high=last.high + 1)
    found = choose(replace(table, limits=(*table.limits[:-1], more)))
    return admitted if found is None else found


def _without_minima(table: Table, admitted: frozenset[str]) -> frozenset[str]:
    names = frozenset(limit.name for limit in table.limits if limit.low)
    found = choose(table, names) if names else admitted
    return admitted if found is None else found


def _tell_unmet(table: Table) -> Allocation:
    unmet = find_unmet(table)
    dropped = frozenset(unmet)
    found = choose(table, dropped)
    otherwise = table.held if found is None else found
    possible = find_possible(table, otherwise, dropped)
    return _list(
        table, table.held, possible, explain_unmet(table, unmet, otherwise, possible), unmet
    )


def _list(
    table: Table,
    admitted: frozenset[str],
    possible: frozenset[Group],
    why: dict[str, tuple[Text, ...]],
    unmet: tuple[str, ...],
) -> Allocation:
    others = [one for one in table.candidates if one.nominee.id not in admitted]
    return Allocation(
        tuple(one.nominee.id for one in table.candidates if one.nominee.id in admitted),
        tuple(one.nominee.id for one in others if one.group in possible),
        tuple(one.nominee.id for one in others if one.group not in possible),
        why,
        unmet,
    )
