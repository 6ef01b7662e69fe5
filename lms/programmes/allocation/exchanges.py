"""What a single exchange could do: who may take whose place, at which score, and in which line.

All of it follows from the limits as they are filled; nothing is solved anew.
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from lms.programmes.allocation.groups import Candidate, Group, Limit, Table, split


@dataclass(frozen=True, slots=True)
class InLine:
    """The how-manieth of those for whom a place of the group would fall free."""

    number: int
    group: Group


@dataclass(frozen=True, slots=True)
class Fill:
    """How full the limits are: of each kind the limits that are so, as bits of a number.

    `full`: nobody more; `over`: more than the limit says, since they were placed before;
    `bare`: nobody less.
    """

    full: int
    over: int
    bare: int

    def may_join(self, group: int) -> bool:
        """Say whether one more of this group keeps to the maxima."""
        return not group & self.full

    def may_replace(self, group: int, leaving: int) -> bool:
        """Say whether one of this group may have the place of one of the other."""
        return self.may_follow(group, leaving) and not leaving & ~group & self.bare

    def may_follow(self, group: int, leaving: int) -> bool:
        """Say whether one of this group keeps to the maxima once one of the other has left."""
        return not group & ~leaving & self.full and not group & self.over


def measure_fill(table: Table, admitted: AbstractSet[str], dropped: AbstractSet[str]) -> Fill:
    """Return how full each limit is with those admitted."""
    limits = [replace(limit, low=0) if limit.name in dropped else limit for limit in table.limits]
    return fill_limits(limits, table.count(admitted))


def fill_limits(limits: Sequence[Limit], counts: Mapping[int, int]) -> Fill:
    """Return how full the limits are where so many are counted by each."""
    numbered = [(number, limit, counts.get(number, 0)) for number, limit in enumerate(limits)]
    return Fill(
        full=as_bits(number for number, limit, count in numbered if count >= limit.high),
        over=as_bits(number for number, limit, count in numbered if count > limit.high),
        bare=as_bits(number for number, limit, count in numbered if 0 < limit.low >= count),
    )


def as_bits(numbers: Iterable[int]) -> int:
    """Return a number that has these of its bits set."""
    return sum(1 << number for number in set(numbers))


def find_thresholds(
    fill: Fill, groups: Iterable[Group], displaceable: Iterable[Candidate]
) -> Mapping[Group, Candidate | None]:
    """Return for each group the weakest whose place one of it may have by a higher score.

    None stands for a place that nobody has: any score above 0 is enough. A group for which there is
    neither is missing. With a score above that one's the total would be higher with the exchange
    than it can be without; so it is enough, and sometimes less is.
    """
    last = {as_bits(group): members[-1] for group, members in split(displaceable).items()}
    by_weakness = sorted(last.items(), key=lambda item: (item[1].score, item[1].position))
    found: dict[Group, Candidate | None] = {}
    for group in groups:
        bits = as_bits(group)
        weakest = next((one for own, one in by_weakness if fill.may_replace(bits, own)), None)
        if fill.may_join(bits) and (weakest is None or weakest.score >= 0):
            found[group] = None
        elif weakest is not None:
            found[group] = weakest
    return found


@dataclass(slots=True)
class _Line:
    """Those who wait, in their order, and the best number that each has in any line so far."""

    waiting: Sequence[Candidate]
    groups: list[Group] = field(init=False)
    belongs: NDArray[np.int64] = field(init=False)
    numbers: NDArray[np.int64] = field(init=False)
    lines: NDArray[np.int64] = field(init=False)

    def __post_init__(self) -> None:
        self.groups = list(split(self.waiting))
        index = {group: number for number, group in enumerate(self.groups)}
        self.belongs = np.array([index[one.group] for one in self.waiting], dtype=np.int64)
        self.numbers = np.full(len(self.waiting), np.iinfo(np.int64).max)
        self.lines = np.full(len(self.waiting), -1)

    def stand(self, line: int, may_come: Sequence[bool]) -> None:
        """Number those whose group may come, where this is better than what they had."""
        stands = np.array(may_come, dtype=bool)[self.belongs]
        numbers = np.cumsum(stands)
        is_better = stands & (numbers < self.numbers)
        self.numbers[is_better] = numbers[is_better]
        self.lines[is_better] = line


def find_lines(
    fill: Fill, admitted: Iterable[Candidate], waiting: Sequence[Candidate]
) -> Mapping[str, InLine]:
    """Return for each of those who wait the line in which the fewest are ahead.

    A line is for a place of one group that falls free while all others stay. It is told only where
    one comes in for one who goes: where a limit that the place had used up is in the way of all
    who could follow. Who has a score of 0 or less stands in none.
    """
    every = [as_bits(group) for group in split(waiting)]
    waiting = [one for one in waiting if one.score > 0]
    if not waiting:
        return {}
    line = _Line(waiting)
    bits = [as_bits(group) for group in line.groups]
    # Lines of large groups first: at the same number theirs is the likelier place to fall free.
    leaving = sorted(split(admitted).items(), key=lambda item: (-len(item[1]), sorted(item[0])))
    for number, (group, _members) in enumerate(leaving):
        own = as_bits(group)
        if _lets_in_one(fill, own, every):
            line.stand(number, [fill.may_replace(other, own) for other in bits])
    return {
        one.nominee.id: InLine(int(number), leaving[which][0])
        for one, number, which in zip(waiting, line.numbers, line.lines, strict=True)
        if which >= 0
    }


def _lets_in_one(fill: Fill, leaving: int, groups: Iterable[int]) -> bool:
    """Say whether all who could follow use the same limit that was full."""
    shared = leaving & fill.full & ~fill.over
    for group in groups:
        if fill.may_follow(group, leaving):
            shared &= group
    return bool(shared)


def pair_neighbours(
    ordered: Iterable[Candidate], admitted: AbstractSet[str], table: Table
) -> Mapping[Group, tuple[Candidate | None, Candidate | None]]:
    """Return of each group the last who is in by score, and the first who is not."""
    found: dict[Group, tuple[Candidate | None, Candidate | None]] = {}
    for group, members in split(ordered).items():
        free = [one for one in members if one.nominee.id not in table.held]
        parts = {
            is_in: list(part)
            for is_in, part in groupby(free, key=lambda one: one.nominee.id in admitted)
        }
        found[group] = (
            parts[True][-1] if True in parts else None,
            parts[False][0] if False in parts else None,
        )
    return found
