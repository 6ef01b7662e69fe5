"""Tables of certificates, by subject.

Each is imported from here; the files only keep them apart. Nothing here decides anything.
"""

from lms.certificates.models.certificates import Certificate, CertificateFile, CertificateStatus
from lms.certificates.models.designs import (
    CertificateDesign,
    CertificateDesignVersion,
    CertificateTerms,
    CertificateTrial,
    Signatory,
)
from lms.certificates.models.issuing import (
    IssueDecision,
    IssueItem,
    IssueRun,
    IssuingRule,
    SheetPreview,
)
from lms.certificates.models.keys import SigningAuthority, SigningKey
from lms.certificates.models.papers import PaperImport
from lms.certificates.models.requests import RevocationRequest
from lms.certificates.models.sharing import CertificateConsent, ShareLink

__all__ = [
    "Certificate",
    "CertificateConsent",
    "CertificateDesign",
    "CertificateDesignVersion",
    "CertificateFile",
    "CertificateStatus",
    "CertificateTerms",
    "CertificateTrial",
    "IssueDecision",
    "IssueItem",
    "IssueRun",
    "IssuingRule",
    "PaperImport",
    "RevocationRequest",
    "ShareLink",
    "SheetPreview",
    "Signatory",
    "SigningAuthority",
    "SigningKey",
]
