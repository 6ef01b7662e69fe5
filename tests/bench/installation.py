"""The installation that is measured: the demo, 500 more people, one web worker, one job worker."""

import os
import subprocess
import urllib.request
from pathlib import Path

from lms.kit.paths import project_root
from tests.bench import processes
from tests.browser.server import LMS, Installation


class Served(Installation):
    """A temporary installation whose server answers the empty view beside our own pages."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._started: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        """Start one web worker and one job worker; return when the first page can be had."""
        self._web = self._run(
            LMS.with_name("granian"), "--interface", "wsgi", "tests.bench.served:app",
            "--host", "127.0.0.1", "--port", str(self.port), "--workers", "1",
            "--blocking-threads", "2", "--backpressure", "64", "--log-level", "warning",
        )  # fmt: skip
        self._jobs = self._run(LMS, "worker")
        processes.wait_for(lambda: urllib.request.urlopen(f"{self.url}/healthz").status == 200)

    def stop(self) -> None:
        """End what was started."""
        for process in self._started:
            process.terminate()
        for process in self._started:
            process.wait(timeout=30)

    def web_cpu_ms(self) -> float:
        """Return the processor time of the web server so far, in milliseconds."""
        return processes.cpu_ms(processes.family(self._web))

    def web_memory_mib(self) -> float:
        """Return the memory of the web worker: the largest of the server's processes."""
        return max(map(processes.pss_mib, processes.family(self._web)))

    def job_memory_mib(self) -> float:
        """Return the memory of the job worker."""
        return processes.pss_mib(self._jobs.pid)

    def _run(self, *command: object) -> subprocess.Popen[bytes]:
        with (self.folder / "server.log").open("ab") as log:
            process = subprocess.Popen(
                [str(part) for part in command], cwd=project_root(), stdout=log, stderr=log,
                env=self.environment | {"PYTHONPATH": os.fspath(project_root())},
            )  # fmt: skip
        self._started.append(process)
        return process
