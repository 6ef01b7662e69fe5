"""Whether a question is fair to groups, such as the people who sat in a language.

People are matched on their result, the question itself included (Holland & Thayer 1988), in two
steps: what the first step flags is left out of the result that the second step matches on, the
question at hand excepted (purified matching, Holland & Thayer 1988; Dorans & Holland 1993, in
Holland & Wainer, eds., Differential Item Functioning, 35-66).
"""

import math
from dataclasses import dataclass

import numpy as np

from lms.assessment.analysis import mantel
from lms.assessment.analysis.findings import (
    ENOUGH_IN_A_GROUP,
    LARGE,
    NEGLIGIBLE,
    Class,
    Dif,
    message,
)
from lms.assessment.analysis.responses import (
    Bools,
    Floats,
    Ints,
    Responses,
    full_points,
    is_right_or_wrong,
)
from lms.kit.i18n import N_

# The scale of ETS: a logarithm of odds times -2.35 is a difference in its units of difficulty.
DELTA = -2.35
# Chi-square of one degree of freedom at 5 %, and the normal distribution at 5 %, one side.
CHI_SQUARE_5, NORMAL_5 = 3.841458820694124, 1.6448536269514722
SMALL_EFFECT, LARGE_EFFECT = 0.17, 0.25
# A result purified of more than this share of its questions would be another test.
MOST_FLAGGED = 0.5

SMALL_GROUP = N_(
    "No class: %(needed)s people of each group must have had the question; of the smaller group it "
    "was %(people)s."
)
NO_MATCH = N_(
    "No class: among people with the same result, the two groups cannot be compared on this "
    "question."
)
MOST_DIFFER = N_(
    "More than half of the questions differ between these groups, so they could not be left out of "
    "the result that people are matched on: look at the groups before the questions."
)
EXTREME = N_(
    "No class: matched people of one group are all right, or all wrong, so the odds cannot be "
    "estimated."
)


@dataclass(frozen=True, slots=True)
class _Contest:
    """The people of two groups; `full` are the points of each question, over all groups."""

    scores: Floats
    is_focal: Bools
    full: Floats
    head: Dif


@dataclass(frozen=True, slots=True)
class _Criterion:
    """What people are matched on: the questions, and each person's points and number of them."""

    questions: frozenset[int]
    points: Floats
    lengths: Floats


def compare_groups(responses: Responses, reference: str) -> tuple[tuple[Dif, ...], ...]:
    """Return for each question its comparison of every other group with the reference group."""
    full, groups = full_points(responses.scores), np.array(responses.groups)
    foci = [group for group in responses.count_groups() if group != reference]
    columns = [
        _compare(responses.scores, full, groups == reference, groups == focal, (reference, focal))
        for focal in foci
    ]
    return tuple(zip(*columns, strict=True)) if columns else ((),) * len(responses.items)


def _compare(
    scores: Floats, full: Floats, in_reference: Bools, in_focal: Bools, names: tuple[str, str]
) -> list[Dif]:
    chosen = in_reference | in_focal
    head = Dif(reference=names[0], focal=names[1], reference_people=0, focal_people=0)
    contest = _Contest(scores[chosen], in_focal[chosen], full, head)
    every = frozenset(range(scores.shape[1]))
    first = _judge_all(contest, every)
    flagged = {index for index in every if first[index].is_flagged}
    if not flagged:
        return first
    if len(flagged) > MOST_FLAGGED * len(every):
        note = message(MOST_DIFFER)
        return [dif.model_copy(update={"note": dif.note or note}) for dif in first]
    second = _judge_all(contest, every - flagged)
    return [dif.model_copy(update={"is_purified": True}) for dif in second]


def _judge_all(contest: _Contest, questions: frozenset[int]) -> list[Dif]:
    matched = contest.scores[:, sorted(questions)]
    lengths = (~np.isnan(matched)).sum(axis=1).astype(np.float64)
    criterion = _Criterion(questions, np.nansum(matched, axis=1), lengths)
    return [_judge(contest, index, criterion) for index in range(contest.scores.shape[1])]


