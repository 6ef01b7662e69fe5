"""What certificates announce.

Who listens is named in `lms.wiring`; nothing stands above this room but reporting.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CertificateIssued:
    """A certificate's facts are frozen; its files follow."""

    certificate_id: str
    person_id: str | None


@dataclass(frozen=True, slots=True)
class CertificateRevoked:
    """A certificate does not hold any more; `reason` is the reason's class."""

    certificate_id: str
    person_id: str | None
    reason: str
