"""Verbs on signatories: enter, change, ask for consent, agree, withdraw, take off the list.

A picture is printed only while its owner agrees to that very picture above that name and office.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lms.accounts import queries as people
from lms.audit import services as audit
from lms.certificates.models import Signatory
from lms.certificates.rules.design_rows import SignatoryRow
from lms.certificates.rules.signing import seal_of
from lms.certificates.services.telling import tell
from lms.kit.actor import Actor
from lms.kit.db import db
from lms.kit.errors import DomainError, NotVisible
from lms.kit.i18n import N_
from lms.kit.ids import digest, new_token
from lms.notifications.services import send


class NothingToAgreeTo(DomainError):
    """Consent is given to a picture, by the one whose signature it is."""

    message = N_("Enter the e-mail address and a picture of the signature first.")


class OtherByNow(DomainError):
    """Consent holds for what was shown, and for nothing else."""

    message = N_(
        "The picture, the name or the office was changed while you looked at it. Nothing was agreed"
        " to: look at it as it is now."
    )


@dataclass(frozen=True, slots=True)
class Entry:
    """What is entered of a signatory; the picture by its hash."""

    name: str
    offices: Mapping[str, str]
    email: str | None
    language: str
    picture_hash: str | None


def add_signatory(actor: Actor, now: datetime, organisation_id: str, entry: Entry) -> str:
    """Enter somebody who signs; return the id."""
    row = Signatory(organisation_id=organisation_id, created_at=now, **_columns(entry))
    db.session.add(row)
    db.session.flush()
    _record(actor, now, "added", row.id, {"name": entry.name})
    return row.id


def change_signatory(actor: Actor, now: datetime, signatory: SignatoryRow, entry: Entry) -> bool:
    """Change what is known of a signatory; say whether that ended a consent.

    To another name, office or picture nobody has agreed yet. Another address is not the one that
    the link was mailed to: a link of before opens nothing any more.
    """
    row = _get(signatory.id)
    is_other = seal_of(entry.name, entry.offices, entry.picture_hash) != signatory.seal
    has_ended = is_other and row.consented_seal is not None
    if entry.email != row.email:
        row.token_digest = row.asked_at = None
    if is_other:
        row.asked_at = None
    if has_ended:
        row.consented_seal, row.overtaken_at = None, now
        _record(actor, now, "consent_ended", row.id, {"name": signatory.name})
    for name, value in _columns(entry).items():
        setattr(row, name, value)
    db.session.flush()
    _record(actor, now, "changed", row.id, {"name": entry.name})
    return has_ended


def ask_consent(actor: Actor, now: datetime, signatory: SignatoryRow, issuer: str) -> None:
    """Mail the link by which a signatory agrees, or takes that back; the link before is void.

    Raises `NothingToAgreeTo`.
    """
    row = _get(signatory.id)
    if not row.email or not row.picture_hash:
        raise NothingToAgreeTo
    token = new_token()
    row.token_digest, row.asked_at = digest(token), now
    db.session.flush()
    send(
        now,
        kind="certificates.signature",
        key=row.token_digest,
        email=row.email,
        language=row.language,
        template="mail/certificates_signature.txt",
        context={"token": token, "name": row.name, "issuer": issuer},
    )
    _record(actor, now, "asked", row.id, {})


def agree(actor: Actor, now: datetime, signatory: SignatoryRow, shown: str) -> None:
    """Agree to what was shown, by its seal. Raises `OtherByNow` where it is something else."""
    row = _get(signatory.id)
    if seal_of(row.name, row.offices, row.picture_hash) != shown:
        raise OtherByNow
    if row.consented_seal == shown:
        return
    row.consented_seal, row.consented_at = shown, now
    row.overtaken_at = row.withdrawn_at = None
    db.session.flush()
    _record(actor, now, "agreed", row.id, {"picture": row.picture_hash})
    _tell_administrators(now, signatory, has_agreed=True)


def withdraw(actor: Actor, now: datetime, signatory: SignatoryRow) -> None:
    """Take the consent back: certificates issued from now on have no picture."""
    row = _get(signatory.id)
    if row.consented_seal is None:
        return
    row.consented_seal, row.withdrawn_at = None, now
    db.session.flush()
    _record(actor, now, "withdrew", row.id, {})
    _tell_administrators(now, signatory, has_agreed=False)


def remove_signatory(actor: Actor, now: datetime, signatory: SignatoryRow) -> None:
    """Take somebody off the list; certificates that were issued keep what stands on them."""
    row = _get(signatory.id)
    row.archived_at, row.token_digest, row.consented_seal = now, None, None
    db.session.flush()
    _record(actor, now, "removed", row.id, {})


def _tell_administrators(now: datetime, signatory: SignatoryRow, *, has_agreed: bool) -> None:
    """Write to whoever administers what the signatory signs for, each in their language."""
    context = {"signatory": signatory.id, "name": signatory.name, "has_agreed": has_agreed}
    holders = people.list_role_holders("administrator", signatory.organisation_path, now)
    keys = ((f"{signatory.id}:{now.isoformat()}:{holder}", holder) for holder in holders)
    tell(now, "certificates.signature_decided", [(key, holder, context) for key, holder in keys])


def _columns(entry: Entry) -> dict[str, Any]:
    return {
        "name": entry.name,
        "offices": {language: office for language, office in entry.offices.items() if office},
        "email": entry.email,
        "language": entry.language,
        "picture_hash": entry.picture_hash,
    }


def _get(signatory_id: str) -> Signatory:
    row = db.session.get(Signatory, signatory_id)
    if row is None:
        raise NotVisible
    return row


def _record(
    actor: Actor, now: datetime, what: str, signatory_id: str, details: dict[str, Any]
) -> None:
    audit.record(
        actor, now, f"certificates.signatory_{what}", subject_type="signatory",
        subject_id=signatory_id, details=details,
    )  # fmt: skip
