"""An installation whose clock is moved by hand, and whose mail a real server takes in.

What people do while the time goes by stands in the tests.
"""

import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from email.message import EmailMessage
from pathlib import Path

from tests.bench.processes import wait_for
from tests.browser.server import Installation, text_of
from tests.notifications.smtp import HOST, Postbox, serve

MORNING = time(9)


class MovedInstallation(Installation):
    """A server and a worker for which it is the time that the test says."""

    def __init__(self, folder: Path, postbox: Postbox, port: int) -> None:
        super().__init__(folder)
        self.environment["LMS_MAIL_URL"] = f"smtp://{HOST}:{port}"
        self._postbox = postbox
        self._followed: set[tuple[str, str]] = set()
        self._ahead = folder / "ahead"
        self.command = (sys.executable, "-m", "tests.browser.moved_clock", str(self._ahead))
        self._move(timedelta())

    @property
    def now(self) -> datetime:
        """Return the instant that it is for the installation."""
        return datetime.now(UTC) + timedelta(seconds=float(self._ahead.read_text("ascii")))

    def move_to(self, instant: datetime) -> None:
        """Move the clock on to an instant; from there it runs as clocks do."""
        assert instant > self.now, "the clock is never put back"
        self._move(instant - datetime.now(UTC))

    def move_days(self, days: int) -> None:
        """Move the clock on to the morning so many days later, in UTC."""
        day = self.now.date() + timedelta(days=days)
        self.move_to(datetime.combine(day, MORNING, UTC))

    def _move(self, ahead: timedelta) -> None:
        new = self._ahead.with_suffix(".new")
        new.write_text(f"{ahead.total_seconds()}", "ascii")
        new.replace(self._ahead)

    def mails_to(self, address: str) -> list[EmailMessage]:
        """Return what the mail server took in for this address, the oldest first."""
        return [letter for letter in self._postbox.letters if letter["To"] == address]

    def follow(self, address: str, start: str) -> str:
        """Wait for a mail to this address with a link that begins so, and was not followed yet."""
        link = re.compile(re.escape(self.url) + rf"({re.escape(start)}\S*)")

        def find_new() -> list[str]:
            found = (link.search(text_of(mail)) for mail in self.mails_to(address))
            return [one[1] for one in found if one and (address, one[1]) not in self._followed]

        wait_for(find_new, seconds=60)
        path = find_new()[0]
        self._followed.add((address, path))
        return path


@contextmanager
def serve_moved(demo: Path, folder: Path) -> Iterator[MovedInstallation]:
    """Serve a copy of the demo in `folder`, from tomorrow morning on, while the block runs."""
    shutil.copytree(demo, folder)
    postbox = Postbox()
    with serve(postbox) as port:
        place = MovedInstallation(folder, postbox, port)
        place.move_days(1)
        place.start()
        try:
            yield place
        finally:
            place.stop()
    log = (folder / "server.log").read_text("utf-8")
    assert "Traceback" not in log, log
