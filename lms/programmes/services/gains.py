"""Verbs of the tested gain of cohorts: ask for it to be measured, measure it, keep it.

It is measured by a job, from the day after the last day to the close of the last survey.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert

from lms.kit import jobs
from lms.kit.db import db
from lms.programmes.models import CohortGain
from lms.programmes.queries import gains, surveys
from lms.programmes.rules.gains import GainFigures, keep

MEASURE = "programmes.measure_gain"
MEASURE_ALL = "programmes.measure_gains"
Measured = Mapping[str, dict[str, Any]]


def ask_to_measure(now: datetime) -> None:
    """Ask for the gain of each cohort that has ended and is still evaluated."""
    found = surveys.list_at_work(now)
    jobs.enqueue_many(MEASURE, [(one, {"cohort": one}) for one in found], now)


def measure(cohort_id: str) -> Measured:
    """Return the figures of each examination with a pre-test, by requirement; writes nothing."""
    pairs = gains.list_pairs(cohort_id)
    if not any(pairs.values()):
        return {part_id: keep(GainFigures(0)) for part_id in pairs}
    # Web workers load this file too, and do without what reckons.
    import numpy as np  # noqa: PLC0415 - as above

    from lms.assessment.analysis.gain import measure_gain  # noqa: PLC0415 - as above

    figures = {}
    for part_id, found in pairs.items():
        points = np.array(found, dtype=np.float64).reshape(-1, 2)
        gain = measure_gain(points[:, 0], points[:, 1]) if len(found) > 1 else None
        figures[part_id] = keep(
            GainFigures(len(found), gain.before, gain.after, gain.gain, gain.low, gain.high,
                       gain.effect) if gain else GainFigures(len(found))
        )  # fmt: skip
    return figures


def keep_measured(now: datetime, cohort_id: str, measured: Measured) -> None:
    """Keep the figures in the place of former ones; what is not measured any more goes."""
    db.session.execute(delete(CohortGain).where(CohortGain.cohort_id == cohort_id))
    rows = [
        {"cohort_id": cohort_id, "part_id": part_id, "figures": figures, "measured_at": now}
        for part_id, figures in measured.items()
    ]
    if rows:
        db.session.execute(insert(CohortGain), rows)
