"""Until when an award is valid, and what that means on a day.

Who is reminded, and how it is renewed, is decided in `renewal`.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Literal

from lms.kit.i18n import N_
from lms.programmes.rules.definition import Recertification

MONTHS_IN_YEAR = 12
# for good; valid; to be renewed (the window is open); ended, but still renewed; ended.
Validity = Literal["lasting", "valid", "due", "grace", "expired"]
VALIDITY_NAMES: dict[Validity, str] = {
    "lasting": N_("Award valid for good"),
    "valid": N_("Award valid"),
    "due": N_("Award valid; to be renewed"),
    "grace": N_("Award expired; can still be renewed"),
    "expired": N_("Award expired"),
}


def move(day: date, months: int) -> date:
    """Return the same day so many months later, or earlier where they are less than none.

    A month that is too short ends earlier: one month after 31 January is 28 or 29 February.
    """
    years, month = divmod(day.month - 1 + months, MONTHS_IN_YEAR)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def last_day(awarded_on: date, months: int | None) -> date | None:
    """Return the last day of an award, or nothing where it is valid for good.

    A month that is too short ends earlier: of 31 August six months are valid until 28 February.
    """
    return None if months is None else move(awarded_on, months)


@dataclass(frozen=True, slots=True)
class Window:
    """When an award can be renewed: from this day, to this one; `ends_on` is its own last day.

    The days are of the holder's zone. Without recertification it opens never: `closes_on` is the
    last day then.
    """

    opens_on: date | None
    ends_on: date
    closes_on: date

    def is_open(self, today: date) -> bool:
        """Say whether the award can be renewed on a day."""
        return self.opens_on is not None and self.opens_on <= today <= self.closes_on


def find_window(ends_on: date, again: Recertification | None) -> Window:
    """Return when an award with this last day can be renewed."""
    if again is None:
        return Window(None, ends_on, ends_on)
    opens_on = move(ends_on, -again.opens_months_before)
    return Window(opens_on, ends_on, move(ends_on, again.grace_months))


def tell_validity(window: Window | None, today: date) -> Validity:
    """Return how an award stands on a day; without a window it is valid for good."""
    if window is None:
        return "lasting"
    is_open = window.is_open(today)
    if today <= window.ends_on:
        return "due" if is_open else "valid"
    return "grace" if is_open else "expired"


def renew(ends_on: date, today: date, months: int) -> date:
    """Return the last day of the award that renews another one.

    It goes on where the former ends, so that who renews early loses nothing; where that has ended
    already, it begins today.
    """
    return move(max(ends_on, today), months)
