"""Background doors of surveys.

What they do stands in `services.surveys`.
"""

from lms.kit.jobs import Run
from lms.programmes.services import surveys


def run_surveys(run: Run) -> None:
    """Ask for the surveys of each cohort that may have something to do."""
    surveys.ask_to_carry_on(run.now)


def carry_on_surveys(run: Run) -> None:
    """Open, remind and close in one cohort; harmless when run again."""
    surveys.carry_on(run.now, run.arguments["cohort"])
