"""A whole installation for the browser: `lms init`, `lms demo`, `lms run`, as an operator would.

What people do on it stands in the tests.
"""

import email
import email.policy
import os
import re
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Mapping
from email.message import EmailMessage
from pathlib import Path
from tempfile import TemporaryDirectory

from lms.kit.paths import project_root
from tests.bench.processes import wait_for

LMS = Path(sys.executable).with_name("lms")


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Installation:
    """A folder of data, and the server and worker that live on it."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.folder = folder
        self.command: tuple[str | Path, ...] = (LMS,)
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("LMS_")}
        self.environment = {
            **inherited,
            "LMS_DATA_DIR": str(folder),
            "LMS_PORT": str(self.port),
            "LMS_BASE_URL": self.url,
        }
        self._process: subprocess.Popen[bytes] | None = None

    def try_lms(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command that may fail, and return what became of it."""
        return subprocess.run(
            [*self.command, *arguments], env=self.environment, cwd=project_root(),
            capture_output=True, text=True, check=False,
        )  # fmt: skip

    def lms(self, *arguments: str) -> str:
        """Run a command and return what it printed; a failure fails the test."""
        done = self.try_lms(*arguments)
        assert done.returncode == 0, f"lms {' '.join(arguments)}: {done.stderr}{done.stdout}"
        return done.stdout

    def add_course(self, slug: str, files: Mapping[str, bytes], *more: str) -> None:
        """Import a course of files, and publish it in English and Arabic."""
        with TemporaryDirectory() as folder:
            for name, content in files.items():
                path = Path(folder, slug, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            self.lms("course", "import", str(Path(folder, slug)), *more)
        self.lms("course", "publish", slug, "--offer", "ar")

    def start(self, workers: int = 1) -> None:
        """Serve, and return when the first page can be had."""
        log = (self.folder / "server.log").open("ab")
        self._process = subprocess.Popen(
            [*self.command, "run", "--workers", str(workers)], env=self.environment,
            cwd=project_root(), stdout=log, stderr=log,
        )  # fmt: skip
        log.close()
        self.wait()

    def wait(self) -> None:
        """Return when the first page can be had."""
        try:
            wait_for(self._answers, seconds=90)
        except RuntimeError:
            self.stop()
            raise

    def _answers(self) -> bool:
        with urllib.request.urlopen(f"{self.url}/healthz", timeout=5) as answer:
            return answer.status == 200

    def stop(self) -> None:
        """End the server and its worker."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(timeout=30)
            self._process = None

    def mails_to(self, address: str) -> list[EmailMessage]:
        """Return the mails that this address has got, the oldest first."""
        files = sorted(self.folder.glob("mail/*.eml"), key=lambda file: file.stat().st_mtime_ns)
        mails = [
            email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
            for file in files
        ]
        return [mail for mail in mails if mail["To"] == address]

    def mailed_path(self, address: str, start: str) -> str:
        """Wait for a mail to this address with a link that begins so; return the link's path."""
        link = re.compile(re.escape(self.url) + rf"({re.escape(start)}\S+)")
        found: list[str] = []

        def look() -> bool:
            texts = (text_of(mail) for mail in self.mails_to(address))
            found.extend(match[1] for text in texts if (match := link.search(text)))
            return bool(found)

        wait_for(look)
        return found[-1]


def text_of(mail: EmailMessage) -> str:
    """Return what a mail says, without its other parts."""
    body = mail.get_body(("plain",))
    return body.get_content() if body else ""
