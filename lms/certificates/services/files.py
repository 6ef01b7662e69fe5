"""Asking for a certificate's file in a language, and keeping the one that was made.

Rendering is slow and is a job's work: `lms.certificates.jobs`.
"""

from dataclasses import asdict
from datetime import datetime

from lms.certificates.models import CertificateFile
from lms.certificates.queries import certificates as queries
from lms.certificates.queries.terms import find_beside
from lms.certificates.rules import RENDER, LanguageUnknown
from lms.certificates.rules.rows import MadeFile
from lms.certificates.services.telling import notify
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


def keep_file(now: datetime, made: MadeFile) -> None:
    """Record a rendered file, and tell the holder of the first one; a second time is nothing.

    What was made twice at once is kept once, and the other file is not left behind.
    """
    certificate = queries.find_certificate(made.certificate_id, now)
    there = queries.find_file(made.certificate_id, made.language, made.beside)
    if there is not None and there != made.content_hash:
        storage.remove(made.content_hash)
    if certificate is None or there is not None:
        return
    db.session.add(CertificateFile(**asdict(made), created_at=now))
    db.session.flush()
    if certificate.person_id:
        notify(now, "certificates.ready", made.certificate_id, certificate.person_id,
               {"certificate": made.certificate_id})  # fmt: skip
