"""What assessment announces to the rooms above it.

Who listens is named in `lms.wiring`.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AttemptFinished:
    """An attempt has its result, be it finished by the candidate or by its deadline."""

    attempt_id: str
    enrolment_id: str
    activity_id: str


@dataclass(frozen=True, slots=True)
class ResultCorrected:
    """A result was put right later: a question was regraded, or an appeal upheld."""

    attempt_id: str
    enrolment_id: str
    activity_id: str
