"""The rules of exposure: on what share of the papers a question stood, and how the forms compare.

What the forms are and what the limit allows is reckoned beforehand, in `lms.content.parallel`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from math import ceil, sqrt
from typing import NamedTuple

from lms.assessment.rules.figures import FEWEST, find_withheld


class Exposure(NamedTuple):
    """On how many papers of a quiz a question stands, of how many that were drawn."""

    papers: int
    drawn: int

    @property
    def percent(self) -> int:
        """Return the share of the papers, in percent."""
        return round(100 * self.papers / self.drawn) if self.drawn else 0

    def is_above(self, limit: int | None) -> bool:
        """Say whether there are more papers than a limit in percent allows, if there is one.

        A part of a paper is a paper: of one that was drawn no question is above any limit.
        """
        return limit is not None and self.papers > ceil(limit * self.drawn / 100)


@dataclass(frozen=True, slots=True)
class FormFigures:
    """A form of a quiz: its papers, and of those with a result how many, by whom, with what points.

    `mean` and the standard `deviation` are in percent; nothing where they would tell of few people.
    """

    activity_id: str
    form: int
    papers: int
    attempts: int
    people: int
    mean: float | None
    deviation: float | None


def form_figures(
    activity_id: str, form: int, papers: int, attempts: int, people: int, total: float,
    squares: float,
) -> FormFigures:  # fmt: skip
    """Return the figures of a form, `total` and `squares` being sums over the points in percent.

    The deviation is that of a sample: divided by one less than there are attempts.
    """
    if people < FEWEST:
        return FormFigures(activity_id, form, papers, attempts, people, None, None)
    variance = max(0.0, squares - total * total / attempts) / (attempts - 1)
    mean = total / attempts
    return FormFigures(activity_id, form, papers, attempts, people, mean, sqrt(variance))


def withhold_forms(figures: Iterable[FormFigures], people: Mapping[str, int]) -> list[FormFigures]:
    """Return the figures of forms without those that tell of few people, be it by subtraction.

    `people` are those with a result in each quiz, over all its forms.
    """
    rows = sorted(figures, key=lambda row: (row.activity_id, row.form))
    hidden: set[tuple[str, int]] = set()
    for activity_id, total in people.items():
        each = {row.form: row.people for row in rows if row.activity_id == activity_id}
        hidden |= {(activity_id, form) for form in find_withheld(total, each)}
    return [
        replace(row, mean=None, deviation=None) if (row.activity_id, row.form) in hidden else row
        for row in rows
    ]
