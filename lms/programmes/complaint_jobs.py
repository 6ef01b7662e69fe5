"""Background door of complaints: tell who answers what is filed, soon due, or late.

It may be run again at any time: nobody is told the same twice.
"""

from lms.kit.jobs import Run
from lms.programmes.services import complaint_mail


def remind_complaints(run: Run) -> None:
    """Tell of each open complaint what is due by now."""
    complaint_mail.remind_all(run.now)
