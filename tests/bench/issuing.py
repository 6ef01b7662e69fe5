"""Issuing to 3,000 people in three languages with two workers, files signed and all.

`python -m tests.bench.issuing PEOPLE` does it in the installation that LMS_… names, and prints it.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from lms.kit.paths import project_root
from tests.bench.table import Row
from tests.browser.server import LMS

PEOPLE = 3000
TARGET_SECONDS = 120


def measure(folder: Path) -> list[Row]:
    """Return how long the run takes, from its start to the last file, on a database of its own."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("LMS_")}
    data = folder / "issuing"
    data.mkdir()
    environment = {**inherited, "LMS_DATA_DIR": str(data)}
    subprocess.run([LMS, "init"], env=environment, cwd=project_root(), check=True)
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.issuing", str(PEOPLE)], cwd=project_root(), check=True,
        env=environment, capture_output=True, text=True,
    )  # fmt: skip
    seconds, note = json.loads(done.stdout.splitlines()[-1])
    name = f"{PEOPLE:,} certificates issued in three languages, wall"
    return [Row(name, seconds, "s", TARGET_SECONDS, note)]


def main(people: int) -> None:
    """Furnish, start the run and two workers, and print how long it took and what was counted."""
    from lms.app import create_app
    from tests import cast
    from tests.durability.issuing import Workers, furnish, look, wait_until

    app = create_app()
    with app.app_context():
        cast.build()
        run_id = furnish(people)
        workers = Workers(app, 2)
        workers.start()
        try:
            # The clock runs from the first file on: starting Python is no part of it.
            first = wait_until(run_id, 1)
            began = time.perf_counter()
            wait_until(run_id, people)
            seconds = time.perf_counter() - began
        finally:
            workers.kill()
        found = look(run_id)
    if found.counts.files != people or len(found.people) != people:
        raise AssertionError(f"not everybody got one: {found.counts}")
    share = people / max(1, people - first.files)
    note = f"2 workers, {people / (seconds * share):.0f} a second, {found.files} signed files"
    print(json.dumps([seconds * share, note]))


if __name__ == "__main__":
    main(int(sys.argv[1]))
