"""Background doors of the merging room: forgetting what cannot be undone any more.

Merging itself is done at once, in the request.
"""

from lms.kit.jobs import Run
from lms.merging.services.forgetting import forget_merges


def forget_moved(run: Run) -> None:
    """Forget the merges that are over."""
    forget_merges(run.now)
