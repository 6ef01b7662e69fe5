"""Issuing to 3,000 people in three languages with two workers, files signed and all.

`python -m tests.bench.issuing PEOPLE WORKERS` does it in the installation that LMS_… names, and
prints it.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from lms.kit.paths import project_root
from tests.bench.processes import pss_mib
from tests.bench.table import Row
from tests.browser.server import LMS

PEOPLE = 3000
TARGET_SECONDS = 120
# So many are enough to know how fast one worker is.
FOR_ONE = 300
TARGET_GAIN = 1.7
TARGET_MIB = 220


def measure(folder: Path) -> list[Row]:
    """Return how long the run takes, from its start to the last file, on a database of its own.

    Beside it: how much faster two workers are than one, and the memory of the larger worker.
    """
    alone, _ = _issue(folder / "issuing-alone", FOR_ONE, 1)
    seconds, mib = _issue(folder / "issuing", PEOPLE, 2)
    rate, rate_alone = PEOPLE / seconds, FOR_ONE / alone
    return [
        Row(f"{PEOPLE:,} certificates issued in three languages, wall", seconds, "s",
            TARGET_SECONDS, f"2 workers, {rate:.1f} a second, files signed"),
        Row("Slowness of one worker beside two", rate_alone / rate, "×", 1 / TARGET_GAIN,
            f"two are {rate / rate_alone:.2f} × as fast as one"),
        Row("Job worker, memory after the run", mib, "MiB", TARGET_MIB),
    ]  # fmt: skip


def _issue(data: Path, people: int, workers: int) -> tuple[float, float]:
    """Issue to so many, and return the seconds and the MiB of the larger worker."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("LMS_")}
    data.mkdir()
    environment = {**inherited, "LMS_DATA_DIR": str(data)}
    subprocess.run(
        [LMS, "init"], env=environment, cwd=project_root(), check=True, capture_output=True
    )
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.issuing", str(people), str(workers)],
        cwd=project_root(), check=True, env=environment, capture_output=True, text=True,
    )  # fmt: skip
    seconds, mib = json.loads(done.stdout.splitlines()[-1])
    return seconds, mib


def main(people: int, count: int) -> None:
    """Furnish, start the run and its workers, and print the seconds and a worker's MiB."""
    from lms.app import create_app
    from tests import cast
    from tests.durability.issuing import Workers, furnish, look, wait_until

    app = create_app()
    with app.app_context():
        cast.build()
        run_id = furnish(people)
        workers = Workers(app, count)
        workers.start()
        try:
            # The clock runs from the first file on: starting Python is no part of it.
            first = wait_until(run_id, 1)
            began = time.perf_counter()
            wait_until(run_id, people)
            seconds = time.perf_counter() - began
            mib = max(pss_mib(one) for one in workers.ids)
        finally:
            workers.kill()
        found = look(run_id)
    if found.counts.files != people or len(found.people) != people:
        raise AssertionError(f"not everybody got one: {found.counts}")
    share = people / max(1, people - first.files)
    print(json.dumps([seconds * share, mib]))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
