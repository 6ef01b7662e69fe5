"""Needs and the questions that meet them, each question for one need: exact where needs overlap.

What a need comes from (a row of a blueprint, a section) is the caller's business.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from lms.kit.errors import DomainError
from lms.kit.i18n import N_

# Every set of needs that overlap is looked at: of ten there are a thousand.
MOST_OVERLAPPING = 10


@dataclass(frozen=True, slots=True)
class Need:
    """So many of these questions."""

    count: int
    ids: frozenset[str]


@dataclass(frozen=True, slots=True)
class Short:
    """Needs, by their places, that cannot all be met: what they ask for, and what there is."""

    places: tuple[int, ...]
    needed: int
    available: int


class TooManyOverlap(DomainError):
    """So many needs overlap that it cannot be reckoned whether all can be met."""

    message = N_(
        "More than %(most)s rows or sections could use the same questions. Give them an "
        "objective or a level of their own."
    )


def fill(needs: Sequence[Need], order: Iterable[str]) -> list[list[str]]:
    """Return the questions that meet each need, no question for two of them.

    As much is met as can be, and of all ways to do so that one whose questions come first in
    `order`: the greedy algorithm of a transversal matroid, by augmenting paths (Edmonds & Fulkerson
    1965; Kuhn 1955). A need may be left with fewer than it asks for.
    """
    held: list[list[str]] = [[] for _ in needs]
    missing = sum(need.count for need in needs)
    for name in order:
        if not missing:
            break
        missing -= _place(name, needs, held, set())
    return held


def _place(name: str, needs: Sequence[Need], held: list[list[str]], tried: set[int]) -> bool:
    """Give a question to a need, be it that others move on to another one; say whether it could."""
    for at, need in enumerate(needs):
        if at in tried or name not in need.ids:
            continue
        tried.add(at)
        if len(held[at]) < need.count:
            held[at].append(name)
            return True
        for other in list(held[at]):
            if _place(other, needs, held, tried):
                held[at].remove(other)
                held[at].append(name)
                return True
    return False


def find_short(
    needs: Sequence[Need], supply: Callable[[frozenset[str]], int] = len
) -> Short | None:
    """Return the fewest needs that cannot be met together, or nothing where all can be.

    `supply` says how many of some questions can be had at least. All needs can be met exactly
    where each set of them finds as many as it asks for (Hall 1935). Raises `TooManyOverlap`.
    """
    for group in _list_overlapping(needs):
        if len(group) > MOST_OVERLAPPING:
            raise TooManyOverlap(most=MOST_OVERLAPPING)
        for places in _iter_sets(group):
            available = supply(frozenset().union(*(needs[at].ids for at in places)))
            needed = sum(needs[at].count for at in places)
            if available < needed:
                return Short(places, needed, max(0, available))
    return None


def is_apart(needs: Sequence[Need]) -> bool:
    """Say whether no question could meet two of the needs."""
    return len(frozenset().union(*(need.ids for need in needs))) == sum(
        len(need.ids) for need in needs
    )


def _iter_sets(group: Sequence[int]) -> Iterator[tuple[int, ...]]:
    for size in range(1, len(group) + 1):
        yield from combinations(group, size)


def _list_overlapping(needs: Sequence[Need]) -> list[list[int]]:
    """Return the needs in groups: those that share a question, directly or through others."""
    groups: list[tuple[set[str], list[int]]] = []
    for at, need in enumerate(needs):
        joined: tuple[set[str], list[int]] = (set(need.ids), [at])
        apart = []
        for ids, places in groups:
            if ids & need.ids:
                joined = (joined[0] | ids, [*places, *joined[1]])
            else:
                apart.append((ids, places))
        groups = [*apart, joined]
    return sorted(sorted(places) for _ids, places in groups)
