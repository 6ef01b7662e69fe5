"""`lms` with a clock that runs ahead: `python -m tests.browser.moved_clock FILE run --workers 1`.

By how much stands in a file, which a test rewrites; server and worker read it each time.
"""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from lms.kit import clock


class MovedClock(clock.Clock):
    """Runs as the time does, but ahead of it by the seconds that stand in a file."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._file = file

    def now(self) -> datetime:
        """Return the instant that it is for the installation."""
        return datetime.now(UTC) + timedelta(seconds=float(self._file.read_text("ascii")))


def main() -> None:
    """Put the clock in its place before anybody has it, and run the command that follows it."""
    clock.clock = MovedClock(Path(sys.argv.pop(1)))
    # What is imported takes the clock with it: so not before.
    from lms.app import main as run

    run()


if __name__ == "__main__":
    main()
