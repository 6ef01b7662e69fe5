"""What learning announces to the rooms above it.

Who listens is named in `lms.wiring`.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CourseCompleted:
    """A person has reached participation or achievement; announced again when the other follows."""

    enrolment_id: str
    completion_id: str
