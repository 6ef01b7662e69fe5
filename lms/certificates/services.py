"""What can be done with certificates: confirm and issue, ask for a file, revoke, issue to many.

Rendering is slow and is a job's work: `lms.certificates.jobs`. Who may do it is `policy`'s.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from lms.accounts import queries as people
from lms.accounts import services as accounts
from lms.accounts.rules import clean_name
from lms.audit import services as audit
from lms.certificates import queries
from lms.certificates.drafting import Basis, draft_facts
from lms.certificates.events import CertificateIssued, CertificateRevoked
from lms.certificates.facts import Facts
from lms.certificates.glyphs import check_drawable
from lms.certificates.models import Certificate, CertificateFile, CertificateStatus
from lms.certificates.queries import CertificateRow
from lms.certificates.rules import (
    ISSUE,
    RENDER,
    AlreadyRevoked,
    CourseNotCompleted,
    LanguageUnknown,
    NothingToIssue,
    OverrideWithoutReason,
)
from lms.certificates.status import Reason
from lms.content.queries import CourseRow
from lms.kit import events, jobs
from lms.kit.actor import Actor
from lms.kit.db import db
from lms.kit.i18n import LANGUAGES
from lms.kit.ids import digest
from lms.learning import queries as learning
from lms.learning.rules import EnrolmentRow
from lms.notifications.services import send


def request_certificate(
    actor: Actor, now: datetime, enrolment: EnrolmentRow, *, name: str, language: str
) -> str:
    """Confirm how the holder's name shall stand, issue, and ask for the file; return the id.

    Asking again gives the certificate that there is. Raises `CourseNotCompleted`,
    `CharactersMissing`, `NameMissing`, `LanguageUnknown`.
    """
    if learning.find_completion(enrolment.id) is None:
        raise CourseNotCompleted
    check_drawable(clean_name(name))
    accounts.confirm_name(actor, now, enrolment.person_id, name)
    certificate_id = issue_certificate(actor, now, enrolment)
    request_file(now, certificate_id, language)
    return certificate_id


def issue_certificate(actor: Actor, now: datetime, enrolment: EnrolmentRow) -> str:
    """Issue for a completion, under the name that the holder confirmed; return the id.

    There is one certificate of each kind: where it exists, it is returned. Raises
    `CourseNotCompleted`, `NameNotConfirmed`, `CharactersMissing`.
    """
    completion = learning.find_completion(enrolment.id)
    if completion is None:
        raise CourseNotCompleted
    basis = Basis.of_completion(completion)
    # Before the look for an earlier one, so that of two at once the second finds the first's.
    queries.lock_register()
    existing = queries.find_by_completion(completion.id, basis.kind, now)
    if existing is not None:
        return existing.id
    facts = draft_facts(basis, people.get_confirmed_name(enrolment.person_id), now)
    return _write(actor, now, facts, enrolment.person_id, enrolment.course_id, completion.id, None)


def issue_by_override(
    actor: Actor, now: datetime, course: CourseRow, person_id: str, language: str, reason: str
) -> str:
    """Issue for participation to somebody who has not completed, for a stated reason.

    The reason is kept and audited; it also stands in for a name that the holder has not confirmed.
    Raises `OverrideWithoutReason`, `CourseNotCompleted` where nothing is published.
    """
    if not reason.strip():
        raise OverrideWithoutReason
    if course.newest_version_id is None:
        raise CourseNotCompleted
    queries.lock_register()
    existing = queries.find_override(person_id, course.id, "participation", now)
    if existing is not None:
        return existing.id
    basis = Basis.of_version(course.newest_version_id, language, now)
    name = people.find_confirmed_name(person_id) or people.get_name(actor, person_id)
    facts = draft_facts(basis, name, now)
    return _write(actor, now, facts, person_id, course.id, None, reason.strip())


def _write(
    actor: Actor, now: datetime, facts: Facts, person_id: str, course_id: str,
    completion_id: str | None, override_reason: str | None,
) -> str:  # fmt: skip
    """Write the certificate, its number and its audit event, in the transaction at hand."""
    check_drawable(
        facts.holder_name, *facts.course_titles.values(), *facts.issuer_names.values()
    )  # fmt: skip
    certificate = Certificate(
        completion_id=completion_id,
        person_id=person_id,
        course_id=course_id,
        kind=facts.kind,
        code=facts.code,
        number=queries.get_last_number() + 1,
        facts=facts.to_json(),
        issued_at=now,
        valid_until=facts.valid_until,
        override_reason=override_reason,
    )
    db.session.add(certificate)
    db.session.flush()
    _record(
        actor, now, "issued", certificate.id,
        {"number": certificate.number, "kind": facts.kind, "course": facts.course_slug,
         "version": facts.version, "override_reason": override_reason},
    )  # fmt: skip
    events.announce(CertificateIssued(certificate.id, person_id), now)
    return certificate.id


def request_file(now: datetime, certificate_id: str, language: str) -> None:
    """Ask for a certificate's file in one of the six languages; harmless where there is one."""
    if language not in LANGUAGES:
        raise LanguageUnknown
    if queries.find_file(certificate_id, language) is None:
        key = f"{certificate_id}:{language}"
        arguments = {"certificate": certificate_id, "language": language}
        jobs.enqueue(RENDER, key, arguments, now)


