"""A whole installation for the browser: `lms init`, `lms demo`, `lms run`, as an operator would."""

import os
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

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
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("LMS_")}
        self.environment = {
            **inherited,
            "LMS_DATA_DIR": str(folder),
            "LMS_PORT": str(self.port),
            "LMS_BASE_URL": self.url,
        }
        self._process: subprocess.Popen[bytes] | None = None

    def lms(self, *arguments: str) -> str:
        """Run a command and return what it printed; a failure fails the test."""
        done = subprocess.run(
            [LMS, *arguments], env=self.environment, cwd=project_root(),
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"lms {' '.join(arguments)}: {done.stderr}{done.stdout}"
        return done.stdout

    def start(self) -> None:
        """Serve, and return when the first page can be had."""
        log = (self.folder / "server.log").open("ab")
        self._process = subprocess.Popen(
            [LMS, "run", "--workers", "1"], env=self.environment, cwd=project_root(),
            stdout=log, stderr=log,
        )  # fmt: skip
        log.close()
        wait_for(lambda: urllib.request.urlopen(f"{self.url}/healthz").status == 200)

    def stop(self) -> None:
        """End the server and its worker."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(timeout=30)
            self._process = None
