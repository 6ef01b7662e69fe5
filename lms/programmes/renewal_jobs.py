"""Background doors of recertification.

What they do stands in `services.renewals` and `services.renewal_mail`.
"""

from lms.kit.jobs import Run
from lms.programmes.services import renewal_mail, renewals


def evaluate_renewal(run: Run) -> None:
    """Give the award that renews another, where it is due; harmless when run again."""
    renewals.evaluate(run.now, run.arguments["award_id"])


def remind_awards(run: Run) -> None:
    """Ask for a reminder of each award that is near its end and was not reminded of it."""
    renewal_mail.ask_to_remind(run.now)


def remind_award(run: Run) -> None:
    """Remind one holder, once."""
    renewal_mail.remind(run.now, run.arguments["award_id"])
