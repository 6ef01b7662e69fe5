"""Who issues with a design, and who has somebody sign: terms and designs, as they stand now.

What they are called for a reader is the business of `views.usage`.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from lms.certificates.models import CertificateDesign, CertificateDesignVersion, CertificateTerms
from lms.kit.db import read


@dataclass(frozen=True, slots=True)
class TermsOf:
    """What a row of terms is for: a course, a programme, or else the organisation."""

    organisation_id: str
    course_id: str | None
    programme_id: str | None


_TERMS = select(
    CertificateTerms.organisation_id,
    CertificateTerms.course_id,
    CertificateTerms.programme_id,
    CertificateTerms.signatories,
).order_by(CertificateTerms.id)


def list_terms_with(design_id: str) -> list[TermsOf]:
    """Return whose terms name a design."""
    return [
        TermsOf(*row[:3]) for row in read(_TERMS.where(CertificateTerms.design_id == design_id))
    ]


def list_terms_signed_by(signatory_id: str) -> list[TermsOf]:
    """Return whose terms name a signatory."""
    return [TermsOf(*row[:3]) for row in read(_TERMS) if signatory_id in row.signatories]


def list_designs_signed_by(signatory_id: str) -> list[tuple[str, str]]:
    """Return id and name of the designs that name a signatory, by name.

    In the draft, or in the version with which certificates are issued; none that is archived.
    """
    newest = (
        select(func.max(CertificateDesignVersion.number))
        .where(CertificateDesignVersion.design_id == CertificateDesign.id)
        .correlate(CertificateDesign)
        .scalar_subquery()
    )
    is_newest = (CertificateDesignVersion.design_id == CertificateDesign.id) & (
        CertificateDesignVersion.number == newest
    )
    query = (
        select(
            CertificateDesign.id,
            CertificateDesign.name,
            CertificateDesign.draft,
            CertificateDesignVersion.design,
        )
        .outerjoin(CertificateDesignVersion, is_newest)
        .where(CertificateDesign.archived_at.is_(None))
        .order_by(CertificateDesign.name, CertificateDesign.id)
    )
    return [
        (row.id, row.name)
        for row in read(query)
        if _is_signed_by(row.draft, signatory_id) or _is_signed_by(row.design, signatory_id)
    ]


def _is_signed_by(design: dict[str, Any] | None, signatory_id: str) -> bool:
    return design is not None and signatory_id in design.get("signatories", ())
