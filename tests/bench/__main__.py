"""`python -m tests.bench`: measure all, print the table, write build/bench.json."""

import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from lms.admin.demo import GRADUATE_COURSE, PASSWORD
from lms.app import create_app
from lms.kit.clock import clock
from lms.kit.db import writing
from lms.kit.paths import COURSES, project_root
from tests.bench import (
    allocation,
    analysis,
    attempts,
    authoring,
    certificates,
    cohorts,
    exam_start,
    issuing,
    mails,
    pages,
    people,
    register,
    regrading,
    requests,
    status_list,
    verifying,
    visits,
    waiting,
)
from tests.bench.client import Client
from tests.bench.crowd import add_crowd
from tests.bench.installation import Served
from tests.bench.table import Row, print_table, write_json
from tests.browser.server import LMS

REPORT = project_root() / "build" / "bench.json"
WEB_MIB = 150
JOBS_MIB = 220
CHECK_SECONDS = 1


def main() -> None:
    """Measure; a figure beyond its target is told, never punished."""
    with tempfile.TemporaryDirectory(prefix="article60-bench-") as folder:
        rows = _tell("Checking the shipped course", _measure_check)
        rows += _tell("Rendering certificates", certificates.measure)
        rows += _tell("Issuing to many", lambda: issuing.measure(Path(folder)))
        rows += _tell("Making a status list", lambda: status_list.measure(Path(folder)))
        rows += _tell("Searching the register", lambda: register.measure(Path(folder)))
        rows += _tell("Verifying files", lambda: verifying.measure(Path(folder)))
        rows += _tell("Analysing attempts", lambda: analysis.measure(Path(folder)))
        rows += _tell("Allocating places", lambda: allocation.measure(Path(folder)))
        rows += _tell("Regrading attempts", lambda: regrading.measure(Path(folder)))
        rows += _tell("Importing people", lambda: people.measure(Path(folder)))
        rows += _tell("Queueing mails", lambda: mails.measure(Path(folder)))
        rows += _tell("Listing participants", lambda: cohorts.measure(Path(folder)))
        rows += _tell("Passing places on", lambda: waiting.measure(Path(folder)))
        large = Path(folder) / "large"
        rows += _tell("Publishing a large course", lambda: authoring.measure(large))
        rows += _measure_served(Served(Path(folder)))
    rows += _tell("Five hundred start an exam", exam_start.measure_short)
    write_json(rows, REPORT)
    missed = [row for row in rows if row.is_met is False]
    print(f"\n{len(rows)} figures, {len(missed)} beyond their target:")
    print_table(missed)
    print(f"\nWritten: {REPORT.relative_to(project_root())}")


def _tell(what: str, measure: Callable[[], list[Row]]) -> list[Row]:
    # Each part is told at once: a part that fails takes no figure of another with it.
    print(f"{what} …", flush=True)
    rows = measure()
    print_table(rows)
    return rows


def _measure_check() -> list[Row]:
    command = [LMS, "course", "check", COURSES / GRADUATE_COURSE]
    seconds = []
    for _ in range(3):
        before = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True, cwd=project_root())
        seconds.append(time.perf_counter() - before)
    return [Row("lms course check, wall", statistics.median(seconds), "s", CHECK_SECONDS)]


def _measure_served(served: Served) -> list[Row]:
    print("Filling an installation …", flush=True)
    served.lms("init")
    served.lms("demo")
    candidates = _fill(served)
    served.start()
    try:
        verify = pages.take_certificate(served.port)
        rows = _tell("Asking for pages", lambda: _measure_pages(served, verify))
        rows += _tell("Sitting exams", lambda: attempts.measure(served, candidates))
        rows += _tell("Visiting by browser", lambda: visits.measure(served.url))
        return rows + _tell("Weighing the workers", lambda: _measure_memory(served))
    finally:
        served.stop()


def _fill(served: Served) -> list[str]:
    """Add the crowd; return the addresses of those who may sit the exam."""
    os.environ.update(
        {name: value for name, value in served.environment.items() if name.startswith("LMS_")}
    )
    with create_app().app_context(), writing():
        return add_crowd(GRADUATE_COURSE, clock.now(), PASSWORD)


def _measure_pages(served: Served, verify: str) -> list[Row]:
    stranger = Client(served.port)
    cases = pages.list_cases(served.port, verify)
    return requests.measure(served, lambda: stranger.get("/empty/"), cases)


def _measure_memory(served: Served) -> list[Row]:
    return [
        Row("Web worker, memory after the load", served.web_memory_mib(), "MiB", WEB_MIB),
        Row("Job worker, memory after six languages", served.job_memory_mib(), "MiB", JOBS_MIB),
    ]


if __name__ == "__main__":
    main()
