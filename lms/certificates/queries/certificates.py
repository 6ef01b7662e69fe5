"""Reads of certificates: one by id, code, completion or file; a holder's.

Whether the reader may see them is decided in `policy`; how one stands is derived in `status`.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, case, func, select, text

from lms.certificates.models import Certificate, CertificateFile, CertificateStatus
from lms.certificates.rules import kind_of
from lms.certificates.rules.facts import Facts, Kind
from lms.certificates.rules.rows import CertificateRow, FileRow
from lms.certificates.rules.status import Entry, standing
from lms.content.models import Course
from lms.kit.db import db, read
from lms.kit.errors import NotVisible
from lms.learning import queries as learning
from lms.learning.models import Completion

CERTIFICATE = select(
    Certificate.id,
    Certificate.code,
    Certificate.number,
    Certificate.kind,
    Certificate.person_id,
    Certificate.course_id,
    Certificate.programme_id,
    Certificate.award_id,
    Certificate.issuer_id,
    Certificate.issued_at,
    Certificate.valid_until,
    Certificate.supersedes_id,
    Certificate.status_list,
    Certificate.status_index,
    Certificate.facts,
)

# Built once, as all that is asked for single certificates: that costs more than the asking.
_BY_ID = CERTIFICATE.where(Certificate.id == bindparam("id"))
_BY_CODE = CERTIFICATE.where(Certificate.code == bindparam("code"))
_ENTRIES = (
    select(
        CertificateStatus.certificate_id,
        CertificateStatus.decision,
        CertificateStatus.reason,
        CertificateStatus.at,
    )
    .where(CertificateStatus.certificate_id.in_(bindparam("ids", expanding=True)))
    .order_by(CertificateStatus.seq)
)
_FILE = select(CertificateFile.content_hash).where(
    CertificateFile.certificate_id == bindparam("id"),
    CertificateFile.language == bindparam("language"),
    CertificateFile.beside == bindparam("beside"),
)
_BETTER_KIND = case((Completion.is_achievement, "achievement"), else_="participation")
_CERTIFIED = (
    select(Certificate.id)
    .join(Completion, Completion.id == Certificate.completion_id)
    .where(Completion.enrolment_id == bindparam("enrolment_id"), Certificate.kind == _BETTER_KIND)
)


def find_certificate(certificate_id: str, now: datetime) -> CertificateRow | None:
    """Return a certificate, or nothing."""
    return _find(_BY_ID, now, {"id": certificate_id})


def get_certificates(certificate_ids: Collection[str], now: datetime) -> dict[str, CertificateRow]:
    """Return those of the certificates that are there, by their ids."""
    rows = list_rows(CERTIFICATE.where(Certificate.id.in_(certificate_ids)), now)
    return {row.id: row for row in rows}


def get_certificate(certificate_id: str, now: datetime) -> CertificateRow:
    """Return a certificate; raise `NotVisible` where there is none."""
    certificate = find_certificate(certificate_id, now)
    if certificate is None:
        raise NotVisible
    return certificate


def find_by_code(code: str, now: datetime) -> CertificateRow | None:
    """Return the certificate with this code (as `parse_code` gives it), or nothing."""
    return _find(_BY_CODE, now, {"code": code})


def find_by_completion(completion_id: str, kind: Kind, now: datetime) -> CertificateRow | None:
    """Return the certificate of this kind that a completion has given, corrected if it was."""
    return _find(
        CERTIFICATE.where(
            Certificate.completion_id == completion_id, Certificate.kind == kind
        ).order_by(Certificate.number.desc()),
        now,
    )


def find_by_award(award_id: str, now: datetime) -> CertificateRow | None:
    """Return the certificate that an award has given, or its newest correction, or nothing."""
    query = CERTIFICATE.where(Certificate.award_id == award_id)
    return _find(query.order_by(Certificate.number.desc()), now)


def get_held(subject_ids: Collection[str], now: datetime) -> dict[tuple[str, str], CertificateRow]:
    """Return the newest certificate of each completion and award among these, by id and kind."""
    subject = func.coalesce(Certificate.completion_id, Certificate.award_id)
    query = (
        select(Certificate.id, Certificate.kind, subject.label("subject_id"))
        .where(Certificate.completion_id.in_(subject_ids) | Certificate.award_id.in_(subject_ids))
        .order_by(Certificate.number)
    )
    newest = {(row.subject_id, row.kind): row.id for row in read(query)}
    found = get_certificates(list(newest.values()), now)
    return {key: found[certificate_id] for key, certificate_id in newest.items()}


def find_for_enrolment(enrolment_id: str, now: datetime) -> CertificateRow | None:
    """Return the certificate that an enrolment's completion has given, of its better kind."""
    completion = learning.find_completion(enrolment_id)
    return find_by_completion(completion.id, kind_of(completion), now) if completion else None


def is_certified(enrolment_id: str) -> bool:
    """Say whether an enrolment's completion has given the certificate of its better kind."""
    return read(_CERTIFIED, {"enrolment_id": enrolment_id}).first() is not None


def list_certified(
    person_ids: Collection[str], programme_id: str, slugs: Collection[str], now: datetime
) -> set[str]:
    """Return who of these people holds a certificate of a programme or a course, not revoked."""
    courses = select(Course.id).where(Course.slug.in_(slugs))
    query = CERTIFICATE.where(
        Certificate.person_id.in_(person_ids),
        (Certificate.programme_id == programme_id) | Certificate.course_id.in_(courses),
    )
    rows = list_rows(query, now)
    return {row.person_id for row in rows if row.person_id and not row.standing.is_revoked}


