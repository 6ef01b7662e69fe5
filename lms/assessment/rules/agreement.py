"""How far two markers agree: the share of equal marks, and kappa weighted by the square.

Weighted kappa after Cohen 1968 ("Weighted kappa: nominal scale agreement with provision for scaled
disagreement or partial credit", Psychological Bulletin 70), with the squared weights of Fleiss and
Cohen 1973: 1 where both agree always, 0 where they agree as by chance.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

# Of fewer pairs kappa says nothing.
FEWEST_PAIRS = 10


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far the marks of so many answers marked twice agree; `kappa` may be unknown."""

    pairs: int
    equal: int
    kappa: float | None

    @property
    def percent(self) -> int:
        """Return the share of equal marks in percent, cut off."""
        return 100 * self.equal // self.pairs if self.pairs else 0


def agree(pairs: Sequence[tuple[int, int]]) -> Agreement:
    """Return the agreement of marks in points, (first, second) for each answer marked twice."""
    equal = sum(first == second for first, second in pairs)
    return Agreement(len(pairs), equal, kappa(pairs) if len(pairs) >= FEWEST_PAIRS else None)


def kappa(pairs: Sequence[tuple[int, int]]) -> float | None:
    """Return quadratic weighted kappa, or nothing where everybody always gives the same mark."""
    count = len(pairs)
    firsts = Counter(first for first, _ in pairs)
    seconds = Counter(second for _, second in pairs)
    expected = sum(
        (first - second) ** 2 * often * times
        for first, often in firsts.items()
        for second, times in seconds.items()
    )
    if not expected:
        return None
    observed = sum((first - second) ** 2 for first, second in pairs) * count
    return float(1 - Fraction(observed, expected))
