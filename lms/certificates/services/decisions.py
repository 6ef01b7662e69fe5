"""Deciding on a certificate that is out: suspending, reinstating, revoking, replacing.

How it stands is derived from the decisions in `rules.status`; revoking by two is in `revocations`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from lms.accounts import queries as people
from lms.certificates.drafting import name_latin
from lms.certificates.events import CertificateStatusChanged
from lms.certificates.models import Certificate, CertificateStatus
from lms.certificates.queries import certificates as queries
from lms.certificates.queries.grounds import find_replacement, get_grounds
from lms.certificates.queries.requests import find_waiting
from lms.certificates.queries.signatories import ask_anew
from lms.certificates.rules import deciding
from lms.certificates.rules.codes import new_code
from lms.certificates.rules.deciding import Correction, Naming, ReviewInThePast
from lms.certificates.rules.losses import find_losses
from lms.certificates.rules.paper_days import check_day
from lms.certificates.rules.rows import CertificateRow
from lms.certificates.rules.status import Decision, Reason
from lms.certificates.services.files import request_file, request_usual_file
from lms.certificates.services.telling import notify, record
from lms.certificates.services.writing import Grounds, write_certificate
from lms.kit import events
from lms.kit.actor import Actor
from lms.kit.db import db
from lms.kit.errors import DomainError, NotVisible
from lms.organisations import queries as organisations


@dataclass(frozen=True, slots=True)
class Why:
    """The class of a reason, which everybody sees, and a note that stays inside."""

    reason: Reason
    note: str = ""


def suspend_certificate(
    actor: Actor, now: datetime, certificate: CertificateRow, why: Why,
    review_on: date | None = None,
) -> None:  # fmt: skip
    """Let a certificate not hold until it is reinstated; `review_on` reminds of looking at it.

    Raises `OwnCertificate`, `AlreadySuspended`, `AlreadyRevoked`, `AlreadyReplaced`,
    `ReviewInThePast`.
    """
    if review_on is not None and review_on <= now.date():
        raise ReviewInThePast
    there = lock_for_decision(actor, certificate, now)
    deciding.check_suspendable(there.standing)
    write_decision(actor, now, there, "suspended", why, review_on)


def reinstate_certificate(
    actor: Actor, now: datetime, certificate: CertificateRow, note: str = ""
) -> None:
    """End a suspension. Raises `OwnCertificate`, `NotSuspended`, `AlreadyRevoked`."""
    there = lock_for_decision(actor, certificate, now)
    deciding.check_suspended(there.standing)
    write_decision(actor, now, there, "reinstated", None, note=note)


def revoke_certificate(
    actor: Actor, now: datetime, certificate: CertificateRow, *, reason: Reason, note: str = ""
) -> None:
    """Revoke a certificate for ever; whether one person may is asked in `revocations`.

    Raises `OwnCertificate`, `AlreadyRevoked`.
    """
    there = lock_for_decision(actor, certificate, now)
    deciding.check_revocable(there.standing)
    write_decision(actor, now, there, "revoked", Why(reason, note))


def correct_certificate(
    actor: Actor, now: datetime, certificate: CertificateRow, correction: Correction, why: Why
) -> str:
    """Replace a certificate by one that is right, under a number and a code of its own.

    One that was revoked as an error stays revoked and is followed by the other. Whoever signs is
    asked anew: a picture of a signature is there only where consent still is. Returns the new
    one's id. Raises `OwnCertificate`, `NothingCorrected`, `EndsTooEarly`, `DayToCome`,
    `DayTooEarly`, `SuspendedStill`, `AlreadyRevoked`, `AlreadyReplaced`, `RevocationWaits`,
    `CharactersMissing`, and what `losses_of` finds.
    """
    queries.lock_register()
    there = lock_for_decision(actor, certificate, now)
    deciding.check_correctable(there.standing)
    is_reissue = deciding.is_to_be_reissued(there.standing)
    if is_reissue and find_replacement(there.id) is not None:
        raise deciding.AlreadyReplaced
    if needs_two(actor, there) and find_waiting(there.id, now) is not None:
        raise deciding.RevocationWaits
    deciding.check_end(there.facts, correction, now.date())
    if there.facts.subject == "paper":
        check_day(correction.issued_on, now.date())
    for loss in losses_of(actor, there, correction).values():
        raise loss
    facts = deciding.correct_facts(there.facts, correction, new_code(), is_reissue=is_reissue)
    issuer = organisations.get_organisation(there.issuer_id)
    facts = replace(facts, signatories=ask_anew(facts.signatories, issuer.path))
    grounds = Grounds(**get_grounds(there.id), supersedes_id=there.id)
    new_id = write_certificate(actor, now, facts, grounds)
    write_decision(actor, now, there, "superseded", why, replaced_by=new_id)
    if there.person_id is not None:
        _request_files(now, there, new_id)
    return new_id


def losses_of(
    actor: Actor, certificate: CertificateRow, correction: Correction
) -> Mapping[str, DomainError]:
    """Return why a correction would be a revocation by one, by the field that says so.

    Nothing where one may revoke alone; nor where it was revoked already, which took two.
    """
    if certificate.standing.is_revoked or not needs_two(actor, certificate):
        return {}
    is_name_typed = certificate.person_id is None
    return find_losses(certificate.facts, correction, is_name_typed=is_name_typed)


def needs_two(actor: Actor, certificate: CertificateRow) -> bool:
    """Say whether the issuer wants a second person to revoke; the operator acts alone."""
    issuer = organisations.get_organisation(certificate.issuer_id)
    return not actor.is_operator and organisations.needs_two_to_revoke(issuer.path)


def _request_files(now: datetime, replaced: CertificateRow, new_id: str) -> None:
    """Ask for the new one's files in the languages of those that the holder had of the old one."""
    files = queries.list_files(replaced.id)
    for file in files:
        request_file(now, new_id, file.language, file.beside)
    if not files:
        language, _email = people.get_language_and_email(str(replaced.person_id))
        request_usual_file(now, new_id, language)


