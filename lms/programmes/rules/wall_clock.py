"""Times as the clock on a wall shows them, as instants: where it is put on, some do not exist.

Which zone a time is meant in is decided by who asks.
"""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from lms.kit.errors import Invalid
from lms.kit.i18n import N_


class TimeSkipped(Invalid):
    """A clock that is put on skips an hour, in which nothing can be due."""

    message = N_(
        "This time does not exist in %(zone)s: the clocks are put forward there that night. Please "
        "choose an earlier or a later one."
    )


class TimeTwice(Invalid):
    """A clock that is put back shows an hour twice; a deadline must not have two meanings."""

    message = N_(
        "This time exists twice in %(zone)s: the clocks are put back there that night. Please "
        "choose an earlier or a later one."
    )


def read_wall(wall: datetime, zone: str) -> datetime:
    """Return the instant at which clocks in `zone` show this time without a zone.

    Raises `TimeSkipped` where they never do, `TimeTwice` where they do at two instants.
    """
    first, second = (
        wall.replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC) for fold in (0, 1)
    )
    if first == second:
        return first
    is_shown = first.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == wall
    raise TimeTwice(zone=zone) if is_shown else TimeSkipped(zone=zone)
