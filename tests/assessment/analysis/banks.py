"""Data to analyse: tables from the literature, and tests that are simulated with a known truth."""

import numpy as np

from lms.assessment.analysis.mantel import Tables
from lms.assessment.analysis.responses import Responses

# Section 6 of the Law School Admission Test, 1,000 people, five questions: how many people have
# each pattern from 00000 to 11111 (Bock & Lieberman 1970, Psychometrika 35, 179-197).
LSAT6 = (
    3, 6, 2, 11, 1, 1, 3, 4, 1, 8, 0, 16, 0, 3, 2, 15,
    10, 29, 14, 81, 3, 28, 15, 80, 16, 56, 21, 173, 11, 61, 28, 298,
)  # fmt: skip

# Each row is a stratum: reference right, reference wrong, focal right, focal wrong.
# Admissions at Berkeley in 1973, men and women by department (Bickel, Hammel & O'Connell 1975,
# Science 187, 398-404).
BERKELEY = [
    (512, 313, 89, 19), (353, 207, 17, 8), (120, 205, 202, 391),
    (138, 279, 131, 244), (53, 138, 94, 299), (22, 351, 24, 317),
]  # fmt: skip
# Penicillin at once or after an hour and a half, rabbits cured or not, by dose (Mantel 1963).
RABBITS = [(0, 6, 0, 5), (3, 3, 0, 6), (6, 0, 2, 4), (5, 1, 6, 0), (2, 0, 5, 0)]
# A cream against an infection, drug and control, in eight hospitals (Beitler & Landis 1985,
# Biometrics 41, 991-1000).
HOSPITALS = [
    (11, 25, 10, 27), (16, 4, 22, 10), (14, 5, 7, 12), (2, 14, 1, 16),
    (6, 11, 0, 12), (1, 10, 0, 10), (1, 4, 1, 8), (4, 2, 6, 1),
]  # fmt: skip
# Hours of sleep gained by ten people with each of two medicines (Student 1908, Biometrika 6, 1-25).
SLEEP_ONE = (0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0)
SLEEP_TWO = (1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4)


def lsat6() -> Responses:
    """Return the 1,000 people of the Law School Admission Test."""
    rows = [
        [int(digit) for digit in f"{pattern:05b}"]
        for pattern, people in enumerate(LSAT6)
        for _ in range(people)
    ]
    return Responses(tuple("12345"), np.array(rows, dtype=np.float64), ("",) * 1000)


def tables(rows) -> Tables:
    """Return tables from their rows."""
    return Tables(*np.array(rows, dtype=np.float64).T)


def people_of(rows):
    """Return (is right, is focal, stratum) of every person of tables."""
    cells = [(True, False), (False, False), (True, True), (False, True)]
    people = [
        (*cells[place], stratum)
        for stratum, row in enumerate(rows)
        for place, count in enumerate(row)
        for _ in range(count)
    ]
    right, focal, strata = zip(*people, strict=True)
    return np.array(right), np.array(focal), np.array(strata)


def simulate(
    people, items, harder=(), *, seed=60, ability=0.0, groups=("en", "ar"), levels=1
) -> Responses:
    """Return a test of two groups by the two-parameter logistic model.

    `harder` are (item, logits by which the second group finds it harder); `ability` is by how much
    the second group is abler. With `levels` above 1 points come in as many steps.
    """
    dice = np.random.default_rng(seed)
    second = np.arange(people) % 2
    theta = dice.normal(0, 1, people) + ability * second
    difficulty = np.linspace(-1.5, 1.5, items)
    shift = np.zeros(items)
    for item, by in harder:
        shift[item] = by
    logits = 1.2 * (theta[:, None] - difficulty) - shift * second[:, None]
    chance = 1 / (1 + np.exp(-logits))
    scores = dice.binomial(levels, chance) / levels
    names = tuple(f"q{number}" for number in range(items))
    return Responses(names, scores, tuple(groups[number] for number in second))


def draw_papers(responses: Responses, length: int, seed=60) -> Responses:
    """Return what is left where each person had a paper of so many of the questions, by chance."""
    dice = np.random.default_rng(seed)
    order = dice.random(responses.scores.shape).argsort(axis=1)
    scores = np.where(order < length, responses.scores, np.nan)
    return Responses(responses.items, scores, responses.groups)
