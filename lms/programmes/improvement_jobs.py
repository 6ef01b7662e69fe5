"""Background door of improvement actions: tell owners what is due.

It may be run again at any time: nobody is told the same twice.
"""

from lms.kit.jobs import Run
from lms.programmes.services import improvement_mail


def remind_improvements(run: Run) -> None:
    """Tell of each open action what is due by now."""
    improvement_mail.remind_all(run.now)
