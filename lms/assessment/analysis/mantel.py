"""The tests of Mantel and Haenszel, on people matched in strata.

Mantel & Haenszel 1959, J. Natl. Cancer Inst. 22, 719-748; Holland & Thayer 1988, in Wainer &
Braun (eds.), Test Validity, 129-145; Mantel 1963, J. Am. Stat. Assoc. 58, 690-700.
"""

import math
from dataclasses import dataclass

import numpy as np

from lms.assessment.analysis.responses import Bools, Floats, Ints


@dataclass(frozen=True, slots=True)
class Tables:
    """A two-by-two table of each stratum: reference and focal group, right and wrong."""

    reference_right: Floats
    reference_wrong: Floats
    focal_right: Floats
    focal_wrong: Floats

    @property
    def people(self) -> Floats:
        """Return how many people each stratum has."""
        return self.reference_right + self.reference_wrong + self.focal_right + self.focal_wrong


def tabulate(is_right: Bools, is_focal: Bools, strata: Ints) -> Tables:
    """Count people into tables; `strata` are numbers from 0."""
    kinds = strata * 4 + is_focal * 2 + ~is_right
    cells = np.bincount(kinds, minlength=4 * (int(strata.max(initial=-1)) + 1)).astype(np.float64)
    return Tables(*cells.reshape(-1, 4).T)


def common_odds_ratio(tables: Tables) -> float | None:
    """Return the odds ratio common to all strata, above 1 where the reference group has it easier.

    Nothing where it is 0, infinite or unknown: a group is always right, always wrong, or alone.
    """
    people = np.maximum(tables.people, 1)
    with_reference = float((tables.reference_right * tables.focal_wrong / people).sum())
    with_focal = float((tables.reference_wrong * tables.focal_right / people).sum())
    return with_reference / with_focal if with_reference and with_focal else None


def error_of_log_odds(tables: Tables) -> float:
    """Return the standard error of the logarithm of the common odds ratio.

    Robins, Breslow & Greenland 1986, Biometrics 42, 311-323; Phillips & Holland 1987, Biometrics
    43, 425-431, found the same. For tables that have a common odds ratio.
    """
    people = np.maximum(tables.people, 1)
    r = tables.reference_right * tables.focal_wrong / people
    s = tables.reference_wrong * tables.focal_right / people
    p = (tables.reference_right + tables.focal_wrong) / people
    q = (tables.reference_wrong + tables.focal_right) / people
    r_sum, s_sum = float(r.sum()), float(s.sum())
    variance = (
        float((p * r).sum()) / (2 * r_sum**2)
        + float((p * s + q * r).sum()) / (2 * r_sum * s_sum)
        + float((q * s).sum()) / (2 * s_sum**2)
    )
    return math.sqrt(variance)


def chi_square(tables: Tables) -> float | None:
    """Return the chi-square with continuity correction; nothing where no stratum can tell.

    As Holland & Thayer print it: half a person is taken off the difference, whichever way.
    """
    people = tables.people
    reference = tables.reference_right + tables.reference_wrong
    right = tables.reference_right + tables.focal_right
    counted = people > 1
    n, m, t = reference[counted], right[counted], people[counted]
    difference = float((tables.reference_right[counted] - n * m / t).sum())
    variance = float((n * (t - n) * m * (t - m) / (t**2 * (t - 1))).sum())
    return (abs(difference) - 0.5) ** 2 / variance if variance else None


@dataclass(frozen=True, slots=True)
class Means:
    """Mantel's test of partial points, and the standardised mean difference of the groups.

    Below 0 the focal group has fewer points than people of the reference group who are as able.
    """

    chi2: float
    difference: float


def compare_means(points: Floats, is_focal: Bools, strata: Ints) -> Means | None:
    """Compare partial points; nothing where no stratum has people of both groups who differ.

    Mantel 1963; Dorans & Schmitt 1991, ETS RR-91-47: strata weigh by their people of the focal
    group.
    """
    width = int(strata.max(initial=-1)) + 1

    def add_up(weights: Floats) -> Floats:
        return np.bincount(strata, weights=weights, minlength=width).astype(np.float64)

    people, focal = add_up(np.ones(len(points))), add_up(is_focal.astype(np.float64))
    both = (focal > 0) & (focal < people)
    t, n, m = people[both], focal[both], people[both] - focal[both]
    total, squares = add_up(points)[both], add_up(points**2)[both]
    focal_points = add_up(points * is_focal)[both]
    variance = float((m * n * (t * squares - total**2) / (t**2 * (t - 1))).sum())
    if variance <= 1e-12:  # noqa: PLR2004 - nothing but what floating point leaves
        return None
    surplus = float((focal_points - n * total / t).sum())
    gaps = focal_points / n - (total - focal_points) / m
    return Means(surplus**2 / variance, float((n * gaps).sum() / n.sum()))
