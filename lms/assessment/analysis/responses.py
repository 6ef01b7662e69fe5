"""Scored responses as a matrix: a row for each person, a column for each question.

A question that was not on somebody's paper is NaN and counts nowhere for that person; one that
was on it and not answered has 0 points, which is the scorer's business.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Responses:
    """`scores` are points, people by `items`; `groups` tells each person's, "" for none.

    `testlets` tells each item's, "" for none: items of one are asked about the same thing.
    """

    items: Sequence[str]
    scores: Floats
    groups: Sequence[str]
    testlets: Sequence[str] = ()

    def count_groups(self) -> dict[str, int]:
        """Return how many people each group has, the largest group first."""
        counts = Counter(group for group in self.groups if group)
        return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def full_points(scores: Floats) -> Floats:
    """Return the points of each question: 1, or the most that anybody reached where that is more.

    A share of a point is so taken as it stands, and any other scale by what it shows of itself.
    """
    present = np.where(np.isnan(scores), 0.0, scores)
    highest: Floats = present.max(axis=0, initial=1.0)
    return highest


def bundle(scores: Floats, testlets: Sequence[str]) -> Floats:
    """Return the points with the items of each testlet summed to one column.

    Of a person who had none of them the sum is NaN. Alike items make reliability look higher than
    it is where they count one by one (Sireci, Thissen & Wainer 1991, Journal of Educational
    Measurement 28, 237-247).
    """
    if not any(testlets):
        return scores
    places: dict[str | int, list[int]] = {}
    for place, name in enumerate(testlets):
        places.setdefault(name or place, []).append(place)
    return np.column_stack([_total(scores[:, each]) for each in places.values()])


def _total(scores: Floats) -> Floats:
    total: Floats = np.nansum(scores, axis=1)
    total[np.isnan(scores).all(axis=1)] = np.nan
    return total


def is_right_or_wrong(column: Floats, full: float) -> bool:
    """Say whether nobody has partial points in a question."""
    present = column[~np.isnan(column)]
    return bool(np.all((present == 0) | (present == full)))


def rest_means(scores: Floats, index: int) -> Floats:
    """Return each person's mean points on the other questions; NaN where there were none."""
    present = ~np.isnan(scores)
    others = present.sum(axis=1) - present[:, index]
    points = np.nansum(scores, axis=1) - np.nan_to_num(scores[:, index])
    means: Floats = np.divide(points, others, out=np.full(len(scores), np.nan), where=others > 0)
    return means