def find_achieved(achievement_key: str) -> Facts | None:
    """Return the facts of some certificate of an achievement, or nothing where nobody has one."""
    facts = read(
        select(Certificate.facts)
        .where(Certificate.achievement_key == achievement_key)
        .order_by(Certificate.number)
        .limit(1)
    ).scalar_one_or_none()
    return Facts.from_json(facts) if facts else None


def find_override(
    person_id: str, course_id: str, kind: Kind, now: datetime
) -> CertificateRow | None:
    """Return the certificate that a person got without a completion, or nothing."""
    return _find(
        CERTIFICATE.where(
            Certificate.completion_id.is_(None),
            Certificate.person_id == person_id,
            Certificate.course_id == course_id,
            Certificate.kind == kind,
        ).order_by(Certificate.number.desc()),
        now,
    )


def find_by_file(content_hash: str, now: datetime) -> tuple[CertificateRow, str] | None:
    """Return the certificate whose file has this SHA-256, with the file's language, or nothing."""
    row = read(
        select(CertificateFile.certificate_id, CertificateFile.language).where(
            CertificateFile.content_hash == content_hash
        )
    ).one_or_none()
    certificate = find_certificate(row.certificate_id, now) if row else None
    return (certificate, row.language) if row and certificate else None


def is_on_record(content_hash: str) -> bool:
    """Say whether a file with this SHA-256 was made here."""
    query = select(CertificateFile.certificate_id).where(
        CertificateFile.content_hash == content_hash
    )
    return read(query).first() is not None


def list_all_hashes() -> frozenset[str]:
    """Return the SHA-256 of every file of every certificate."""
    return frozenset(read(select(CertificateFile.content_hash)).scalars())


def list_certificates(person_id: str, now: datetime) -> list[CertificateRow]:
    """Return a person's certificates, the newest first."""
    query = CERTIFICATE.where(Certificate.person_id == person_id)
    return list_rows(query.order_by(Certificate.issued_at.desc(), Certificate.id), now)


def find_file(certificate_id: str, language: str, beside: str = "") -> str | None:
    """Return the hash of a certificate's file in `language` (and a second one), or nothing."""
    wanted = {"id": certificate_id, "language": language, "beside": beside}
    return read(_FILE, wanted).scalar_one_or_none()


def get_hashes(certificate_ids: Collection[str]) -> dict[tuple[str, str, str], str]:
    """Return the hashes of all files of these certificates by certificate, language and second."""
    query = select(
        CertificateFile.certificate_id, CertificateFile.language, CertificateFile.beside,
        CertificateFile.content_hash,
    ).where(CertificateFile.certificate_id.in_(certificate_ids))  # fmt: skip
    return {(row.certificate_id, row.language, row.beside): row.content_hash for row in read(query)}


def list_files(certificate_id: str) -> list[FileRow]:
    """Return the files of a certificate, in the order in which they were made."""
    query = (
        select(
            CertificateFile.language,
            CertificateFile.beside,
            CertificateFile.content_hash,
            CertificateFile.key_id,
            CertificateFile.created_at,
        )
        .where(CertificateFile.certificate_id == certificate_id)
        .order_by(CertificateFile.created_at, CertificateFile.language, CertificateFile.beside)
    )
    return [FileRow(*row) for row in read(query)]


def find_unrendered(
    certificate_id: str, language: str, beside: str, now: datetime
) -> CertificateRow | None:
    """Return a certificate that has no such file yet, or nothing."""
    if find_file(certificate_id, language, beside) is not None:
        return None
    return find_certificate(certificate_id, now)


def lock_register() -> None:
    """Let nobody else issue until this transaction ends; SQLite has one writer at a time anyway."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("LOCK TABLE certificate IN SHARE ROW EXCLUSIVE MODE"))


def get_last_number() -> int:
    """Return the highest number of the register; 0 where it is empty."""
    return read(select(func.max(Certificate.number))).scalar_one() or 0


def _find(
    query: Select[*tuple[Any, ...]], now: datetime, values: Mapping[str, str] | None = None
) -> CertificateRow | None:
    found = list_rows(query, now, values)
    return found[0] if found else None


def list_rows(
    query: Select[*tuple[Any, ...]], now: datetime, values: Mapping[str, str] | None = None
) -> list[CertificateRow]:
    """Return the certificates of a query over the columns of `CERTIFICATE`, in its order.

    `values` are those of the query's parameters.
    """
    rows = read(query, values).all()
    entries = _list_entries([row.id for row in rows])
    return [
        CertificateRow(
            row.id, row.code, row.number, row.kind, row.person_id, row.course_id,
            row.programme_id, row.award_id, row.issuer_id, row.issued_at, row.valid_until,
            row.supersedes_id, row.status_list, row.status_index, Facts.from_json(row.facts),
            standing(entries[row.id], row.valid_until, now),
        )
        for row in rows
    ]  # fmt: skip


# SQLite takes no more values in one statement than 32,766.
_MOST_AT_ONCE = 10_000


def _list_entries(certificate_ids: Sequence[str]) -> dict[str, list[Entry]]:
    entries: dict[str, list[Entry]] = defaultdict(list)
    for start in range(0, len(certificate_ids), _MOST_AT_ONCE):
        some = certificate_ids[start : start + _MOST_AT_ONCE]
        for row in read(_ENTRIES, {"ids": some}):
            entries[row.certificate_id].append(Entry(row.decision, row.reason, row.at))
    return entries
