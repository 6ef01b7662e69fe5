"""Until when an award is valid.

Who is reminded, and how it is renewed, is decided elsewhere.
"""

from calendar import monthrange
from datetime import date

MONTHS_IN_YEAR = 12


def last_day(awarded_on: date, months: int | None) -> date | None:
    """Return the last day of an award, or nothing where it is valid for good.

    A month that is too short ends earlier: of 31 August six months are valid until 28 February.
    """
    if months is None:
        return None
    years, month = divmod(awarded_on.month - 1 + months, MONTHS_IN_YEAR)
    year, month = awarded_on.year + years, month + 1
    return date(year, month, min(awarded_on.day, monthrange(year, month)[1]))
