"""The gain from a first test to a second against published values and another library."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from lms.assessment.analysis.findings import ENOUGH
from lms.assessment.analysis.gain import paired_gain
from lms.assessment.analysis.reliability import TOO_FEW_PEOPLE
from tests.assessment.analysis.banks import SLEEP_ONE, SLEEP_TWO


def test_the_interval_of_students_medicines_as_r_prints_it(monkeypatch):
    """t.test(extra ~ group, data = sleep, paired): 1.58, from 0.7001 to 2.4599; ten people."""
    monkeypatch.setattr("lms.assessment.analysis.gain.ENOUGH", 10)
    found = paired_gain(np.array(SLEEP_ONE), np.array(SLEEP_TWO))
    assert found.gain == pytest.approx(1.58)
    assert (found.low, found.high) == pytest.approx((0.7001142, 2.4598858), abs=5e-8)


percents = arrays(np.float64, 40, elements=st.integers(0, 100).map(float))


@given(percents, percents)
def test_as_scipy_reckons_it(before, after):
    found = paired_gain(before, after)
    if np.ptp(after - before) == 0:
        assert found.low == found.high == found.gain
        return
    other = stats.ttest_rel(after, before).confidence_interval(0.95)
    assert (found.low, found.high) == pytest.approx((other.low, other.high), abs=1e-6)
    assert found.low <= found.gain <= found.high
    if np.ptp(before) > 0:
        uncorrected = found.gain / before.std(ddof=1)
        assert abs(found.effect) <= abs(uncorrected)
        assert found.effect == pytest.approx(uncorrected, rel=0.03)


def test_where_all_were_equal_before_there_is_no_effect_size():
    found = paired_gain(np.zeros(ENOUGH), np.arange(ENOUGH, dtype=np.float64))
    assert found.effect is None
    assert found.gain > 0


def test_few_people_are_told_instead_of_a_figure():
    found = paired_gain(np.zeros(ENOUGH - 1), np.ones(ENOUGH - 1))
    assert (found.people, found.gain, found.note.msgid) == (ENOUGH - 1, None, TOO_FEW_PEOPLE)
