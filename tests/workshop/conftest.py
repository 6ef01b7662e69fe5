"""A real server that plays another site, its guard, and what the worker does."""

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from lms.kit import jobs
from lms.kit.db import db
from lms.workshop.outgoing import is_public
from lms.workshop.services.library import READ_LIBRARY
from tests.cast import NOW


class Site(BaseHTTPRequestHandler):
    """Answers by its path: `/404`, `/to/<address>`, `/for-good/<address>`, `/head-405`, …"""

    def do_HEAD(self) -> None:
        self.server.asked.append((time.monotonic(), self.command, self.path))
        name = self.path.split("?")[0]
        if name.startswith("/to/"):
            self._send(302, self.path.removeprefix("/to/"))
        elif name.startswith("/for-good/"):
            self._send(301, self.path.removeprefix("/for-good/"))
        elif name == "/head-404":
            self._send(404 if self.command == "HEAD" else 200)
        elif name == "/drip":
            self._drip()
        elif name.strip("/").isdigit():
            self._send(int(name.strip("/")))
        else:
            self._send(200)

    do_GET = do_HEAD  # noqa: N815 - the base class names it

    def _send(self, status: int, target: str = "") -> None:
        self.send_response(status)
        if target:
            self.send_header("Location", target)
        self.end_headers()

    def _drip(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for number in range(200):
            try:
                self.wfile.write(f"X-{number}: drop\r\n".encode())
                self.wfile.flush()
            except OSError:
                return
            time.sleep(0.05)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def site():
    """The server; `asked` has what it was asked, and when."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.asked = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def guard(site):
    """Let the server's own port be asked, and nothing else inside."""
    return lambda address, port: port == site.server_port or is_public(address, port)


@pytest.fixture
def read_library(run_jobs):
    """Return a function that does what the worker does every half minute."""

    def run(kind=READ_LIBRARY):
        jobs.enqueue(kind, "periodic", {}, NOW)
        db.session.commit()
        run_jobs()

    return run
