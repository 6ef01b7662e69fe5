"""Background doors of deadlines: remind those who have not met them, tell tutors who is late.

Each may be run again at any time: nobody is told the same twice.
"""

from lms.kit.jobs import Run
from lms.programmes.services import deadline_mail


def remind_deadlines(run: Run) -> None:
    """Ask for the reminders of each cohort in which something is due."""
    deadline_mail.ask_to_remind(run.now)


def remind_cohort(run: Run) -> None:
    """Remind in one cohort; harmless when run again."""
    deadline_mail.remind(run.now, run.arguments["cohort"])
