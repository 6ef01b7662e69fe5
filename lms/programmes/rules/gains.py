"""The tested gain of a cohort: whose results make a pair, and the figures that are kept of them.

The figures are reckoned in `lms.assessment.analysis.gain`. What people say that they have learnt
is no part of it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from lms.programmes.rules.unlinkable import FEWEST


@dataclass(frozen=True, slots=True)
class Sat:
    """An attempt with a result: whose, at which quiz, when it began, the points in percent."""

    person_id: str
    activity_id: str
    started_at: datetime
    points: float


@dataclass(frozen=True, slots=True)
class GainFigures:
    """The gain in one examination, in percent of the points; `low` to `high` holds it at 95 %.

    Of fewer than `FEWEST` people there is only how many they are.
    """

    people: int
    before: float | None = None
    after: float | None = None
    gain: float | None = None
    low: float | None = None
    high: float | None = None
    effect: float | None = None

    @property
    def is_told(self) -> bool:
        """Say whether there are figures."""
        return self.gain is not None


def pair_up(rows: Iterable[Sat], before: str, after: str) -> list[tuple[float, float]]:
    """Return the points of those who sat both quizzes, the pre-test first.

    `rows` are in the order of time. Of each quiz the first attempt counts, for whoever knows the
    questions gains by that alone; and who began the second before the pre-test makes no pair.
    """
    first: dict[str, dict[str, Sat]] = {before: {}, after: {}}
    for row in rows:
        if row.activity_id in first:
            first[row.activity_id].setdefault(row.person_id, row)
    return [
        (known.points, later.points)
        for person_id, later in first[after].items()
        if (known := first[before].get(person_id)) and known.started_at < later.started_at
    ]


def keep(gain: GainFigures) -> dict[str, Any]:
    """Return the figures as they are kept; where they are of few, nothing but how many."""
    return asdict(gain if gain.people >= FEWEST else GainFigures(gain.people))


def read_gain(kept: Mapping[str, Any]) -> GainFigures:
    """Return what `keep` has kept."""
    return GainFigures(**kept)
