"""Days as people's lists write them: in which order day, month and year stand.

Whether 03/04 is of March or of April is never guessed: another day of the list tells, or a person.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date

from lms.kit.errors import Invalid
from lms.kit.i18n import N_

EARLIEST = date(1945, 1, 1)
ORDERS = {
    "day": N_("Day first, as 31/05/2024"),
    "month": N_("Month first, as 05/31/2024"),
}
_MONTHS = 12
# As a workbook's day comes out, too.
_MIDNIGHT = r"(?:[ T]0?0:00(?::00)?)?"
_YEAR_FIRST = re.compile(
    rf"(\d{{4}})(?:([-/.])(\d{{1,2}})\2(\d{{1,2}})|年(\d{{1,2}})月(\d{{1,2}})日){_MIDNIGHT}",
    re.ASCII,
)
_YEAR_LAST = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}){_MIDNIGHT}", re.ASCII)


class DayUnclear(Invalid):
    """What is no day of the calendar is not made one."""

    message = N_("“%(text)s” is no day as we read it. Write it as 2024-05-31.")


class OrderUnknown(Invalid):
    """Whether 03/04 is of March or of April is not guessed."""

    message = N_(
        "“%(text)s” can be read in two ways. Say where you say what the columns hold whether the "
        "day or the month stands first."
    )


class DayToCome(Invalid):
    """What is on paper already was issued today or earlier."""

    message = N_("This day is still to come. A certificate of paper was issued today or earlier.")


class DayTooEarly(Invalid):
    """A year before all training of this kind is a slip of the pen."""

    message = N_("This day is before the year %(year)s. Please check the year.")


class EndBeforeIssue(Invalid):
    """A certificate holds from the day of its issue on."""

    message = N_("This day is before the day on which the certificate was issued.")


def read_day(text: str, order: str) -> date:
    """Return the day that a cell says, in digits of any script; `order` is one of `ORDERS`, or "".

    Raises `DayUnclear`, `OrderUnknown`.
    """
    plain = _to_ascii(text)
    if found := _YEAR_FIRST.fullmatch(plain):
        year, month, day = found[1], found[3] or found[5], found[4] or found[6]
    elif found := _YEAR_LAST.fullmatch(plain):
        if not order and found[1] != found[3]:
            raise OrderUnknown(text=text)
        day, month = (found[3], found[1]) if order == "month" else (found[1], found[3])
        year = found[4]
    else:
        raise DayUnclear(text=text)
    try:
        return date(int(year), int(month), int(day))
    except ValueError as error:
        raise DayUnclear(text=text) from error


def read_day_of_issue(text: str, order: str, today: date) -> date:
    """Return the same, of the day of issue; raise `DayToCome`, `DayTooEarly`, too."""
    day = read_day(text, order)
    check_day(day, today)
    return day


def check_day(day: date, today: date) -> None:
    """Raise `DayToCome`, `DayTooEarly` where nothing on paper can have been issued on a day."""
    if day > today:
        raise DayToCome
    if day < EARLIEST:
        raise DayTooEarly(year=EARLIEST.year)


def find_order(texts: Iterable[str]) -> str:
    """Return the order in which all days of a list stand, or "" where they do not tell.

    A number above 12 is no month. Days that tell both are of two hands, and tell nothing.
    """
    orders = set()
    for first, second in _list_pairs(texts):
        if first > _MONTHS >= second:
            orders.add("day")
        elif second > _MONTHS >= first:
            orders.add("month")
    return orders.pop() if len(orders) == 1 else ""


def is_order_needed(texts: Iterable[str]) -> bool:
    """Say whether a list has days that can be read in two ways until an order is said."""
    return any(first != second for first, second in _list_pairs(texts))


def _list_pairs(texts: Iterable[str]) -> list[tuple[int, int]]:
    found = (_YEAR_LAST.fullmatch(_to_ascii(text)) for text in texts)
    return [(int(one[1]), int(one[3])) for one in found if one]


def _to_ascii(text: str) -> str:
    """Return a text with digits of all scripts as European ones."""
    digits = ((unicodedata.decimal(one, None), one) for one in text.strip())
    return "".join(one if digit is None else str(digit) for digit, one in digits)
