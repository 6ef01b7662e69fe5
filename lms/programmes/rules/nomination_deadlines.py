"""When somebody is reminded of what a cohort's nominations lack, or told that it is too late.

The days are counted on the clock of the place where the cohort is held.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from lms.programmes.rules.nominations import Standing, Status
from lms.programmes.rules.rows import CohortRow, NominationRow

# A week before, two days before, and after the deadline.
Stage = Literal["week", "days", "over"]
BEFORE: Mapping[Stage, timedelta] = {"week": timedelta(days=7), "days": timedelta(days=2)}
# So long after the deadline it is told that something was not completed.
TOLD_FOR = timedelta(days=3)
# What somebody has to do something about, and what is lost by the deadline: what was sent back
# may be completed until the cohort begins.
UNFINISHED: frozenset[Status] = frozenset({"incomplete", "sent_back", "waiting", "applied"})
LOST: frozenset[Status] = frozenset({"incomplete", "waiting", "applied"})


def find_start(cohort: CohortRow, stage: Stage) -> datetime:
    """Return the instant from which a stage holds."""
    deadline = cohort.closes_at.astimezone(ZoneInfo(cohort.time_zone))
    # On the clock of the place, so that a change of the clocks moves nothing.
    return deadline - BEFORE.get(stage, timedelta(0))


def find_stage(cohort: CohortRow, now: datetime) -> Stage | None:
    """Return at which stage a cohort's nominations are: the newest only, if some were missed.

    Where nominations opened later than a stage begins, nobody is hurried at once.
    """
    if now >= cohort.closes_at:
        return "over" if now < cohort.closes_at + TOLD_FOR else None
    begun: list[Stage] = [stage for stage in BEFORE if find_start(cohort, stage) <= now]
    if not begun or find_start(cohort, begun[-1]) < cohort.opens_at:
        return None
    return begun[-1]


def name_stage(cohort: CohortRow, stage: Stage) -> str:
    """Return what tells a stage from all others, also of a deadline that was put off."""
    return f"{cohort.id}:{cohort.closes_at.isoformat()}:{stage}"


def lacks_nominee(row: NominationRow, standing: Standing) -> bool:
    """Say whether the officer's own part is what a nomination lacks."""
    is_unfinished = standing.status in UNFINISHED
    return is_unfinished and bool(standing.nominee_missing or row.nominee_done_at is None)


def lacks_head(row: NominationRow, standing: Standing) -> bool:
    """Say whether the head of unit was asked and has not answered; nobody is asked unnamed."""
    is_asked = standing.status == "waiting" and bool(row.head_email)
    return is_asked and row.head_confirmed_at is None


def is_covered(path: str, places: Iterable[str]) -> bool:
    """Say whether a place is one of some, or stands below one of them; all are paths."""
    return any(f"{path}/".startswith(f"{place}/") for place in places)
