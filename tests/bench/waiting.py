"""Places taken and given back by many at once while the waiting list goes on: how long, how often.

`python -m tests.bench.waiting` does it in the installation that LMS_… names, and prints it.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

from lms.kit.paths import project_root
from tests.bench.table import Row
from tests.browser.server import LMS

ACTS = 2000
PLACES = 60


def measure(folder: Path) -> list[Row]:
    """Return how long 2,000 acceptances and withdrawals take, on a database of their own."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("LMS_")}
    data = folder / "waiting"
    data.mkdir()
    environment = {**inherited, "LMS_DATA_DIR": str(data)}
    subprocess.run([LMS, "init"], env=environment, cwd=project_root(), check=True)
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.waiting"], cwd=project_root(), check=True,
        env=environment, capture_output=True, text=True,
    )  # fmt: skip
    seconds, note = json.loads(done.stdout.splitlines()[-1])
    return [Row("2,000 places taken and given back, wall", seconds, "s", note=note)]


def main() -> None:
    """Give places out, let 32 clients loose, and print how long it took and what was counted."""
    from lms.app import create_app
    from lms.kit.clock import clock
    from tests import cast
    from tests.durability.waiting import CLIENTS, count_given, let_loose, prepare

    app = create_app()
    clock.set(cast.NOW)
    with app.app_context():
        cast.build()
        cohort, _given = prepare(PLACES, PLACES + ACTS // 2)
        run = let_loose(app, cohort, cast.NOW, ACTS)
        taken, ids, is_more = count_given(cohort.id, cast.NOW)
    is_right = len(set(ids)) == taken == PLACES + len(run.offered) - run.acts["withdraw"]
    if run.faults or is_more or not is_right or len(set(run.offered)) != len(run.offered):
        raise AssertionError("a place was taken twice, or lies idle")
    note = (
        f"{CLIENTS} clients, {run.acts['accept']} accepted, {run.acts['withdraw']} given back, "
        f"{len(run.offered)} offered anew, {taken} of {PLACES} taken, none twice"
    )
    print(json.dumps([run.seconds, note]))


if __name__ == "__main__":
    main()
