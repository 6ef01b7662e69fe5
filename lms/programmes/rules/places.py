"""An offered place: until when it is answered, what may become of it, how a letter says why.

Who gets one is reckoned in `selection`.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from lms.kit.i18n import N_, Text
from lms.programmes.allocation import sentences
from lms.programmes.rules.cohorts import CohortStatus
from lms.programmes.rules.rows import CohortRow, ParticipationRow, PlaceStatus
from lms.programmes.rules.selection import BY_HAND_IN, BY_HAND_OUT

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

# What is told to the nominee of a reason, without the scores of others.
ENOUGH_POINTS = N_("Your nomination was among the best under the places and quotas of the cohort.")
PLACES_FULL = N_("All places were given to nominations with more points, or with a better rank.")
QUOTA_FULL = N_("The places under the quota “%(quota)s” are taken.")
WAITS = N_("When a place falls free that you can have, it is offered to you by itself.")
DECIDED = N_("This was decided by those who run the cohort.")
NO_PLACE = N_("The limits of the cohort leave no place that this nomination could have.")
_FOR_NOMINEE: Mapping[str, str] = {
    sentences.ADMITTED: ENOUGH_POINTS,
    sentences.HELD: ENOUGH_POINTS,
    sentences.PLACES_FULL: PLACES_FULL,
    sentences.QUOTA_FULL: QUOTA_FULL,
    sentences.WAITING: WAITS,
    BY_HAND_IN: DECIDED,
    BY_HAND_OUT: DECIDED,
    sentences.NO_PLACES: NO_PLACE,
    sentences.QUOTA_ZERO: NO_PLACE,
    sentences.MINIMA_TAKE_ALL: NO_PLACE,
    sentences.ADDS_NOTHING: NO_PLACE,
}


def for_nominee(why: Iterable[Text]) -> tuple[Text, ...]:
    """Return what the reasons of an allocation say to the nominee: nothing of other people."""
    told: dict[Text, None] = {}
    for text in why:
        said = _FOR_NOMINEE.get(text.msgid)
        if said == QUOTA_FULL:
            told[Text(said, quota=text.params["quota"])] = None
        elif said is not None:
            told[Text(said)] = None
    return tuple(told)


def starts_at(cohort: CohortRow) -> datetime:
    """Return the instant at which a cohort's first day begins, in its own time zone."""
    return datetime.combine(cohort.starts_on, time(), ZoneInfo(cohort.time_zone)).astimezone(UTC)


def answer_by(cohort: CohortRow, now: datetime) -> datetime:
    """Return until when an offer made now waits: its days, at most until the cohort begins."""
    return min(now + timedelta(days=cohort.offer_days), starts_at(cohort))


def is_open_offer(row: ParticipationRow, now: datetime) -> bool:
    """Say whether an offer can be answered now, to the last instant itself."""
    return row.status == "offered" and now <= row.answer_by


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