def keep_file(now: datetime, certificate_id: str, language: str, content_hash: str) -> None:
    """Record a rendered file, and tell the holder of the first one; a second time is nothing."""
    certificate = queries.find_certificate(certificate_id, now)
    if certificate is None or queries.find_file(certificate_id, language) is not None:
        return
    db.session.add(
        CertificateFile(
            certificate_id=certificate_id,
            language=language,
            content_hash=content_hash,
            created_at=now,
        )
    )
    db.session.flush()
    _notify(now, "certificates.ready", certificate_id, certificate.person_id,
            {"certificate": certificate_id})  # fmt: skip


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
    _record(
        actor, now, "revoked", certificate.id, {"reason": reason, "note": note.strip() or None}
    )  # fmt: skip
    events.announce(CertificateRevoked(certificate.id, certificate.person_id, reason), now)


def start_issue(
    actor: Actor, now: datetime, course: CourseRow, enrolment_ids: list[str] | None = None
) -> str:
    """Start issuing to all who completed (or to those named of them); return the job's id.

    Raises `NothingToIssue`.
    """
    wanted = [
        candidate.enrolment_id
        for candidate, outcome in queries.list_outcomes(course.id)
        if outcome in {"ready", "ask"}
        and (enrolment_ids is None or candidate.enrolment_id in enrolment_ids)
    ]
    if not wanted:
        raise NothingToIssue
    arguments = {"course": course.slug, "enrolments": wanted, "person": actor.person_id}
    # The people are part of the key: another choice of people is another job.
    chosen = digest("\n".join(sorted(wanted)))
    job_id = jobs.enqueue(ISSUE, f"{course.id}:{chosen}", arguments, now)
    audit.record(
        actor, now, "certificates.issue_started", subject_type="course", subject_id=course.id,
        details={"job": job_id, "people": len(wanted)},
    )  # fmt: skip
    return job_id


def issue_one(actor: Actor, now: datetime, enrolment_id: str) -> dict[str, str]:
    """Issue to one of many, or ask for the name first; return what was done, for the record.

    Raises what `issue_certificate` raises, but for a name that is not confirmed.
    """
    enrolment = learning.find_enrolment(enrolment_id)
    if enrolment is None:
        raise CourseNotCompleted
    if people.find_confirmed_name(enrolment.person_id) is None:
        # One reminder a day, however often an administrator tries.
        _notify(now, "certificates.confirm_name", f"{enrolment_id}:{now.date()}",
                enrolment.person_id, {"enrolment": enrolment_id})  # fmt: skip
        return {"outcome": "asked", "person": enrolment.person_id}
    certificate_id = issue_certificate(actor, now, enrolment)
    language, _email = people.get_language_and_email(enrolment.person_id)
    request_file(now, certificate_id, language)
    return {
        "outcome": "issued",
        "person": enrolment.person_id,
        "certificate": certificate_id,
    }


def _notify(now: datetime, kind: str, key: str, person_id: str, context: Mapping[str, str]) -> None:
    language, email = people.get_language_and_email(person_id)
    send(
        now,
        kind=kind,
        key=key,
        email=email,
        language=language,
        template=f"mail/{kind.replace('.', '_')}.txt",
        context=context,
        person_id=person_id,
    )


def _record(
    actor: Actor, now: datetime, what: str, certificate_id: str, details: dict[str, Any]
) -> None:
    audit.record(
        actor, now, f"certificates.{what}", subject_type="certificate",
        subject_id=certificate_id, details=details,
    )  # fmt: skip
