"""The item analysis of a large exam in two languages: one command on a table of responses."""

import os
import subprocess
from pathlib import Path

from lms.kit.paths import project_root
from tests.assessment.analysis.banks import simulate
from tests.bench.table import Row
from tests.browser.server import LMS

PEOPLE, ITEMS = 10_000, 40
SECONDS, MIB = 20, 500


def measure(folder: Path) -> list[Row]:
    """Return processor time and most memory, both from the kernel's own books."""
    table = folder / "responses.csv"
    _write(table)
    with subprocess.Popen(
        [LMS, "analysis", table, "--json"], cwd=project_root(), stdout=subprocess.DEVNULL
    ) as process:
        _pid, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"lms analysis: exit code {process.returncode}")
    note = f"{PEOPLE:,} attempts of {ITEMS} questions, two languages"
    return [
        Row("Item analysis, processor", used.ru_utime + used.ru_stime, "s", SECONDS, note),
        Row("Item analysis, most memory", used.ru_maxrss / 1024, "MiB", MIB),
    ]


def _write(table: Path) -> None:
    exam = simulate(PEOPLE, ITEMS, harder=[(11, 0.8), (29, -0.6)], ability=-0.3)
    with table.open("w", encoding="utf-8") as file:
        file.write("person,group,item,score\n")
        for person, (group, scores) in enumerate(zip(exam.groups, exam.scores, strict=True)):
            file.writelines(
                f"p{person},{group},{item},{score:g}\n"
                for item, score in zip(exam.items, scores, strict=True)
            )
