"""What nominees and focal points are told of the reasons of an allocation: no scores of others.

The reasons themselves, with all scores, are written in `allocation.reasons`.
"""

from collections.abc import Iterable, Mapping
from typing import Protocol

from lms.kit.i18n import LANGUAGES, N_, Text
from lms.kit.territories import territory_name
from lms.programmes.allocation import sentences
from lms.programmes.allocation.values import Quota
from lms.programmes.rules.quotas import STATE
from lms.programmes.rules.selection import BY_HAND_IN, BY_HAND_OUT

ENOUGH_POINTS = N_("Your nomination was among the best under the places and quotas of the cohort.")
WAS_AMONG_BEST = N_("The nomination was among the best under the places and quotas of the cohort.")
PLACES_FULL = N_("All places were given to nominations with more points, or with a better rank.")
QUOTA_FULL = N_("The places under the quota “%(quota)s” are taken.")
WAITS = N_("When a place falls free that you can have, it is offered to you by itself.")
OFFICER_WAITS = N_(
    "When a place falls free that the officer can have, it is offered to the officer by itself."
)
DECIDED = N_("This was decided by those who run the cohort.")
BY_HAND_TOO = N_(
    "Points, ranks and quotas decided on the places, and on some of them those who run the cohort "
    "decided by hand."
)
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
# What speaks to the nominee, as it is said of the officer to the focal point.
_OF_OFFICER: Mapping[str, str] = {ENOUGH_POINTS: WAS_AMONG_BEST, WAITS: OFFICER_WAITS}
# With a decision by hand among the places, these are not the whole truth or none at all.
_TOUCHED_BY_HAND = frozenset({ENOUGH_POINTS, PLACES_FULL, QUOTA_FULL})
# Values of reasons that people wrote.
_WRITTEN = frozenset({"quota", "reason"})


class Telling(Protocol):
    """A way to tell the reasons of an allocation to somebody."""

    def __call__(self, why: Iterable[Text], *, is_by_hand: bool = False) -> tuple[Text, ...]:
        """Return what is told; `is_by_hand` where a place was decided on by hand."""


def for_nominee(why: Iterable[Text], *, is_by_hand: bool = False) -> tuple[Text, ...]:
    """Return what the reasons of an allocation say to the nominee: nothing of other people.

    `is_by_hand` where somebody's place in that allocation was decided by hand.
    """
    told: dict[Text, None] = {}
    for text in why:
        said = _FOR_NOMINEE.get(text.msgid)
        if said == QUOTA_FULL:
            told[Text(said, quota=text.params["quota"])] = None
        elif said is not None and not (is_by_hand and said in _TOUCHED_BY_HAND):
            told[Text(said)] = None
        if is_by_hand and said in _TOUCHED_BY_HAND:
            told[Text(BY_HAND_TOO)] = None
    return tuple(told)


def for_focal_point(why: Iterable[Text], *, is_by_hand: bool = False) -> tuple[Text, ...]:
    """Return the same in words about the officer, and not to the officer."""
    told = for_nominee(why, is_by_hand=is_by_hand)
    return tuple(Text(_OF_OFFICER.get(text.msgid, text.msgid), **text.params) for text in told)


def name_quotas(quotas: Iterable[Quota], language: str) -> dict[str, str]:
    """Return how quotas are called for a reader, by their names.

    One that counts a single State and is called as that State is, in whatever language, is called
    as the reader calls the State.
    """
    return {quota.name: _name_quota(quota, language) for quota in quotas}


def _name_quota(quota: Quota, language: str) -> str:
    codes = quota.where.get(STATE, ())
    if len(codes) != 1 or len(quota.where) != 1:
        return quota.name
    code = str(codes[0])
    is_state = quota.name in {territory_name(code, one) for one in LANGUAGES}
    return territory_name(code, language) if is_state else quota.name


def isolate(text: Text, names: Mapping[str, str]) -> Text:
    """Return a reason with its quotas as `name_quotas` calls them, and what people wrote isolated.

    A name in another script than the sentence would else turn its quotation marks and digits over.
    """
    params: dict[str, object] = {}
    for key, value in text.params.items():
        if isinstance(value, Text):
            params[key] = isolate(value, names)
        elif key in _WRITTEN:
            params[key] = f"\u2068{names.get(str(value), value)}\u2069"
        else:
            params[key] = value
    return Text(text.msgid, **params)
