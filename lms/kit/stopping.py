"""Jobs that are stopped by somebody, and whether any of a kind are at work.

A job is stopped by being taken away: its worker's next commit finds that it is not its own any
more, so that of the item in hand nothing stays. How a job goes on is in `lms.kit.jobs`.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, select, update

from lms.kit.db import db
from lms.kit.jobs import Job


def _is_open(kind: str, prefix: str) -> ColumnElement[bool]:
    is_ours = (Job.kind == kind) & Job.key.startswith(prefix, autoescape=True)
    return is_ours & Job.status.in_(("due", "taken"))


def is_at_work(kind: str, prefix: str) -> bool:
    """Say whether a job of this kind, its key beginning so, is due or in hand."""
    return db.session.execute(select(Job.id).where(_is_open(kind, prefix))).first() is not None


def stop_jobs(kind: str, prefix: str, now: datetime) -> None:
    """Take away the jobs of this kind whose keys begin so; what they have committed stays."""
    stopped = {"status": "stopped", "lease_until": None, "finished_at": now}
    db.session.execute(update(Job).where(_is_open(kind, prefix)).values(stopped))
