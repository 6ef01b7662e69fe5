"""How one question does: facility, discrimination, and what its choices attract.

Lord & Novick 1968, Statistical Theories of Mental Test Scores, chapter 15.
"""

import math
from collections.abc import Collection, Sequence

import numpy as np

from lms.assessment.analysis.findings import Choice
from lms.assessment.analysis.responses import Floats
from lms.assessment.rules import FEWEST


def facility(column: Floats, full: float) -> float:
    """Return the mean share of a question's points, among those who had it."""
    return float(np.nanmean(column) / full)


def correlation(one: Floats, other: Floats) -> float | None:
    """Return Pearson's correlation of what both have; nothing where one of them never varies."""
    both = ~np.isnan(one) & ~np.isnan(other)
    if both.sum() < 2:  # noqa: PLR2004 - a line through one point is any line
        return None
    x, y = one[both] - one[both].mean(), other[both] - other[both].mean()
    spread = math.sqrt(float(x @ x) * float(y @ y))
    # What floating point leaves of no spread at all is no spread.
    return float(x @ y) / spread if spread > 1e-9 else None  # noqa: PLR2004


def count_choices(
    taken: Sequence[Collection[str]], rest: Floats, choices: Sequence[str], keys: Collection[str]
) -> tuple[Choice, ...]:
    """Return the distractor table of a question, in the order of `choices`.

    `taken` are the choices of each person who had the question, and `rest` the same people's mean
    on the other questions.
    """
    people = len(taken)
    rows = []
    for choice in choices:
        took = np.fromiter((choice in one for one in taken), dtype=bool, count=people)
        others = rest[took & ~np.isnan(rest)]
        count = int(took.sum())
        rows.append(
            Choice(
                id=choice,
                is_key=choice in keys,
                count=count,
                share=count / people if people else 0,
                # A mean of few would tell how one of them did.
                rest=float(others.mean()) if len(others) >= FEWEST else None,
            )
        )
    return tuple(rows)
