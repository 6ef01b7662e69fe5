"""Background doors of the tested gain.

What they do stands in `services.gains`.
"""

from lms.kit.jobs import Run
from lms.programmes.services import gains
from lms.programmes.services.gains import Measured


def measure_gains(run: Run) -> None:
    """Ask for the gain of each cohort that is evaluated."""
    gains.ask_to_measure(run.now)


def measure_gain(run: Run) -> Measured:
    """Measure the gain of one cohort."""
    return gains.measure(run.arguments["cohort"])


def keep_gain(run: Run) -> None:
    """Keep what was measured; harmless when run again."""
    gains.keep_measured(run.now, run.arguments["cohort"], run.prepared)
