"""How one question does: facility, discrimination, and what its choices attract.

Lord & Novick 1968, Statistical Theories of Mental Test Scores, chapter 15.
"""

import math
from collections.abc import Mapping, Sequence

import numpy as np

from lms.assessment.analysis.findings import Choice, Part
from lms.assessment.analysis.responses import Floats
from lms.assessment.rules import FEWEST
from lms.questions.attraction import RIGHT, Token
from lms.questions.attraction import Part as Attracting

# So many people typed the same wrong answer before it is shown, and so many answers are shown.
ENOUGH_ALIKE = 3
MOST_TYPED = 10


def facility(column: Floats, full: float) -> float:
    """Return the mean share of a question's points, among those who had it."""
    return float(np.nanmean(column) / full)


def correlation(one: Floats, other: Floats) -> float | None:
    """Return Pearson's correlation of what both have; nothing where one of them never varies."""
    both = ~np.isnan(one) & ~np.isnan(other)
    if both.sum() < 2:  # noqa: PLR2004 - a line through one point is any line
        return None
    x, y = one[both] - one[both].mean(), other[both] - other[both].mean()
    spread = math.sqrt(float(x @ x) * float(y @ y))
    # What floating point leaves of no spread at all is no spread.
    return float(x @ y) / spread if spread > 1e-9 else None  # noqa: PLR2004


def count_parts(
    parts: Sequence[Attracting], taken: Sequence[Sequence[Token]], rest: Floats
) -> tuple[Part, ...]:
    """Return the distractor table of each part of a question.

    `taken` is what each person who had the question took, and `rest` the same people's mean on the
    other questions.
    """
    rows: dict[Token, list[int]] = {}
    for row, tokens in enumerate(taken):
        for token in tokens:
            rows.setdefault(token, []).append(row)
    return tuple(_count_part(part, len(taken), rows, rest) for part in parts)


def _count_part(
    part: Attracting, people: int, rows: Mapping[Token, Sequence[int]], rest: Floats
) -> Part:
    by_choice = {choice: took for (name, choice), took in rows.items() if name == part.id}
    met = sum(map(len, by_choice.values())) if part.is_met else people
    choices = _often_typed(by_choice) if part.is_typed else part.choices
    return Part(
        id=part.id,
        people=met,
        is_typed=part.is_typed,
        choices=tuple(
            _count_choice(choice, choice in part.keys, by_choice.get(choice, ()), met, rest)
            for choice in choices
        ),
    )


def _often_typed(by_choice: Mapping[str, Sequence[int]]) -> list[str]:
    """Return whatever is accepted, then the wrong answers that several gave, most frequent first.

    What one or two people typed may tell who they are.
    """
    wrong = [
        (-len(took), choice)
        for choice, took in by_choice.items()
        if choice != RIGHT and len(took) >= ENOUGH_ALIKE
    ]
    return [RIGHT, *(choice for _count, choice in sorted(wrong)[:MOST_TYPED])]


def _count_choice(
    choice: str, is_key: bool, took: Sequence[int], people: int, rest: Floats
) -> Choice:
    others = rest[list(took)]
    others = others[~np.isnan(others)]
    return Choice(
        id=choice,
        is_key=is_key,
        count=len(took),
        share=len(took) / people if people else 0,
        # A mean of few would tell how one of them did.
        rest=float(others.mean()) if len(others) >= FEWEST else None,
    )
