"""Where a cohort stands at an instant, and what its dates may be.

Who may nominate, and who gets a place, is decided elsewhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Literal
from zoneinfo import ZoneInfo, available_timezones

from lms.kit.i18n import N_
from lms.programmes.rules.errors import (
    CohortLanguageMissing,
    CohortTextMissing,
    DatesNotValid,
    NominationsCloseLate,
    OfferDaysNotValid,
    PlacesNotValid,
    TimeZoneUnknown,
    WindowNotValid,
)
from lms.programmes.rules.rows import CohortRow, Texts

CohortStatus = Literal[
    "draft", "published", "open", "closed", "running", "finished", "archived", "cancelled"
]
STATUS_NAMES: Mapping[CohortStatus, str] = {
    "draft": N_("Draft"),
    "published": N_("Announced"),
    "open": N_("Open for nominations"),
    "closed": N_("Nominations closed"),
    "running": N_("Under way"),
    "finished": N_("Finished"),
    "archived": N_("Archived"),
    "cancelled": N_("Cancelled"),
}
# Those in which somebody may still come to the cohort, or is in it.
ALIVE: tuple[CohortStatus, ...] = ("published", "open", "closed", "running")
# Those in which nothing is changed any more.
OVER: frozenset[CohortStatus] = frozenset({"finished", "archived", "cancelled"})
LONGEST_OFFER = 365


@dataclass(frozen=True, slots=True)
class CohortPlan:
    """What whoever plans a cohort says of it; the announcement is Markdown."""

    title: Texts
    announcement: Texts
    time_zone: str
    starts_on: date
    ends_on: date
    opens_at: datetime
    closes_at: datetime
    offer_days: int
    places: int
    languages: tuple[str, ...]


def status(row: CohortRow, now: datetime) -> CohortStatus:
    """Return where a cohort stands: what was decided of it first, then what its dates say.

    Its days begin and end in its own time zone; nominations are open to the closing instant itself.
    """
    if row.archived_at is not None:
        return "archived"
    if row.cancelled_at is not None:
        return "cancelled"
    if row.published_at is None:
        return "draft"
    return _by_dates(row, now)


def is_past(row: CohortRow, now: datetime) -> bool:
    """Say whether the last day of a cohort is over, in its own time zone."""
    return now.astimezone(ZoneInfo(row.time_zone)).date() > row.ends_on


def _by_dates(row: CohortRow, now: datetime) -> CohortStatus:
    today = now.astimezone(ZoneInfo(row.time_zone)).date()
    if is_past(row, now):
        return "finished"
    if today >= row.starts_on:
        return "running"
    if now < row.opens_at:
        return "published"
    return "open" if now <= row.closes_at else "closed"


def check_plan(plan: CohortPlan) -> None:
    """See that a cohort can be held as planned.

    Raises `CohortTextMissing`, `CohortLanguageMissing`, `PlacesNotValid`, `OfferDaysNotValid`,
    and what `check_dates` raises.
    """
    if not any(text.strip() for text in plan.title.values()):
        raise CohortTextMissing
    if not plan.languages:
        raise CohortLanguageMissing
    if plan.places < 1:
        raise PlacesNotValid
    if not 1 <= plan.offer_days <= LONGEST_OFFER:
        raise OfferDaysNotValid
    check_dates(plan)


def check_dates(plan: CohortPlan) -> None:
    """See that the dates of a plan follow one another.

    Raises `TimeZoneUnknown`, `DatesNotValid`, `WindowNotValid`, `NominationsCloseLate`.
    """
    if plan.time_zone not in available_timezones():
        raise TimeZoneUnknown(name=plan.time_zone)
    if plan.ends_on < plan.starts_on:
        raise DatesNotValid
    if plan.closes_at <= plan.opens_at:
        raise WindowNotValid
    start = datetime.combine(plan.starts_on, time(), ZoneInfo(plan.time_zone))
    if plan.closes_at > start:
        raise NominationsCloseLate


def choose_text(texts: Mapping[Any, str], language: str, source: str = "en") -> tuple[str, str]:
    """Return a text for a reader, and the language that it is in.

    `texts` are by language. It is theirs, else the source's, else any; nothing, in theirs, where
    there is none at all.
    """
    for code in (language, source, *sorted(texts)):
        if texts.get(code):
            return texts[code], code
    return "", language
