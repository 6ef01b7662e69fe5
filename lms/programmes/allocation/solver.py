"""HiGHS, asked for the best whole numbers under linear limits, and for the prices of limits.

Its arithmetic is approximate: whoever asks rounds what it says and checks it exactly.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_matrix, vstack

from lms.programmes.allocation.values import TooHard

SECONDS = 120
_INFEASIBLE = 2

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Limits:
    """`row_lower` ≤ matrix × x ≤ `row_upper` and `lower` ≤ x ≤ `upper`, all finite."""

    matrix: csr_matrix
    row_lower: Numbers
    row_upper: Numbers
    lower: Numbers
    upper: Numbers


def maximise(weights: Numbers, limits: Limits) -> Numbers | None:
    """Return whole numbers of the largest weight, or None where the limits allow none.

    Raises:
        TooHard: It did not come to an end in `SECONDS`.
    """
    found = milp(
        -weights,
        integrality=np.ones(len(weights)),
        bounds=Bounds(limits.lower, limits.upper),
        constraints=LinearConstraint(limits.matrix, limits.row_lower, limits.row_upper),
        options={"mip_rel_gap": 0, "time_limit": SECONDS},
    )
    if found.status == _INFEASIBLE:
        return None
    if found.status != 0:
        raise TooHard(seconds=SECONDS)
    rounded: Numbers = np.rint(found.x)
    return rounded


def price(weights: Numbers, limits: Limits) -> Numbers:
    """Return what one more of each row's limit would add if parts of a place could be given.

    A price is above 0 where the row's upper limit presses, and below 0 where its lower one does.
    They are a proposal: any prices give a true bound, good ones a close one.
    """
    found = linprog(
        -weights,
        A_ub=vstack([limits.matrix, -limits.matrix], format="csr"),
        b_ub=np.concatenate([limits.row_upper, -limits.row_lower]),
        bounds=np.column_stack([limits.lower, limits.upper]),
        method="highs",
        options={"time_limit": SECONDS},
    )
    rows = len(limits.row_upper)
    if found.status != 0:
        return np.zeros(rows)
    marginals = found.ineqlin.marginals
    prices: Numbers = marginals[rows:] - marginals[:rows]
    return prices
