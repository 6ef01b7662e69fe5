"""Revoking by one or by two: somebody asks, another administrator confirms or refuses.

Whether two are needed is the issuer's setting; what revoking does is in `decisions`.
"""

from datetime import datetime
from typing import Literal

from sqlalchemy import update

from lms.accounts import queries as people
from lms.certificates.models import RevocationRequest
from lms.certificates.queries import requests
from lms.certificates.queries.requests import RequestRow
from lms.certificates.rules import deciding
from lms.certificates.rules.deciding import (
    REQUEST_WAITS,
    RequestOver,
    RevocationAsked,
    SecondPersonIsTheFirst,
)
from lms.certificates.rules.rows import CertificateRow
from lms.certificates.services import decisions
from lms.certificates.services.decisions import Why, lock_for_decision
from lms.certificates.services.telling import notify, record
from lms.kit.actor import Actor
from lms.kit.db import db
from lms.kit.ids import new_id
from lms.organisations import queries as organisations


def ask_or_revoke(
    actor: Actor, now: datetime, certificate: CertificateRow, why: Why
) -> Literal["revoked", "asked"]:
    """Revoke, or ask for it where the issuer wants two people; say which.

    The operator at the machine acts alone. Raises `OwnCertificate`, `AlreadyRevoked`,
    `RevocationAsked`.
    """
    if not decisions.needs_two(actor, certificate):
        decisions.revoke_certificate(actor, now, certificate, reason=why.reason, note=why.note)
        _end(certificate.id, "lapsed")
        return "revoked"
    there = lock_for_decision(actor, certificate, now)
    deciding.check_revocable(there.standing)
    if requests.find_waiting(there.id, now) is not None:
        raise RevocationAsked
    # One that nobody decided on in time makes room.
    _end(there.id, "lapsed")
    request_id = _ask(actor, now, there, why)
    issuer = organisations.get_organisation(there.issuer_id)
    for person_id in people.list_role_holders("administrator", issuer.path, now):
        if person_id not in {actor.person_id, there.person_id}:
            notify(now, "certificates.revocation_asked", f"{request_id}:{person_id}", person_id,
                   {"request": request_id})  # fmt: skip
    return "asked"


def _ask(actor: Actor, now: datetime, certificate: CertificateRow, why: Why) -> str:
    request_id, note = new_id(), why.note.strip() or None
    db.session.add(
        RevocationRequest(
            id=request_id, certificate_id=certificate.id, reason=why.reason, note=note,
            asked_by=str(actor.person_id), asked_at=now, expires_at=now + REQUEST_WAITS,
        )
    )  # fmt: skip
    db.session.flush()
    details = {"request": request_id, "reason": why.reason, "note": note}
    record(actor, now, "revocation_asked", certificate.id, details)
    return request_id


def confirm_revocation(
    actor: Actor, now: datetime, request: RequestRow, certificate: CertificateRow
) -> None:
    """Revoke what another has asked to revoke.

    Raises `OwnCertificate`, `RequestOver`, `SecondPersonIsTheFirst`, `AlreadyRevoked`.
    """
    _check_second(actor, now, request, certificate)
    _set(request.id, "confirmed", actor, now)
    why = Why(request.reason, request.note or "")  # type: ignore[arg-type]  # checked by the table
    decisions.revoke_certificate(actor, now, certificate, reason=why.reason, note=why.note)
    record(actor, now, "revocation_confirmed", certificate.id, {"request": request.id})
    _tell_asker(now, request)


def refuse_revocation(
    actor: Actor, now: datetime, request: RequestRow, certificate: CertificateRow, answer: str
) -> None:
    """Leave the certificate as it is, and say why; raise as `confirm_revocation` does."""
    _check_second(actor, now, request, certificate)
    _set(request.id, "refused", actor, now, answer.strip())
    details = {"request": request.id, "answer": answer.strip()}
    record(actor, now, "revocation_refused", certificate.id, details)
    _tell_asker(now, request)


def withdraw_revocation(
    actor: Actor, now: datetime, request: RequestRow, certificate: CertificateRow
) -> None:
    """Take back a request of one's own while it waits; raise `RequestOver`."""
    _check_waiting(actor, now, request, certificate)
    _set(request.id, "withdrawn", actor, now)
    record(actor, now, "revocation_withdrawn", certificate.id, {"request": request.id})


def _check_second(
    actor: Actor, now: datetime, request: RequestRow, certificate: CertificateRow
) -> None:
    _check_waiting(actor, now, request, certificate)
    if actor.person_id == request.asked_by:
        raise SecondPersonIsTheFirst


def _check_waiting(
    actor: Actor, now: datetime, request: RequestRow, certificate: CertificateRow
) -> None:
    lock_for_decision(actor, certificate, now)
    # Read anew under the lock: of two at once the second finds it decided.
    there = requests.find_request(request.id, now)
    if there is None or not there.is_waiting:
        raise RequestOver


def _tell_asker(now: datetime, request: RequestRow) -> None:
    notify(now, "certificates.revocation_decided", request.id, request.asked_by,
           {"request": request.id})  # fmt: skip


def _set(request_id: str, outcome: str, actor: Actor, now: datetime, answer: str = "") -> None:
    db.session.execute(
        update(RevocationRequest)
        .where(RevocationRequest.id == request_id)
        .values(outcome=outcome, answer=answer or None, decided_by=actor.person_id, decided_at=now)
    )


def _end(certificate_id: str, outcome: str) -> None:
    """End what is still open of a certificate: nobody decides on it any more."""
    db.session.execute(
        update(RevocationRequest)
        .where(
            RevocationRequest.certificate_id == certificate_id,
            RevocationRequest.outcome.is_(None),
        )
        .values(outcome=outcome)
    )
