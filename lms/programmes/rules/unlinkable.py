"""Which groups of people may be told of, so that no few of them can be reckoned from the figures.

How the figures are counted, and what is asked, stands in `surveys`.
"""

import random
from collections.abc import Hashable, Mapping, Sequence
from itertools import combinations
from typing import TypeVar

FEWEST = 5
Name = TypeVar("Name", bound=Hashable)
People = frozenset[str]
# Reckoning is exact in remainders by this prime: determinants of so few groups are far below it.
_PRIME = 2**61 - 1
# The same groups give the same choice each time.
_SEED = 60


def choose_shown(everybody: People, groups: Mapping[Name, People]) -> frozenset[Name]:
    """Return the groups whose figures may be shown beside those of everybody.

    A group is shown where it has at least `FEWEST` people, and where no sums or differences of what
    is shown are about fewer than that: neither what is left of everybody, nor what groups of
    different kinds do not share. The larger groups come first, so that many people are told of.
    Source: Willenborg & de Waal, Elements of Statistical Disclosure Control (2001), on
    complementary suppression.
    """
    if len(everybody) < FEWEST:
        return frozenset()
    shown: dict[Name, People] = {}
    for name in sorted(groups, key=lambda one: (-len(groups[one]), repr(one))):
        group = groups[name]
        if len(group) >= FEWEST and is_safe([everybody, *shown.values(), group]):
            shown[name] = group
    return frozenset(shown)


def is_safe(told: Sequence[People]) -> bool:
    """Say whether sums over these groups give no sum over fewer than `FEWEST` people.

    People who are in the same groups cannot be told apart, so they are looked at as one class. Each
    class is given a random change such that no figure that is told changes; the sum of few people
    that does not change either is one that can be reckoned.
    """
    classes = _count_classes(told)
    lines = [[int(place in signature) for signature in classes] for place in range(len(told))]
    changes = _draw_changes(lines, len(classes))
    small = [
        (size, change)
        for size, change in zip(classes.values(), changes, strict=True)
        if size < FEWEST
    ]
    return not _has_constant_sum(small)


def _count_classes(told: Sequence[People]) -> dict[frozenset[int], int]:
    """Return how many people are of each class: by the places of the groups that they are in."""
    found: dict[frozenset[int], int] = {}
    for person in frozenset[str]().union(*told):
        signature = frozenset(place for place, group in enumerate(told) if person in group)
        found[signature] = found.get(signature, 0) + 1
    return {signature: found[signature] for signature in sorted(found, key=sorted)}


def _has_constant_sum(small: Sequence[tuple[int, int]]) -> bool:
    """Say whether up to four classes, of fewer than `FEWEST` people together, add up to nothing.

    One or two are looked up among one or two others. What shares a class may be found as well: then
    a sum in which somebody counts twice could be reckoned, which is refused too.
    """
    sums = list(small)
    for (size, change), (other_size, other) in combinations(small, 2):
        if size + other_size < FEWEST:
            sums.append((size + other_size, (change + other) % _PRIME))
    fewest: dict[int, int] = {}
    for size, change in sums:
        if change == 0:
            return True
        fewest[change] = min(size, fewest.get(change, FEWEST))
    return any(size + fewest.get(_PRIME - change, FEWEST) < FEWEST for size, change in sums)


def _draw_changes(lines: list[list[int]], width: int) -> list[int]:
    """Return a random change for each class under which each line's sum stays as it is."""
    draw = random.Random(_SEED)  # noqa: S311 - nothing secret: any numbers without a pattern do
    pivots = _reduce(lines, width)
    changes = [0 if column in pivots else draw.randrange(1, _PRIME) for column in range(width)]
    for column, line in zip(pivots, lines, strict=False):
        rest = sum(value * changes[other] for other, value in enumerate(line) if other != column)
        changes[column] = -rest % _PRIME
    return changes


def _reduce(lines: list[list[int]], width: int) -> list[int]:
    """Reduce the lines in place (Gauss and Jordan); return the columns of their pivots in turn."""
    pivots: list[int] = []
    for column in range(width):
        at = len(pivots)
        found = next((place for place in range(at, len(lines)) if lines[place][column]), None)
        if found is None:
            continue
        lines[at], lines[found] = lines[found], lines[at]
        inverse = pow(lines[at][column], -1, _PRIME)
        lines[at] = [value * inverse % _PRIME for value in lines[at]]
        for place, line in enumerate(lines):
            if place != at and line[column]:
                lines[place] = _without(line, lines[at], line[column])
        pivots.append(column)
    return pivots


def _without(line: Sequence[int], lead: Sequence[int], factor: int) -> list[int]:
    return [(value - factor * other) % _PRIME for value, other in zip(line, lead, strict=True)]
