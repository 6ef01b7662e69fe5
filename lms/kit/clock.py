"""The only reader of the time of day; a tester sets and moves it.

No formatting of instants lives here; see `lms.kit.i18n`.
"""

from datetime import UTC, datetime, timedelta


class Clock:
    """Tells the time in UTC, or the time it was set to."""

    def __init__(self) -> None:
        self._fixed: datetime | None = None

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        return self._fixed or datetime.now(UTC)

    def set(self, instant: datetime | None) -> None:
        """Stand still at `instant` (aware); `None` lets the time run again."""
        self._fixed = instant

    def advance(self, **span: float) -> None:
        """Move on by a span given as for `timedelta`, standing still afterwards."""
        self._fixed = self.now() + timedelta(**span)


clock = Clock()
