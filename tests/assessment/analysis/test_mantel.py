"""The tests of Mantel and Haenszel against published tables and against statsmodels."""

import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from statsmodels.stats.contingency_tables import StratifiedTable

from lms.assessment.analysis import mantel
from tests.assessment.analysis import banks

cells = st.integers(0, 30)
strata = st.lists(st.tuples(cells, cells, cells, cells), min_size=1, max_size=12)


def interval(tables):
    odds, error = mantel.common_odds_ratio(tables), mantel.error_of_log_odds(tables)
    reach = 1.959963984540054 * error
    return odds, odds * math.exp(-reach), odds * math.exp(reach)


@pytest.mark.parametrize(
    ("rows", "chi2", "odds", "low", "high"),
    [
        # As the manual of R prints them for mantelhaen.test(UCBAdmissions) and (Rabbits).
        (banks.BERKELEY, 1.4269, 0.9046968, 0.7719074, 1.0603298),
        (banks.RABBITS, 3.9286, 7.0, 1.026713, 47.725133),
    ],
)
def test_as_r_prints_it(rows, chi2, odds, low, high):
    tables = banks.tables(rows)
    assert mantel.chi_square(tables) == pytest.approx(chi2, abs=5e-5)
    assert interval(tables) == pytest.approx((odds, low, high), rel=1e-6)


def test_eight_hospitals_as_agresti_2002_prints_them():
    """Categorical Data Analysis, 2nd ed., 6.3: odds ratio 2.13, standard error 0.303."""
    tables = banks.tables(banks.HOSPITALS)
    assert mantel.common_odds_ratio(tables) == pytest.approx(2.1345, abs=5e-4)
    assert mantel.error_of_log_odds(tables) == pytest.approx(0.303, abs=5e-4)


@given(strata)
def test_as_statsmodels_reckons_it(rows):
    # What it divides by is 0 for a stratum of nobody or of one, which says nothing here.
    assume(all(sum(row) > 1 for row in rows))
    tables = banks.tables(rows)
    chi2, odds = mantel.chi_square(tables), mantel.common_odds_ratio(tables)
    assume(chi2 is not None and odds is not None)
    other = StratifiedTable([np.array(row, dtype=float).reshape(2, 2) for row in rows])
    assert odds == pytest.approx(other.oddsratio_pooled)
    assert mantel.error_of_log_odds(tables) == pytest.approx(other.logodds_pooled_se)
    assert chi2 == pytest.approx(other.test_null_odds(correction=True).statistic, abs=1e-9)


@given(strata)
def test_changing_the_groups_turns_the_odds_round(rows):
    turned = [(c, d, a, b) for a, b, c, d in rows]
    odds, other = (mantel.common_odds_ratio(banks.tables(kind)) for kind in (rows, turned))
    assert (odds is None) == (other is None)
    if odds is not None and other is not None:
        assert odds * other == pytest.approx(1)
    chi2, again = (mantel.chi_square(banks.tables(kind)) for kind in (rows, turned))
    assert chi2 == pytest.approx(again) if chi2 is not None else again is None


@pytest.mark.parametrize("rows", [banks.BERKELEY, banks.RABBITS, banks.HOSPITALS])
def test_people_are_counted_into_their_tables(rows):
    counted = mantel.tabulate(*banks.people_of(rows))
    expected = banks.tables(rows)
    for name in ("reference_right", "reference_wrong", "focal_right", "focal_wrong"):
        assert getattr(counted, name).tolist() == getattr(expected, name).tolist()


@pytest.mark.parametrize(
    ("rows", "chi2_is_known"),
    [
        ([(5, 5, 0, 0), (0, 0, 4, 4)], False),  # the groups never meet
        ([(5, 0, 5, 0), (0, 3, 0, 9)], False),  # who meets has the same result
        ([(1, 0, 0, 0), (0, 0, 0, 0)], False),
        ([(9, 1, 8, 0)], True),  # one group is always right
        ([(0, 9, 3, 5)], True),  # or always wrong
    ],
)
def test_where_odds_cannot_be_estimated_there_are_none(rows, chi2_is_known):
    tables = banks.tables(rows)
    assert mantel.common_odds_ratio(tables) is None
    assert (mantel.chi_square(tables) is not None) == chi2_is_known


@given(strata)
def test_of_right_and_wrong_mantel_1963_is_mantel_haenszel_without_the_correction(rows):
    assume(all(sum(row) > 1 for row in rows))
    right, focal, stratum = banks.people_of(rows)
    found = mantel.compare_means(right.astype(float), focal, stratum)
    assume(found is not None)
    other = StratifiedTable([np.array(row, dtype=float).reshape(2, 2) for row in rows])
    expected = other.test_null_odds(correction=False).statistic
    assert found.chi2 == pytest.approx(expected, rel=1e-6, abs=1e-9)


points = st.lists(st.sampled_from([0, 0.25, 0.5, 1]), min_size=4, max_size=7)


@given(st.lists(st.tuples(points, st.integers(1, 3)), min_size=1, max_size=3))
def test_of_partial_points_it_is_what_dealing_the_groups_anew_gives(dealt):
    """Mean and variance over every way to choose the focal group within each stratum."""
    surplus = variance = weighted = 0.0
    for values, focal in dealt:
        sums = [sum(chosen) for chosen in combinations(values, focal)]
        surplus += sum(values[:focal]) - np.mean(sums)
        variance += np.var(sums)
        rest = values[focal:]
        weighted += focal * (np.mean(values[:focal]) - np.mean(rest))
    found = mantel.compare_means(
        np.concatenate([values for values, _ in dealt]),
        np.concatenate([np.arange(len(values)) < focal for values, focal in dealt]),
        np.concatenate([[number] * len(values) for number, (values, _) in enumerate(dealt)]),
    )
    if variance < 1e-12:
        assert found is None
        return
    assert found.chi2 == pytest.approx(surplus**2 / variance, abs=1e-9)
    assert found.difference == pytest.approx(weighted / sum(n for _, n in dealt), abs=1e-9)
