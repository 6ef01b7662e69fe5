"""A request to be taken into a course as a value, and for how long its answer is shown.

Who may decide on it stands in `policy`.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

TELL_ASKED = "learning.tell_asked"
TELL_DECIDED = "learning.tell_decided"
# Who was declined finds the answer on the own page for so long; it stays on the course's page.
SHOWN_DECLINED = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class RequestRow:
    """Somebody's wish to be taken into a course, and what became of it."""

    id: str
    course_id: str
    person_id: str
    language: str
    message: str
    status: str
    asked_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    reason: str

    @property
    def is_waiting(self) -> bool:
        """Say whether nobody has decided on it, and it was not taken back."""
        return self.status == "waiting"


def is_shown(request: RequestRow, now: datetime) -> bool:
    """Say whether a request stands on the page of the person who made it."""
    if request.status == "declined" and request.decided_at is not None:
        return now - request.decided_at < SHOWN_DECLINED
    return request.is_waiting
