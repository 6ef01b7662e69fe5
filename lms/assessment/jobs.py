"""Background doors of assessment.

What they do stands in `services`.
"""

from lms.assessment import queries, services
from lms.kit.actor import OPERATOR
from lms.kit.jobs import Run

FINISH_EXPIRED = "assessment.finish_expired"


def finish_expired(run: Run) -> None:
    """Finish the attempts whose time ran out, each in a transaction of its own."""
    run.for_each(
        queries.list_expired(run.now),
        work=lambda attempt_id, _: services.finish_attempt(OPERATOR, run.now, attempt_id),
    )
