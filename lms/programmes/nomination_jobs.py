"""Background doors of nominations: remind before the deadline, tell after it.

Each may be run again at any time: nobody is told the same twice.
"""

from lms.kit.jobs import Run
from lms.programmes.services import nomination_reminders


def remind_nominations(run: Run) -> None:
    """Ask for reminders of each cohort whose deadline is near."""
    nomination_reminders.ask_to_remind(run.now)


def remind_cohort(run: Run) -> None:
    """Remind whoever has something to do for the nominations of one cohort."""
    nomination_reminders.remind_cohort(run.now, run.arguments["cohort"])