def name_for_correction(certificate: CertificateRow, typed: Naming) -> Naming:
    """Return the names for a corrected certificate: as its holder has confirmed them by now.

    What an administrator types holds only for somebody without an account: nobody puts another
    name on a certificate than its holder knows of.
    """
    facts = certificate.facts
    if certificate.person_id is None:
        return typed
    confirmed = people.find_confirmed(certificate.person_id)
    if confirmed is None:
        return Naming(facts.holder_name, facts.latin_name, facts.honorific)
    latin = name_latin(certificate.person_id, confirmed.full_name)
    return Naming(confirmed.full_name, latin, confirmed.honorific)


def lock_for_decision(actor: Actor, certificate: CertificateRow, now: datetime) -> CertificateRow:
    """Let nobody else decide on a certificate meanwhile; return it as it stands now.

    Raises `OwnCertificate`.
    """
    deciding.check_not_own(actor, certificate)
    db.session.get_one(Certificate, certificate.id, with_for_update=True)
    there = queries.find_certificate(certificate.id, now)
    if there is None:
        raise NotVisible
    return there


def write_decision(
    actor: Actor, now: datetime, certificate: CertificateRow, decision: Decision, why: Why | None,
    review_on: date | None = None, note: str = "", replaced_by: str | None = None,
) -> None:  # fmt: skip
    """Append a decision, audit and announce it, and tell the holder that the status has changed."""
    reason, words = (why.reason, why.note) if why else (None, note)
    noted = words.strip() or None
    row = CertificateStatus(
        certificate_id=certificate.id, decision=decision, reason=reason, note=noted,
        review_on=review_on, decided_by=actor.person_id, at=now,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    details = {"reason": reason, "note": noted}
    if review_on is not None:
        details["review_on"] = review_on.isoformat()
    record(actor, now, decision, certificate.id, details)
    person_id = certificate.person_id
    events.announce(CertificateStatusChanged(certificate.id, person_id, decision, reason), now)
    if person_id is not None:
        language, _email = people.get_language_and_email(person_id)
        context = {
            "decision": decision,
            "title": certificate.facts.title_in(language),
            # A holder who follows the mail is to find the one that holds.
            "certificate": replaced_by or certificate.id,
        }
        notify(
            now, "certificates.status_changed", f"{certificate.id}:{row.seq}", person_id, context
        )
