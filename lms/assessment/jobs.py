"""Background doors of assessment.

What they do stands in `services`.
"""

from lms.assessment import queries, services
from lms.assessment.services.analyses import Made
from lms.kit.actor import OPERATOR
from lms.kit.jobs import Run

FINISH_EXPIRED = "assessment.finish_expired"


def make_analysis(run: Run) -> Made:
    """Reckon an item analysis."""
    return services.make_analysis(run.arguments, run.report)


def keep_analysis(run: Run) -> None:
    """Keep what was reckoned."""
    services.keep_analysis(run.now, run.job_id, run.arguments, run.prepared)


def finish_expired(run: Run) -> None:
    """Finish the attempts whose time ran out, each in a transaction of its own."""
    run.for_each(
        queries.list_expired(run.now),
        work=lambda attempt_id, _: services.finish_attempt(OPERATOR, run.now, attempt_id),
    )
