"""An enrolment as a value, and which one enrolling leads back to.

The way through a course stands in `outline`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class EnrolmentRow:
    """One person in one version of a course; `language` is that of the content she reads."""

    id: str
    person_id: str
    course_id: str
    version_id: str
    language: str
    status: str
    started_at: datetime
    ended_at: datetime | None

    @property
    def is_withdrawn(self) -> bool:
        """Say whether its parts are closed."""
        return self.status == "withdrawn"


def find_kept(
    former: Sequence[EnrolmentRow], version_id: str | None, *, again: bool
) -> EnrolmentRow | None:
    """Return the enrolment that enrolling leads back to, or nothing where a new one begins.

    `former` are a person's enrolments in the course, the newest first. One that is active stays.
    One completed stays unless the person wants to take the course again. One withdrawn from is
    taken up with its progress if it is of the version that would be begun: withdrawing buys
    nobody new attempts.
    """
    for status in ("active", "completed", "withdrawn"):
        for enrolment in former:
            is_kept = {
                "active": True,
                "completed": not again,
                "withdrawn": enrolment.version_id == version_id,
            }[status]
            if enrolment.status == status and is_kept:
                return enrolment
    return None
