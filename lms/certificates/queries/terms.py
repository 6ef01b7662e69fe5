"""What certificates are issued with: said by the course or programme, else by the organisations.

The rules of joining are in `rules.terms`; who may change them is decided in `design_policy`.
"""

from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from lms.certificates.models import (
    Certificate,
    CertificateDesign,
    CertificateDesignVersion,
    CertificateTerms,
)
from lms.certificates.queries.designs import get_design
from lms.certificates.queries.signatories import get_signatories
from lms.certificates.rules.terms import Bands, Said, Terms, beside, join_said
from lms.kit.db import read
from lms.organisations import queries as organisations

_SAID = select(
    CertificateTerms.organisation_id,
    CertificateTerms.course_id,
    CertificateTerms.programme_id,
    CertificateTerms.design_id,
    CertificateTerms.signatories,
    CertificateTerms.places,
    CertificateTerms.conditions,
    CertificateTerms.merit_from,
    CertificateTerms.distinction_from,
    CertificateTerms.second_language,
)


def find_terms(
    issuer_id: str, *, course_id: str | None = None, programme_id: str | None = None
) -> Terms:
    """Return what the issuer's certificates are issued with now, of a course or a programme.

    Of each thing that is taken which stands nearest: for the course or programme, for the issuer,
    for the organisations above it. A picture of a signature is there only by consent, a design
    only where it is published.
    """
    path = organisations.get_organisation(issuer_id).path.split("/")
    return _terms(_join(path, course_id, programme_id))


def _join(path: list[str], course_id: str | None, programme_id: str | None) -> Said:
    rows = read(_SAID.where(or_(_of(course_id, programme_id), _whole(path)))).all()
    nearest = sorted(rows, key=lambda row: _distance(row, path))
    return join_said(_said(row) for row in nearest)


def find_named_design(
    issuer_id: str, *, course_id: str | None = None, programme_id: str | None = None
) -> str | None:
    """Return the id of the design that the nearest terms name, archived or not, or nothing."""
    path = organisations.get_organisation(issuer_id).path.split("/")
    return _join(path, course_id, programme_id).design_id


def find_second_language(
    issuer_id: str, *, course_id: str | None = None, programme_id: str | None = None
) -> str:
    """Return the second language of files, as the terms of a course or programme say it now.

    Empty where files are in one language.
    """
    path = organisations.get_organisation(issuer_id).path.split("/")
    return _join(path, course_id, programme_id).second_language or ""


def find_beside(certificate_id: str, language: str) -> str:
    """Return what stands beside `language` in a certificate's files by the terms now; or empty."""
    columns = (Certificate.issuer_id, Certificate.course_id, Certificate.programme_id)
    row = read(select(*columns).where(Certificate.id == certificate_id)).one()
    second = find_second_language(
        row.issuer_id, course_id=row.course_id, programme_id=row.programme_id
    )
    return beside(language, second)


def find_said(
    organisation_id: str, *, course_id: str | None = None, programme_id: str | None = None
) -> Said:
    """Return what one row of terms says by itself; nothing of it where there is no row."""
    row = read(_SAID.where(_row(organisation_id, course_id, programme_id))).one_or_none()
    return _said(row) if row else Said()


def find_row_id(
    organisation_id: str, *, course_id: str | None = None, programme_id: str | None = None
) -> str | None:
    """Return the id of a row of terms, or nothing."""
    is_it = _row(organisation_id, course_id, programme_id)
    return read(select(CertificateTerms.id).where(is_it)).scalar_one_or_none()


def _row(
    organisation_id: str, course_id: str | None, programme_id: str | None
) -> ColumnElement[bool]:
    own = course_id or programme_id
    return _of(course_id, programme_id) if own else _whole([organisation_id])


def _of(course_id: str | None, programme_id: str | None) -> ColumnElement[bool]:
    if course_id is not None:
        return CertificateTerms.course_id == course_id
    return and_(
        CertificateTerms.programme_id.is_not(None), CertificateTerms.programme_id == programme_id
    )


def _whole(organisation_ids: list[str]) -> ColumnElement[bool]:
    return and_(
        CertificateTerms.organisation_id.in_(organisation_ids),
        CertificateTerms.course_id.is_(None),
        CertificateTerms.programme_id.is_(None),
    )


def _distance(row: Any, path: list[str]) -> int:  # noqa: ANN401 - a row of columns
    if row.course_id or row.programme_id:
        return 0
    return len(path) - path.index(row.organisation_id)


def _said(row: Any) -> Said:  # noqa: ANN401
    return Said(
        row.design_id, tuple(row.signatories), row.places, row.conditions, row.merit_from,
        row.distinction_from, row.second_language,
    )  # fmt: skip


def _terms(said: Said) -> Terms:
    content_hash = _find_published(said.design_id) if said.design_id else None
    design = get_design(content_hash)
    wanted = said.signatories or design.signatories
    there = get_signatories(wanted) if wanted else {}
    # Designs and terms from before may name somebody twice; nobody signs twice.
    signing = [one for one in dict.fromkeys(wanted) if one in there]
    return Terms(
        design_hash=content_hash,
        emblem_hash=design.emblem_hash,
        signatories=tuple(there[one].as_printed for one in signing),
        named_twice=tuple(there[one].name for one in signing if wanted.count(one) > 1),
        places=said.places,
        conditions=said.conditions,
        bands=Bands(said.merit_from, said.distinction_from),
        second_language=said.second_language or "",
    )


def _find_published(design_id: str) -> str | None:
    """Return the hash of a design's newest version; nothing where it is archived."""
    query = (
        select(CertificateDesignVersion.content_hash)
        .join(CertificateDesign, CertificateDesign.id == CertificateDesignVersion.design_id)
        .where(
            CertificateDesignVersion.design_id == design_id,
            CertificateDesign.archived_at.is_(None),
        )
        .order_by(CertificateDesignVersion.number.desc())
        .limit(1)
    )
    return read(query).scalar_one_or_none()
