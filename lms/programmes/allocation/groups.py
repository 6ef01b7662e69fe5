"""Nominees whom the same quotas count, and how full each limit is.

Within a group the order is given: score, rank, id. Only how many of it are in is reckoned.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from lms.programmes.allocation.values import Nominee, Quota, ScoresTooLarge

# Whole numbers up to here are exact in the solver's arithmetic (IEEE 754, double precision).
LARGEST_SUM = 2**53
_MOST_DIGITS = 15

Group = frozenset[int]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A nominee as one number each: the score made whole, the rank, the place among sorted ids."""

    nominee: Nominee
    group: Group
    score: int
    rank: int
    position: int

    @property
    def order(self) -> tuple[int, int, int]:
        """Return what sorts the better before the worse."""
        return (-self.score, self.rank, self.position)


@dataclass(frozen=True, slots=True)
class Limit:
    """How many of a quota may be in; `name` is empty for the places themselves."""

    name: str
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Table:
    """Everybody in order, and the limits: those of the quotas by name, and of all places last.

    A group holds the numbers of the limits that count its members, the places among them.
    """

    candidates: tuple[Candidate, ...]
    limits: tuple[Limit, ...]
    held: frozenset[str]

    @property
    def places(self) -> int:
        """Return the number of the limit of all places."""
        return len(self.limits) - 1

    def count(self, ids: AbstractSet[str]) -> Counter[int]:
        """Return how many of these each limit counts."""
        return Counter(
            number for one in self.candidates if one.nominee.id in ids for number in one.group
        )

    def list_free(self) -> list[Candidate]:
        """Return those who are not placed already."""
        return [one for one in self.candidates if one.nominee.id not in self.held]


def make_table(
    places: int, quotas: Iterable[Quota], nominees: Iterable[Nominee], held: AbstractSet[str]
) -> Table:
    """Return the nominees sorted and grouped; the order in which they come makes no difference.

    Raises:
        ScoresTooLarge: The scores, made whole numbers, are not added up exactly.
    """
    people = sorted(nominees, key=lambda one: one.id)
    quotas = sorted(quotas, key=lambda one: one.name)
    # One above all who are there never binds.
    none = len(people) + 1
    limits = [
        Limit(one.name, one.minimum, none if one.maximum is None else one.maximum) for one in quotas
    ] + [Limit("", 0, places)]
    scores = _make_whole([one.score for one in people])
    last = 1 + max((one.rank for one in people if one.rank is not None), default=0)
    groups = _Groups(quotas)
    candidates = [
        Candidate(one, groups.find(one), score, last if one.rank is None else one.rank, position)
        for position, (one, score) in enumerate(zip(people, scores, strict=True))
    ]
    return Table(
        tuple(sorted(candidates, key=lambda one: one.order)), tuple(limits), frozenset(held)
    )


class _Groups:
    """Finds groups, once for all who are alike in every field that a quota asks for."""

    def __init__(self, quotas: Sequence[Quota]) -> None:
        self._quotas = quotas
        self._names = sorted({name for quota in quotas for name in quota.where})
        self._known: dict[tuple[object, ...], Group] = {}

    def find(self, nominee: Nominee) -> Group:
        """Return the numbers of the limits that count the nominee."""
        values = [nominee.values_of(name) for name in self._names]
        # To a dictionary `True` and 1 are one key; to a quota they are two values.
        alike = tuple((one, isinstance(one, bool)) for own in values for one in (*own, None))
        if alike not in self._known:
            counting = [number for number, one in enumerate(self._quotas) if one.counts(nominee)]
            self._known[alike] = frozenset([*counting, len(self._quotas)])
        return self._known[alike]


def _make_whole(scores: Sequence[Decimal]) -> list[int]:
    """Return the scores times the least power of ten that makes all of them whole numbers."""
    if not all(one.is_finite() and abs(one.adjusted()) <= _MOST_DIGITS for one in scores):
        raise ScoresTooLarge
    exact = [Fraction(one) for one in scores]
    for decimals in range(_MOST_DIGITS + 1):
        whole = [one * 10**decimals for one in exact]
        if all(one.denominator == 1 for one in whole):
            break
    if sum(map(abs, whole)) > LARGEST_SUM or not all(one.denominator == 1 for one in whole):
        raise ScoresTooLarge
    return [int(one) for one in whole]


def list_terms(groups: Iterable[Group], limits: int) -> list[list[tuple[int, int]]]:
    """Return for each limit the columns that it counts, one column for each entry of `groups`."""
    terms: list[list[tuple[int, int]]] = [[] for _ in range(limits)]
    for column, group in enumerate(groups):
        for number in group:
            terms[number].append((column, 1))
    return terms


def split(candidates: Iterable[Candidate]) -> Mapping[Group, list[Candidate]]:
    """Return the members of each group, in their order."""
    groups: dict[Group, list[Candidate]] = {}
    for one in candidates:
        groups.setdefault(one.group, []).append(one)
    return groups
