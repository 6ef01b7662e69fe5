"""What everybody may know of a certificate who has its code: for people and for programs.

The holder's name is not among it; see `rules.is_same_name`.
"""

from typing import Any

from lms.certificates.rules.codes import grouped
from lms.certificates.rules.rows import CertificateRow
from lms.kit.i18n import N_

HEADLINES = {
    "valid": N_("This certificate is valid"),
    "expired": N_("This certificate has expired"),
    "suspended": N_("This certificate is suspended"),
    "superseded": N_("This certificate has been replaced by another"),
    "revoked": N_("This certificate has been revoked"),
    "unknown": N_("We know of no such certificate"),
}
STATUS_NAMES = {
    "valid": N_("Valid"),
    "expired": N_("Expired"),
    "suspended": N_("Suspended"),
    "superseded": N_("Replaced"),
    "revoked": N_("Revoked"),
}
ROSETTES = {"valid": "whole", "expired": "faint", "unknown": "faint"}
UNKNOWN = {"status": "unknown"}


def rosette_of(status: str) -> str:
    """Return how the rosette is drawn: whole, faint, or broken."""
    return ROSETTES.get(status, "broken")


def to_json(certificate: CertificateRow) -> dict[str, Any]:
    """Return the public facts and the status as JSON values; dates are ISO 8601."""
    facts, standing = certificate.facts, certificate.standing
    return {
        "status": standing.status,
        "reason": standing.reason,
        "since": standing.since.isoformat() if standing.since else None,
        "code": grouped(certificate.code),
        "kind": facts.kind,
        "subject": facts.subject,
        "course": {"slug": facts.subject_code, "titles": dict(facts.titles)},
        "articles": list(facts.articles),
        "version": facts.version,
        "edition": facts.edition,
        "content_hash": facts.content_hash,
        "language": facts.study_language,
        "hours": facts.hours,
        "issuer": dict(facts.issuer_names),
        "issued_on": facts.issued_on.isoformat(),
        "valid_until": facts.valid_until.isoformat() if facts.valid_until else None,
    }
