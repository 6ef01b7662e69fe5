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
class CertificateStatusChanged:
    """Something was decided about a certificate; `reason` is the reason's class, if it has one."""

    certificate_id: str
    person_id: str | None
    decision: str
    reason: str | None
