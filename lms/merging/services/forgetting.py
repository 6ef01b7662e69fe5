"""Forgetting what a merge moved, once it cannot be undone any more.

That there was a merge stays.
"""

from datetime import datetime

from sqlalchemy import delete

from lms.kit.db import db
from lms.merging.models import MergedRow
from lms.merging.queries.merges import get_merge_locked, list_over


def forget_merges(now: datetime) -> int:
    """Delete which rows the merges moved that are over, and how the accounts stood before.

    Return how many merges; harmless when run again.
    """
    merges = list_over(now)
    for merge_id in merges:
        merge = get_merge_locked(merge_id)
        merge.before, merge.after, merge.forgotten_at = {}, {}, now
        db.session.execute(delete(MergedRow).where(MergedRow.merge_id == merge_id))
    db.session.flush()
    return len(merges)
