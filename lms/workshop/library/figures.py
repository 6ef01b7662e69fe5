"""How questions do on papers: what is told of each, and the bands that a list is narrowed by.

The figures come from the room above, `lms.assessment`, through `queries.uses`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from lms.kit.i18n import N_

HARD, EASY = 30, 80
RARE = 20
DIFFICULTIES: Mapping[str, str] = {
    "hard": N_("hard (below 30%)"),
    "middling": N_("middling (30–80%)"),
    "easy": N_("easy (above 80%)"),
    "unknown": N_("not known yet"),
}
EXPOSURES: Mapping[str, str] = {
    "never": N_("never used"),
    "rare": N_("seldom (below 20%)"),
    "more": N_("often (from 20%)"),
}


@dataclass(frozen=True, slots=True)
class Use:
    """How one question did in one quiz of one version.

    Of `of_papers` papers `papers` had it; `people` gave `answers` that have a result. `facility` is
    the mean in percent and `omitted` the share left empty; nothing is told of few people.
    `discrimination` and `alpha`, the reliability of the whole, are from the analysis named.
    `is_sat`: the quiz is taken in sittings.
    """

    activity_id: str
    question_id: str
    papers: int
    of_papers: int
    answers: int = 0
    people: int = 0
    facility: int | None = None
    omitted: int | None = None
    discrimination: float | None = None
    alpha: float | None = None
    analysis_id: str | None = None
    is_sat: bool = False


class Figures(NamedTuple):
    """What a list says of a question: facility and exposure in percent, and how many answers."""

    facility: int | None
    exposure: int | None
    answers: int
    papers: int


def sum_up(uses: Iterable[Use]) -> Figures:
    """Return the figures of a question over all versions in which it was the same.

    Facility is the mean over all answers; exposure that of the quiz that shows it most: a question
    that half of one exam's papers have is known, however many other quizzes pass it by.
    """
    known = list(uses)
    told = [use for use in known if use.facility is not None]
    answers = sum(use.answers for use in told)
    points = sum((use.facility or 0) * use.answers for use in told)
    papers: dict[str, list[int]] = {}
    for use in known:
        counts = papers.setdefault(use.activity_id, [0, 0])
        counts[0] += use.papers
        counts[1] += use.of_papers
    shares = [100 * shown // of for shown, of in papers.values() if of]
    return Figures(
        round(points / answers) if answers else None,
        max(shares) if shares else None,
        sum(use.answers for use in known),
        sum(use.papers for use in known),
    )


def difficulty_of(facility: int | None) -> str:
    """Return the band of a facility in percent."""
    if facility is None:
        return "unknown"
    if facility < HARD:
        return "hard"
    return "easy" if facility > EASY else "middling"
