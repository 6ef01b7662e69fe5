"""The import of ten thousand people from a workbook: looked over, and done line by line.

`python -m tests.bench.people` does it in the installation that LMS_… names, and prints seconds.
"""

import io
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
SECONDS = 60


def measure(folder: Path) -> list[Row]:
    """Return how long reading, preview and job take, on a database of their own."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("LMS_")}
    data = folder / "people"
    data.mkdir()
    environment = {**inherited, "LMS_DATA_DIR": str(data)}
    subprocess.run([LMS, "init"], env=environment, cwd=project_root(), check=True)
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.people"], cwd=project_root(), check=True,
        env=environment, capture_output=True, text=True,
    )  # fmt: skip
    seconds = json.loads(done.stdout.splitlines()[-1])
    note = f"{PEOPLE:,} people, {seconds['invited']:,} of them invited, with their mails queued"
    return [
        Row("Import people, workbook read", seconds["read"], "s"),
        Row("Import people, preview", seconds["preview"], "s"),
        Row("Import people, done", seconds["work"], "s", SECONDS, note),
    ]


def _workbook() -> bytes:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(["Full name", "E-mail", "Language", "Country", "Role"])
    for number in range(PEOPLE):
        # No two are alike: each has a family name of its own.
        letters = "".join("bdfgklmnrt"[int(digit)] + "a" for digit in f"{number:05}")
        sheet.append([f"Given {letters}", f"p{number}@example.org", "fr", "SN", "trainee"])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def main() -> None:
    """Send the workbook in, look it over, run the job, and print how long each took."""
    from lms.accounts import services
    from lms.accounts.importing.columns import WORDS
    from lms.accounts.importing.sheets import pack_sheet, read_sheet
    from lms.accounts.queries import imports
    from lms.app import create_app
    from lms.kit import jobs, storage
    from lms.kit.actor import OPERATOR
    from lms.kit.clock import clock
    from lms.kit.db import reading, writing
    from lms.wiring import JOBS
    from tests import cast

    content, seconds = _workbook(), {}

    def timed(what: str, begun: float) -> None:
        seconds[what] = perf_counter() - begun

    with create_app().app_context():
        cast.build()
        begun = perf_counter()
        sheet = read_sheet(content, WORDS)
        timed("read", begun)
        content_hash = storage.put(pack_sheet(sheet))
        with writing():
            import_id = services.begin_import(
                OPERATOR, clock.now(), file_name="people.xlsx", content_hash=content_hash,
                sheet=sheet,
            )  # fmt: skip
        begun = perf_counter()
        with reading():
            row = imports.find_import(import_id)
            lines = imports.check_import(OPERATOR, row.read_sheet(), row.reading)
        timed("preview", begun)
        with writing():
            services.start_import(OPERATOR, clock.now(), row, lines, {"all": {"alike": "invite"}})
        begun = perf_counter()
        jobs.run_next(JOBS)
        timed("work", begun)
        with reading():
            row = imports.find_import(import_id)
            seconds["invited"] = imports.count_outcomes(row.job_ids)["invited"]
    print(json.dumps(seconds))


if __name__ == "__main__":
    main()
