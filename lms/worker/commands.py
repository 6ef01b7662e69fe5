"""The command that runs jobs.

The loop itself is in `lms.worker.loop`.
"""

import click

from lms.kit.program import Program


@click.command()
@click.pass_obj
def worker(program: Program) -> None:
    """Run jobs until interrupted; start as many of these as there is work for."""
    program.run_worker(program.create_app())