def _judge(contest: _Contest, index: int, criterion: _Criterion) -> Dif:
    """Compare two groups on one question, matched on the criterion and the question itself."""
    had = ~np.isnan(contest.scores[:, index])
    column, is_focal = contest.scores[had, index], contest.is_focal[had]
    people, focal = len(is_focal), int(is_focal.sum())
    head = contest.head.model_copy(
        update={"reference_people": people - focal, "focal_people": focal}
    )
    smaller = min(people - focal, focal)
    if smaller < ENOUGH_IN_A_GROUP:
        return _without_class(head, SMALL_GROUP, needed=ENOUGH_IN_A_GROUP, people=smaller)
    points, lengths = criterion.points[had], criterion.lengths[had]
    if index not in criterion.questions:
        points, lengths = points + column, lengths + 1
    strata, full = match(points, lengths), float(contest.full[index])
    if is_right_or_wrong(column, full):
        return _judge_right_or_wrong(head, mantel.tabulate(column == full, is_focal, strata))
    return _judge_points(head, column, is_focal, strata)


def _without_class(head: Dif, why: str, **values: int) -> Dif:
    return head.model_copy(update={"note": message(why, **values)})


def match(points: Floats, lengths: Floats) -> Ints:
    """Return the number of each person's stratum: people with the same result, in whole points.

    Where papers differ in `lengths`, or in their questions, a result is the mean of one's questions
    times the usual length: papers that are drawn from one blueprint are taken to be equally hard.
    """
    results = np.rint(points / lengths * np.median(lengths))
    strata: Ints = np.unique(results, return_inverse=True)[1]
    return strata


def _judge_right_or_wrong(head: Dif, tables: mantel.Tables) -> Dif:
    chi2, odds = mantel.chi_square(tables), mantel.common_odds_ratio(tables)
    if chi2 is None:
        return _without_class(head, NO_MATCH)
    if odds is None:
        return _without_class(head, EXTREME)
    delta = DELTA * math.log(odds)
    error = abs(DELTA) * mantel.error_of_log_odds(tables)
    values = {"alpha_mh": odds, "chi2": chi2, "delta": delta, "error": error}
    return head.model_copy(update={**values, "letter": classify(delta, error, chi2)})


def classify(delta: float, error: float, chi2: float) -> Class:
    """Return the class of a question that is right or wrong, by the rule of ETS.

    A, negligible: delta is below 1 either way, or not different from 0 at 5 %. C, large: it is 1.5
    or more and different from 1 at 5 %, one-sided. B: all between. Zieky 1993, in Holland & Wainer
    (eds.), 337-347; Zwick 2012, ETS RR-12-08.
    """
    size = abs(delta)
    if size < NEGLIGIBLE or chi2 < CHI_SQUARE_5:
        return "A"
    return "C" if size >= LARGE and (size - NEGLIGIBLE) / error > NORMAL_5 else "B"


def _judge_points(head: Dif, column: Floats, is_focal: Bools, strata: Ints) -> Dif:
    found = mantel.compare_means(column, is_focal, strata)
    if found is None:
        return _without_class(head, NO_MATCH)
    effect = found.difference / float(column.std(ddof=1))
    values = {"chi2": found.chi2, "smd": found.difference, "effect": effect}
    return head.model_copy(update={**values, "letter": classify_points(effect, found.chi2)})


def classify_points(effect: float, chi2: float) -> Class:
    """Return the class of a question with partial points: AA, BB and CC of ETS as A, B and C.

    `effect` is the standardised mean difference in standard deviations: A up to 0.17 or where
    Mantel's test is below 5 %, C beyond 0.25. Zwick, Thayer & Mazzeo 1997, ETS RR-97-05.
    """
    size = abs(effect)
    if size <= SMALL_EFFECT or chi2 < CHI_SQUARE_5:
        return "A"
    return "C" if size > LARGE_EFFECT else "B"
