"""How far a test agrees with itself: Cronbach's alpha, KR-20, the standard error of measurement.

Cronbach 1951, Psychometrika 16, 297-334; Kuder & Richardson 1937, Psychometrika 2, 151-160.
"""

import math
from collections.abc import Sequence

import numpy as np

from lms.assessment.analysis.findings import ENOUGH, Reliability, message
from lms.assessment.analysis.responses import Floats, bundle, full_points, is_right_or_wrong
from lms.kit.i18n import N_

TOO_FEW_PEOPLE = N_("Too few people for this figure: %(people)s of the %(needed)s that it needs.")
ONE_QUESTION = N_("One question cannot agree with itself: reliability needs two or more.")
ONE_CASE = N_(
    "All questions are of one case, and count as one: reliability needs two cases or more, or "
    "questions beside the case."
)
BUNDLED = N_(
    "The questions of a case depend on each other, so each case counts as one question in the "
    "reliability."
)
NO_DIFFERENCE = N_("Everybody has the same result, so there is nothing to tell people apart by.")
NEVER_TOGETHER = N_("No two questions were on the same paper, so their agreement is unknown.")
PAPERS_DIFFER = N_(
    "Papers have different questions. Reliability is estimated from the questions that were on the "
    "same papers, for a paper of %(questions)s questions; how papers differ in difficulty is not "
    "part of it."
)
NEGATIVE = N_(
    "A reliability below 0 says that the questions do not measure one thing; look for a wrong key."
)


def reliability(scores: Floats, testlets: Sequence[str] = ()) -> Reliability:
    """Return the reliability of a test from points, people by questions.

    Questions of one testlet, such as a case, count together as one: they are not independent.

    For one paper for all this is Cronbach's alpha, k c / (v + (k - 1) c) with v the mean variance
    and c the mean covariance of the k questions. Where papers differ, v and c are pooled over the
    people who had a question, or both questions of a pair, and k is the mean length of a paper.
    """
    people, questions = len(scores), _length(scores)
    found = Reliability(people=people, questions=questions)
    whole, scores = scores, bundle(scores, testlets)
    length, is_bundled = _length(scores), scores.shape != whole.shape
    if people < ENOUGH:
        note = message(TOO_FEW_PEOPLE, people=people, needed=ENOUGH)
        return found.model_copy(update={"notes": (note,)})
    if length < 2:  # noqa: PLR2004 - a pair
        note = message(ONE_CASE if is_bundled else ONE_QUESTION)
        return found.model_copy(update={"notes": (note,)})
    variance, covariance = _pooled(scores)
    if math.isnan(covariance):
        return found.model_copy(update={"notes": (message(NEVER_TOGETHER),)})
    total = length * (variance + (length - 1) * covariance)
    if total <= 1e-12:  # noqa: PLR2004 - nothing but what floating point leaves
        return found.model_copy(update={"notes": (message(NO_DIFFERENCE),)})
    alpha = length**2 * covariance / total
    return Reliability(
        people=people,
        questions=questions,
        alpha=alpha,
        sem=math.sqrt(total * (1 - alpha)),
        mean=float(np.nanmean(scores) * length),
        deviation=math.sqrt(total),
        is_kr20=not is_bundled and _is_right_or_wrong(scores),
        notes=(
            *([] if not np.isnan(scores).any() else [message(PAPERS_DIFFER, questions=questions)]),
            *([message(BUNDLED)] if is_bundled else []),
            *([message(NEGATIVE)] if alpha < 0 else []),
        ),
    )


def _length(scores: Floats) -> int:
    """Return how many columns one person has, in the mean."""
    return round(float((~np.isnan(scores)).sum(axis=1).mean())) if len(scores) else 0


def _is_right_or_wrong(scores: Floats) -> bool:
    full = full_points(scores)
    return all(is_right_or_wrong(scores[:, i], full[i]) for i in range(scores.shape[1]))


def _pooled(scores: Floats) -> tuple[float, float]:
    """Return the mean variance and the mean covariance of questions, with n - 1 below.

    Pairs weigh by the people who had both; for one paper for all that is the plain mean.
    """
    present = (~np.isnan(scores)).astype(np.float64)
    counts = present.sum(axis=0)
    means = np.divide(
        np.nansum(scores, axis=0), counts, out=np.zeros_like(counts), where=counts > 0
    )
    # About the means: what is left to subtract below is small, and so is the rounding.
    centred = np.where(present > 0, scores - means, 0.0)
    together = present.T @ present
    sums = centred.T @ present
    products = centred.T @ centred - sums * sums.T / np.maximum(together, 1)
    degrees = np.maximum(together - 1, 0)
    is_pair = ~np.eye(scores.shape[1], dtype=bool) & (degrees > 0)
    own = np.diag(degrees)
    variance = float(np.diag(products).sum() / max(own.sum(), 1))
    if not is_pair.any():
        return variance, math.nan
    return variance, float(products[is_pair].sum() / degrees[is_pair].sum())
