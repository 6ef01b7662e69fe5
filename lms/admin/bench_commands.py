"""The command that measures: speed and size against an empty view.

What is measured stands in `tests/bench/`.
"""

import subprocess
import sys

import click

from lms.kit.paths import project_root


@click.command()
def bench() -> None:
    """Measure speed and size; print a table and write build/bench.json."""
    root = project_root()
    if not (root / "tests" / "bench").is_dir():
        raise click.ClickException("The bench is in a checkout's tests/; this is not a checkout.")
    done = subprocess.run([sys.executable, "-m", "tests.bench"], cwd=root, check=False)
    sys.exit(done.returncode)
