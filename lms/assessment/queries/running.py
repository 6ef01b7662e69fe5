"""A person's attempts whose clock is running, for the page of what somebody learns.

That page is of a room below, which asks through `lms.wiring`.
"""

from datetime import datetime

from sqlalchemy import bindparam, select

from lms.assessment.models import Attempt
from lms.kit.db import read
from lms.learning.queries.running import Running

# The one that ends first comes last, and so stays where an enrolment has two.
_running = (
    select(Attempt.enrolment_id, Attempt.id, Attempt.activity_id, Attempt.deadline)
    .where(
        Attempt.person_id == bindparam("person_id"),
        Attempt.finished_at.is_(None),
        Attempt.paused_at.is_(None),
        Attempt.deadline >= bindparam("now"),
    )
    .order_by(Attempt.deadline.desc())
)


def list_clocks(person_id: str, now: datetime) -> dict[str, Running]:
    """Return a person's attempts that are open against a clock, by enrolment."""
    rows = read(_running, {"person_id": person_id, "now": now})
    return {
        enrolment_id: Running(attempt_id, activity_id, deadline)
        for enrolment_id, attempt_id, activity_id, deadline in rows
        if deadline is not None
    }
