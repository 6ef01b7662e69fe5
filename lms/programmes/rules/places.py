"""An offered place: until when it is answered, what may become of it.

Who gets one is reckoned in `selection`; what is told of the reasons is in `place_reasons`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from lms.kit.i18n import N_
from lms.programmes.rules.cohorts import OVER, CohortStatus
from lms.programmes.rules.rows import CohortRow, ParticipationRow, PlaceStatus

# Those of whom a place is taken up, and not free.
GIVEN: frozenset[PlaceStatus] = frozenset({"offered", "accepted", "completed"})
# Those in which the waiting list goes on: once a cohort has begun nobody is brought in any more.
ADVANCING: frozenset[CohortStatus] = frozenset({"published", "open", "closed"})
PLACE_NAMES: Mapping[PlaceStatus, str] = {
    "offered": N_("Offered, not answered yet"),
    "accepted": N_("Accepted"),
    "declined": N_("Declined"),
    "expired": N_("Not answered in time"),
    "withdrawn": N_("Given back"),
    "removed": N_("Taken away"),
    "completed": N_("Completed"),
}
PLACE_BADGES: Mapping[PlaceStatus, str] = {
    "offered": "begun",
    "accepted": "done",
    "declined": "locked",
    "expired": "warning",
    "withdrawn": "locked",
    "removed": "danger",
    "completed": "done",
}
LONGEST_REASON = 1000
# Who ends a place in which way: for a place given back, where no focal point does it for somebody.
EndedBy = Literal["officer", "focal_point", "cohort"]
ENDED_BY: Mapping[PlaceStatus, EndedBy | None] = {
    "declined": "officer",
    "withdrawn": "officer",
    "removed": "cohort",
    "expired": None,
}


@dataclass(frozen=True, slots=True)
class Ending:
    """How a place ended: by whom, if it was noted, and what the officer was told of why."""

    by: EndedBy | None
    reason: str


def starts_at(cohort: CohortRow) -> datetime:
    """Return the instant at which a cohort's first day begins, in its own time zone."""
    return datetime.combine(cohort.starts_on, time(), ZoneInfo(cohort.time_zone)).astimezone(UTC)


def answer_by(cohort: CohortRow, now: datetime) -> datetime:
    """Return until when an offer made now waits: its days, at most until the cohort begins."""
    return min(now + timedelta(days=cohort.offer_days), starts_at(cohort))


def is_open_offer(row: ParticipationRow, now: datetime) -> bool:
    """Say whether an offer can be answered now, to the last instant itself."""
    return row.status == "offered" and now <= row.answer_by


def may_end(row: ParticipationRow, cohort_status: CohortStatus) -> bool:
    """Say whether a place may be given back or taken away: until the cohort is over."""
    return row.ended_at is None and cohort_status not in OVER


def find_group(groups: Iterable[tuple[str, str, int]], language: str) -> str | None:
    """Return the group for somebody: of those in the language the one with the fewest people.

    `groups` are ids, languages and counts, by name. None where there is none in the language.
    """
    fitting = [
        (count, position, group_id)
        for position, (group_id, spoken, count) in enumerate(groups)
        if spoken == language
    ]
    return min(fitting)[2] if fitting else None


def choose_language(cohort: CohortRow, wished: str, own: str) -> str:
    """Return in which language of a cohort somebody takes part: the wished, the own, the first."""
    return next((one for one in (wished, own) if one in cohort.languages), cohort.languages[0])
