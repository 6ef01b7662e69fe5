"""A regrade of an exam that ten thousand people sat: what would change, and the doing.

`python -m tests.bench.regrading` does it in the installation that LMS_… names, and prints seconds.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter

from lms.kit.paths import project_root
from tests.bench.table import Row
from tests.browser.server import LMS

PEOPLE = 10_000
SECONDS = 30
QUIZ = "drill"


def measure(folder: Path) -> list[Row]:
    """Return how long the preview and the job take, on a database of their own."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("LMS_")}
    data = folder / "regrading"
    data.mkdir()
    environment = {**inherited, "LMS_DATA_DIR": str(data)}
    subprocess.run([LMS, "init"], env=environment, cwd=project_root(), check=True)
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.regrading"], cwd=project_root(), check=True,
        env=environment, capture_output=True, text=True,
    )  # fmt: skip
    seconds = json.loads(done.stdout.splitlines()[-1])
    note = f"{PEOPLE:,} attempts of 12 questions, {seconds['changed']:,} of them changed"
    return [
        Row("Regrade, preview", seconds["preview"], "s", None, note),
        Row("Regrade, done", seconds["work"], "s", SECONDS, "the job, with its commits"),
    ]


def main() -> None:
    """Let many people sit, put one question right for all of them, and print how long it took."""
    from lms.app import create_app
    from lms.assessment import queries, services
    from lms.assessment.rules import RegradeRow
    from lms.content import queries as content
    from lms.kit import jobs
    from lms.kit.actor import OPERATOR
    from lms.kit.clock import clock
    from lms.kit.db import db, reading, writing
    from lms.kit.ids import new_id
    from lms.wiring import JOBS
    from tests import cast
    from tests.assessment import courses
    from tests.assessment.crowd import Crowd

    with create_app().app_context():
        cast.build()
        course = courses.publish()
        version_id = str(course.newest_version_id)
        db.session.remove()
        jobs.run_due(JOBS)
        with writing():
            Crowd(courses.SLUG, QUIZ, lambda *_: 0.6).sit(PEOPLE)
        items = content.get_items(version_id)
        item_id = next(name for name, item in items.items() if item.type == "true_false")
        regrade = RegradeRow(
            new_id(), version_id, item_id, "key", {"correct": True}, "Measured.", None, clock.now()
        )
        begun = perf_counter()
        with reading():
            changes = queries.list_changes(regrade)
        preview = perf_counter() - begun
        with writing():
            services.start_regrade(OPERATOR, clock.now(), regrade)
        begun = perf_counter()
        jobs.run_next(JOBS)
        work = perf_counter() - begun
        print(json.dumps({"preview": preview, "work": work, "changed": len(changes)}))


if __name__ == "__main__":
    main()
