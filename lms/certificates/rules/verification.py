"""What everybody may know of a certificate who has its code: for people and for programs.

The holder's name is among it only by consent; else it is compared (`rules.naming`).
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from lms.certificates.rules.codes import grouped
from lms.certificates.rules.facts import Facts
from lms.certificates.rules.inspection import in_groups
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
ROSETTES = {"valid": "whole", "expired": "faint", "unknown": "faint", "not_ours": "faint"}
UNKNOWN = {"status": "unknown"}


def rosette_of(status: str) -> str:
    """Return how the rosette is drawn: whole, faint, or broken."""
    return ROSETTES.get(status, "broken")


@dataclass(frozen=True, slots=True)
class SignedWith:
    """A key that signed a certificate's file: its label and its certificate's SHA-256."""

    label: str
    fingerprint: str

    @property
    def readable(self) -> str:
        """Return the fingerprint in groups of four, as it is compared by eye."""
        return in_groups(self.fingerprint)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a visitor may see: the certificate, whether with the name and the code, and its keys.

    `until` is set where a link shows it, and says how long.
    """

    certificate: CertificateRow
    shows_name: bool = False
    shows_code: bool = True
    keys: list[SignedWith] = field(default_factory=list)
    until: datetime | None = None

    @property
    def code(self) -> str | None:
        """Return the code as it is printed, where it is shown."""
        return grouped(self.certificate.code) if self.shows_code else None

    @property
    def name(self) -> str | None:
        """Return the holder's name as it stands on the certificate, where it is shown."""
        return self.certificate.facts.printed_name if self.shows_name else None

    @property
    def holder(self) -> dict[str, str | None]:
        """Return who holds it as JSON values: the name where it is shown, and what is before it."""
        facts = self.certificate.facts
        if not self.shows_name:
            return {"name": None}
        before = {"honorific": facts.honorific} if facts.honorific else {}
        return {"name": facts.holder_name, **before}

    def to_json(self) -> dict[str, Any]:
        """Return what is shown as JSON values."""
        values = to_json(self.certificate) | {
            "holder": self.holder,
            "signed_with": [{"label": key.label, "sha256": key.fingerprint} for key in self.keys],
        }
        if not self.shows_code:
            del values["code"]
        if self.until:
            values["shown_until"] = self.until.isoformat()
        return values


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
        "exam_language": facts.exam_language,
        "hours": facts.hours,
        "sessions": _sessions(facts),
        "place": dict(facts.places),
        "conditions": dict(facts.conditions),
        "signatories": [
            {"name": one.name, "offices": dict(one.offices)} for one in facts.signatories
        ],
        "issuer": dict(facts.issuer_names),
        "issued_on": facts.issued_on.isoformat(),
        "valid_until": facts.valid_until.isoformat() if facts.valid_until else None,
    }


def _sessions(facts: Facts) -> dict[str, int | None] | None:
    if facts.sessions_held is None:
        return None
    return {"attended": facts.sessions_attended, "held": facts.sessions_held}
