"""The command that runs jobs.

The loop itself is in `lms.worker.loop`.
"""

import os

import click

from lms.kit.program import Program


@click.command()
@click.pass_obj
def worker(program: Program) -> None:
    """Run jobs until interrupted; start as many of these as there is work for."""
    from lms.worker.loop import run_worker  # noqa: PLC0415 - `--help` stays quick

    # People who wait for a page come first.
    os.nice(5)
    run_worker(program.create_app(), *program.jobs())
