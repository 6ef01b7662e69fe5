"""Cohorts beside each other in figures: answers, scales, tested gain, completion, open actions.

The figures of each are those of its own page, with the same left out; none is of several cohorts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date

from lms.programmes.rules.gains import GainFigures
from lms.programmes.rules.survey_results import Results, find_self_reported
from lms.programmes.rules.surveys import ITEMS, mean


@dataclass(frozen=True, slots=True)
class CohortFigures:
    """One cohort in numbers; what there is not yet, or what may not be told, is nothing.

    `means` are of the scales of the reaction survey from 1 to 5, by question. `tested` is the gain
    in the first examination that has one.
    """

    cohort_id: str
    title: str
    programme: str
    starts_on: date
    ends_on: date
    took_part: int
    completed: int
    asked: int
    answered: int
    means: Mapping[str, float]
    self_reported: tuple[float, float] | None
    tested: GainFigures | None
    open_actions: int

    @property
    def agreement(self) -> float | None:
        """Return the mean of all scales of agreement; nothing where none is told."""
        return sum(self.means.values()) / len(self.means) if self.means else None


def find_means(results: Results | None) -> dict[str, float]:
    """Return the mean of each scale of agreement in a reaction survey, where it may be told."""
    counts = results["counts"] if results else {}
    found = {
        item.id: mean(counts.get(item.id, {}))
        for item in ITEMS["reaction"]
        if item.kind == "agreement"
    }
    return {name: value for name, value in found.items() if value is not None}


def find_before_and_now(results: Results | None) -> tuple[float, float] | None:
    """Return how sure people say they were and are, where it may be told."""
    return find_self_reported(results) if results else None


_SCALES = tuple(item.id for item in ITEMS["reaction"] if item.kind == "agreement")
_TESTED = tuple(field.name for field in fields(GainFigures))
COLUMNS = (
    "cohort", "programme", "starts_on", "ends_on", "took_part", "completed", "asked", "answered",
    *(f"mean_{name}" for name in _SCALES), "self_reported_before", "self_reported_now",
    *(f"tested_{name}" for name in _TESTED), "open_actions",
)  # fmt: skip


def to_row(line: CohortFigures) -> tuple[str, ...]:
    """Return one cohort as a line of a table for other programs; what is not told is empty."""
    before, now = line.self_reported or (None, None)
    values = (
        line.title, line.programme, line.starts_on.isoformat(), line.ends_on.isoformat(),
        line.took_part, line.completed, line.asked, line.answered,
        *(line.means.get(name) for name in _SCALES), before, now,
        *(getattr(line.tested, name, None) for name in _TESTED), line.open_actions,
    )  # fmt: skip
    return tuple(_write(value) for value in values)


def _write(value: str | float | None) -> str:
    if value is None:
        return ""
    return str(round(value, 2)) if isinstance(value, float) else str(value)
