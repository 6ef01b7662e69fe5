"""What the same people gained from a first test to a second.

Tested gain only: what people say they learnt is never mixed with it.
"""

import math

import numpy as np
from scipy.special import stdtrit

from lms.assessment.analysis.findings import ENOUGH, Gain, message
from lms.assessment.analysis.reliability import TOO_FEW_PEOPLE
from lms.assessment.analysis.responses import Floats

TAIL = 0.975  # of a two-sided interval of 95 %


def paired_gain(before: Floats, after: Floats) -> Gain:
    """Return the mean gain with its 95 % interval, by Student's t; a place is the same person.

    The effect is the standardised mean change with Hedges' correction (Becker 1988, Br. J. Math.
    Stat. Psychol. 41, 257-278); nothing where all were equal before.
    """
    people = len(before)
    if people < ENOUGH:
        return Gain(people=people, note=message(TOO_FEW_PEOPLE, people=people, needed=ENOUGH))
    return measure_gain(before, after)


def measure_gain(before: Floats, after: Floats) -> Gain:
    """Return the same for any number of people from two on; of few the interval is wide."""
    people, gains = len(before), after - before
    mean = float(gains.mean())
    reach = float(stdtrit(people - 1, TAIL)) * float(gains.std(ddof=1)) / math.sqrt(people)
    deviation = float(before.std(ddof=1))
    correction = 1 - 3 / (4 * (people - 1) - 1)
    return Gain(
        people=people,
        before=float(np.mean(before)),
        after=float(np.mean(after)),
        gain=mean,
        low=mean - reach,
        high=mean + reach,
        effect=correction * mean / deviation if deviation else None,
    )
