"""Background doors of programmes.

What they do stands in `services`.
"""

from lms.kit.jobs import Run
from lms.programmes.services import evaluation, renewals


def evaluate(run: Run) -> None:
    """Give the awards that one participant has come to; harmless when run again."""
    evaluation.evaluate(run.now, run.arguments["participation_id"])
    renewals.ask_for_participation(run.now, run.arguments["participation_id"])


def evaluate_enrolment(run: Run) -> None:
    """Ask for each cohort in which the one who is enrolled takes part."""
    evaluation.ask_for_enrolment(run.now, run.arguments["enrolment_id"])
    renewals.ask_for_enrolment(run.now, run.arguments["enrolment_id"])
