"""Deciding on a certificate that is out.

How it stands is derived from the decisions in `rules.status`.
"""

from datetime import datetime

from lms.certificates.events import CertificateRevoked
from lms.certificates.models import CertificateStatus
from lms.certificates.rules import (
    AlreadyRevoked,
)
from lms.certificates.rules.rows import CertificateRow
from lms.certificates.rules.status import Reason
from lms.certificates.services.telling import record
from lms.kit import events
from lms.kit.actor import Actor
from lms.kit.db import db


def revoke_certificate(
    actor: Actor, now: datetime, certificate: CertificateRow, *, reason: Reason, note: str = ""
) -> None:
    """Revoke a certificate for ever, with a reason's class and a note that stays internal.

    Raises `AlreadyRevoked`.
    """
    if certificate.standing.is_revoked:
        raise AlreadyRevoked
    db.session.add(
        CertificateStatus(
            certificate_id=certificate.id,
            decision="revoked",
            reason=reason,
            note=note.strip() or None,
            decided_by=actor.person_id,
            at=now,
        )
    )
    db.session.flush()
    record(
        actor, now, "revoked", certificate.id, {"reason": reason, "note": note.strip() or None}
    )  # fmt: skip
    events.announce(CertificateRevoked(certificate.id, certificate.person_id, reason), now)
