"""What the selection panel scores a nomination by: the criteria of a cohort, and the total.

Who scores, and what was scored, is not of this module.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from lms.programmes.rules.rows import Texts

MOST_POINTS = 100
MOST_WEIGHT = 100


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion: its name, 0 to so many points, how much they weigh, what the points mean.

    `name` and `levels` (what deserves few and many points) are texts by language.
    """

    id: str
    name: Texts
    points: int
    weight: int
    levels: Texts


def read_criteria(written: Iterable[Mapping[str, Any]]) -> tuple[Criterion, ...]:
    """Return the criteria that a cohort keeps as JSON."""
    return tuple(Criterion(**one) for one in written)


def write_criteria(criteria: Iterable[Criterion]) -> list[dict[str, Any]]:
    """Return criteria as JSON values that `read_criteria` reads."""
    return [asdict(one) for one in criteria]
