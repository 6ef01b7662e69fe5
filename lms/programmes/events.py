"""What programmes announce to the rooms above them.

Who listens is named in `lms.wiring`.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProgrammeCompleted:
    """Somebody was given an award, or given one back that had been withdrawn."""

    award_id: str
    participation_id: str
    person_id: str


@dataclass(frozen=True, slots=True)
class NominationSubmitted:
    """A focal point has handed a nomination in to those who run the cohort."""

    nomination_id: str
    cohort_id: str


@dataclass(frozen=True, slots=True)
class NominationWithdrawn:
    """A nomination was taken back, before any place was offered."""

    nomination_id: str
    cohort_id: str


@dataclass(frozen=True, slots=True)
class AttendanceNoted:
    """Something was noted of these participants in a session of a cohort."""

    cohort_id: str
    participation_ids: tuple[str, ...]
