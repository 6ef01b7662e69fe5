"""Who is in: the largest total score that the limits allow, and where that is several, the ranks.

What is said about it stands in `reasons`.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace

from lms.programmes.allocation.exact import Program, Row, solve, solve_stages
from lms.programmes.allocation.exchanges import as_bits, fill_limits
from lms.programmes.allocation.groups import Candidate, Group, Limit, Table, list_terms, split


def choose(table: Table, dropped: AbstractSet[str] = frozenset()) -> frozenset[str] | None:
    """Return the ids of those who are in, or None where the minima cannot be met.

    The largest total score; then the least sum of ranks; then the least sum of places in the list
    sorted by id. `dropped` names quotas whose minima do not count.
    """
    limits = _limits_left(table, dropped)
    people = _list_reachable(table.list_free(), limits)
    program = Program((0,) * len(people), (1,) * len(people), _rows(people, limits))
    stages = [
        [one.score for one in people],
        [-one.rank for one in people],
        [-one.position for one in people],
    ]
    found = solve_stages(program, stages)
    if found is None:
        return None
    chosen = (one.nominee.id for one, is_in in zip(people, found, strict=True) if is_in)
    return table.held | frozenset(chosen)


def _limits_left(table: Table, dropped: AbstractSet[str]) -> list[Limit]:
    """Return the limits less those placed already.

    A limit that they exceed already is reached: it lets in nobody else, and it puts out nobody.
    """
    held, most = table.count(table.held), len(table.candidates) + 1
    return [
        replace(
            limit,
            # One more than there are is as much out of reach as any number above.
            low=0 if limit.name in dropped else max(0, min(limit.low, most) - held[number]),
            high=max(0, limit.high - held[number]),
        )
        for number, limit in enumerate(table.limits)
    ]


def _list_reachable(people: list[Candidate], limits: list[Limit]) -> list[Candidate]:
    """Leave out those behind as many of their own group as its limits let in at the most."""
    return [
        one
        for group, members in split(people).items()
        for one in members[: min(limits[number].high for number in group)]
    ]


def _rows(people: list[Candidate], limits: list[Limit]) -> tuple[Row, ...]:
    counted = list_terms([one.group for one in people], len(limits))
    return tuple(
        Row(tuple(terms), limit.low, min(limit.high, len(people)))
        for terms, limit in zip(counted, limits, strict=True)
    )


def find_unmet(table: Table) -> tuple[str, ...]:
    """Return the fewest quotas whose minima must be dropped so that the others can be met.

    Of several such sets it is the first in the order of names.
    """
    limits = _limits_left(table, frozenset())
    wanting = [number for number, limit in enumerate(limits) if limit.low]
    program = _with_drops(table, limits, wanting)
    groups = len(program.lower) - len(wanting)
    found = solve(program, [0] * groups + [-1] * len(wanting))
    if found is None:
        return ()
    fewest = sum(found[groups:])
    every = tuple((groups + index, 1) for index in range(len(wanting)))
    program = replace(program, rows=(*program.rows, Row(every, fewest, fewest)))
    for index in range(len(wanting)):
        tried = _fix(program, groups + index, 1)
        is_possible = solve(tried, [0] * len(program.lower)) is not None
        program = tried if is_possible else _fix(program, groups + index, 0)
    return tuple(
        limits[number].name
        for number, is_dropped in zip(wanting, program.lower[groups:], strict=True)
        if is_dropped
    )


def _with_drops(table: Table, limits: list[Limit], wanting: list[int]) -> Program:
    """Return the program of how many of each group are in, and which minima are dropped."""
    groups = split(table.list_free())
    counted = list_terms(groups, len(limits))
    people = len(table.candidates)
    rows = [
        Row(tuple(terms), 0, min(limit.high, people))
        for terms, limit in zip(counted, limits, strict=True)
    ]
    rows += [
        Row((*counted[number], (len(groups) + index, limits[number].low)), limits[number].low,
            limits[number].low + people)
        for index, number in enumerate(wanting)
    ]  # fmt: skip
    sizes = [len(members) for members in groups.values()]
    return Program((0,) * (len(groups) + len(wanting)), (*sizes, *[1] * len(wanting)), tuple(rows))


def _fix(program: Program, column: int, value: int) -> Program:
    lower, upper = list(program.lower), list(program.upper)
    lower[column] = upper[column] = value
    return replace(program, lower=tuple(lower), upper=tuple(upper))


def find_possible(
    table: Table, admitted: AbstractSet[str], dropped: AbstractSet[str]
) -> frozenset[Group]:
    """Return the groups of whom somebody is in under some choice that keeps to all limits.

    Those placed already may leave, so they are not held here. Each choice that is found shows, with
    all that one exchange makes of it, many groups at once; that there is none for the others is
    proved.
    """
    free = replace(table, held=frozenset())
    limits = _limits_left(free, dropped)
    groups = split(free.candidates)
    known = {one.group for one in table.candidates if one.nominee.id in admitted - table.held}
    if not any(limit.low for limit in limits):
        known |= {group for group in groups if all(limits[number].high for number in group)}
        return frozenset(known)
    choice = Counter(one.group for one in table.candidates if one.nominee.id in admitted)
    while True:
        known |= _spread(choice, limits, [group for group in groups if group not in known])
        unknown = [group for group in groups if group not in known]
        choice = _reach_others(groups, limits, unknown) if unknown else Counter()
        if not choice:
            return frozenset(known)


def _spread(choice: Counter[Group], limits: list[Limit], groups: Iterable[Group]) -> set[Group]:
    """Return those of the groups that are in the choice, or are once they join or replace one."""
    counts: Counter[int] = Counter()
    for group, count in choice.items():
        counts.update(dict.fromkeys(group, count))
    fill = fill_limits(limits, counts)
    if fill.over:
        return set()
    inside = {as_bits(group) for group in choice}
    return {
        group
        for group in groups
        if fill.may_join(bits := as_bits(group))
        or any(fill.may_replace(bits, leaving) for leaving in inside)
    }


def _reach_others(
    groups: Mapping[Group, list[Candidate]], limits: list[Limit], unknown: list[Group]
) -> Counter[Group]:
    """Return a choice with as many of the unknown groups as there can be; empty if with none."""
    # The first of an unknown group stands in a column of its own, and only that weighs.
    counted = list_terms([*groups, *unknown], len(limits))
    firsts = set(unknown)
    sizes = [len(members) - (group in firsts) for group, members in groups.items()]
    rows = tuple(
        Row(tuple(terms), limit.low, min(limit.high, sum(sizes) + len(unknown)))
        for terms, limit in zip(counted, limits, strict=True)
    )
    columns = len(groups) + len(unknown)
    program = Program((0,) * columns, (*sizes, *[1] * len(unknown)), rows)
    found = solve(program, [0] * len(groups) + [1] * len(unknown))
    if found is None or not any(found[len(groups) :]):
        return Counter()
    choice: Counter[Group] = Counter()
    for group, count in zip([*groups, *unknown], found, strict=True):
        choice[group] += count
    return +choice
