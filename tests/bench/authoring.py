"""A large course taken in, published and handed to a translator, each as one command; then its
pages for trainers and translators.

Of a command: what a person waits for, and the most memory that it held.
"""

import os
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from lms.content import package
from lms.kit.paths import project_root
from tests.bench import large_course, workshop
from tests.bench.installation import Served
from tests.bench.table import Row
from tests.browser.server import LMS

IMPORT_SECONDS, PUBLISH_SECONDS, EXPORT_SECONDS = 60, 30, 10
PUBLISH_MIB = 400


@dataclass(frozen=True, slots=True)
class Run:
    """What one command took."""

    seconds: float
    mib: float


def measure(folder: Path) -> list[Row]:
    """Import, publish and export in an installation of its own, then serve it."""
    installation = Served(folder)
    installation.lms("init")
    workshop.add_trainer(installation)
    course = folder / "large.zip"
    course.write_bytes(package.write_zip(large_course.build()))
    slug = large_course.SLUG
    taken = _run(installation, "course", "import", course)
    published = _run(installation, "course", "publish", slug)
    out = ("translations", "export", slug, folder / "ar.xlf", "--language", "ar")
    exported = _run(installation, *out, "--format", "xliff")
    examined = _run(installation, "translations", "import", folder / "ar.xlf", "--dry-run")
    size = course.stat().st_size // 1024**2
    note = f"300 pages, 2,000 questions, six languages, {size} MiB"
    return [
        *_measure_served(installation),
        Row("Large course: import, wall", taken.seconds, "s", IMPORT_SECONDS, note),
        Row("Large course: publish, wall", published.seconds, "s", PUBLISH_SECONDS),
        Row("Large course: publish, most memory", published.mib, "MiB", PUBLISH_MIB),
        Row("Large course: XLIFF out, wall", exported.seconds, "s", EXPORT_SECONDS),
        Row("Large course: XLIFF in, looked through, wall", examined.seconds, "s"),
    ]


def _measure_served(served: Served) -> list[Row]:
    served.start()
    try:
        return workshop.measure(served)
    finally:
        served.stop()


def _run(installation: Served, *words: object) -> Run:
    """Run a command to its end; the kernel tells the memory of a process it has seen off."""
    before = time.perf_counter()
    with subprocess.Popen(
        [LMS, *map(str, words)], cwd=project_root(), env=installation.environment,
        stdout=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        _pid, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"lms {' '.join(map(str, words))}: exit code {process.returncode}")
    return Run(time.perf_counter() - before, used.ru_maxrss / 1024)
