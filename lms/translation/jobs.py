"""Background doors of translation.

What they do stands in `services`.
"""

from lms.kit.jobs import Run
from lms.translation import services


def tell_sent_back(run: Run) -> None:
    """Write to a translator what reviewers sent back of late."""
    services.tell_sent_back(run.now, run.job_id, **run.arguments)
