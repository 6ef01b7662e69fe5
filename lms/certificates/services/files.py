"""Asking for a certificate's file in a language, and keeping the one that was made.

Rendering is slow and is a job's work: `lms.certificates.jobs`.
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from lms.accounts import queries as people
from lms.certificates.models import CertificateFile
from lms.certificates.queries import certificates as queries
from lms.certificates.queries.terms import find_beside
from lms.certificates.rules import RENDER, LanguageUnknown
from lms.certificates.rules.files import find_refusal
from lms.certificates.rules.rows import CertificateRow, MadeFile
from lms.certificates.services.telling import tell
from lms.kit import jobs, storage
from lms.kit.db import db
from lms.kit.i18n import LANGUAGES


def request_file(now: datetime, certificate_id: str, language: str, beside: str = "") -> None:
    """Ask for a certificate's file in one or two of the six languages; harmless where it is there.

    `beside` is the second language of a bilingual file, or empty. Raises `LanguageUnknown`.
    """
    if language not in LANGUAGES or beside == language or beside not in {"", *LANGUAGES}:
        raise LanguageUnknown
    if queries.find_file(certificate_id, language, beside) is None:
        key = f"{certificate_id}:{language}:{beside}".rstrip(":")
        arguments = {"certificate": certificate_id, "language": language, "beside": beside}
        jobs.enqueue(RENDER, key, arguments, now)


def request_usual_file(now: datetime, certificate_id: str, language: str) -> None:
    """Ask for the file in a language, with the second one beside it where the terms say so.

    Raises `LanguageUnknown`.
    """
    if language not in LANGUAGES:
        raise LanguageUnknown
    request_file(now, certificate_id, language, find_beside(certificate_id, language))


def request_another_file(
    now: datetime, certificate: CertificateRow, language: str, beside: str
) -> None:
    """Ask for one more file of a certificate that is out.

    Raises `LanguageUnknown`, `FileOfReplaced`, `FileOfRevoked`, `FileOfPaper`.
    """
    refusal = find_refusal(certificate)
    if refusal is not None:
        raise refusal
    request_file(now, certificate.id, language, beside)


def keep_file(now: datetime, made: MadeFile) -> None:
    """Record a rendered file as `keep_files` does."""
    keep_files(now, [made])


def keep_files(now: datetime, made: Sequence[MadeFile]) -> None:
    """Record rendered files, and tell the holders of the first ones; a second time is nothing.

    What was made twice at once is kept once, and the other file is not left behind.
    """
    ids = {one.certificate_id for one in made}
    certificates, there = queries.get_certificates(ids, now), queries.get_hashes(ids)
    fresh = []
    for one in made:
        known = there.get((one.certificate_id, one.language, one.beside))
        if known is not None and known != one.content_hash:
            storage.remove(one.content_hash)
        if known is None and one.certificate_id in certificates:
            fresh.append(one)
    db.session.add_all(CertificateFile(**asdict(one), created_at=now) for one in fresh)
    db.session.flush()
    _tell_holders(now, [certificates[key] for key in {one.certificate_id: 1 for one in fresh}])


def _tell_holders(now: datetime, certificates: Sequence[CertificateRow]) -> None:
    # Of a correction its holder was told when it was decided, with the way to this one.
    holders = {one.id: one for one in certificates if one.person_id and not one.supersedes_id}
    mailboxes = people.get_languages_and_emails({str(one.person_id) for one in holders.values()})
    messages = []
    for key, one in holders.items():
        language, _email = mailboxes[str(one.person_id)]
        context = {"certificate": key, "title": one.facts.title_in(language)}
        messages.append((key, str(one.person_id), context))
    tell(now, "certificates.ready", messages)
