"""The Open Badges 3.0 credential of one certificate, signed as VC-JWT: for the holder alone.

It has the holder's name, as the PDF has it, so it stands in no public place.
Sources: Open Badges 3.0 (1EdTech, spec version 1.3), VC data model 2.0, Bitstring Status List 1.0.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from lms.certificates.credentials.achievements import (
    CONTEXTS,
    language_of,
    make_achievement,
    make_profile,
    make_results,
)
from lms.certificates.credentials.addresses import Addresses
from lms.certificates.credentials.tokens import sign_token
from lms.certificates.rules.facts import Facts
from lms.certificates.signing.signer import Signer

_SCHEMA = (
    "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
)
_LAST_SECOND = time(23, 59, 59)


@dataclass(frozen=True, slots=True)
class Place:
    """A certificate's bit of the published status lists: in which, and where."""

    status_list: int
    status_index: int


def make_credential(facts: Facts, place: Place, base_url: str, signer: Signer) -> bytes:
    """Return the credential of a certificate as a compact JWS: what a wallet takes in.

    `base_url` is the installation's address.
    """
    payload = make_payload(facts, place, base_url)
    return sign_token(payload, signer, Addresses(base_url).key(signer.key_id))


def make_payload(facts: Facts, place: Place, base_url: str) -> dict[str, Any]:
    """Return the credential with its registered claims (Open Badges 3.0, 8.2.4.1).

    The claims say again what the credential says: issuer, holder, id, from when, until when.
    """
    credential = _make_document(facts, place, Addresses(base_url))
    claims = {
        "iss": credential["issuer"]["id"],
        "sub": credential["credentialSubject"]["id"],
        "jti": credential["id"],
        "nbf": _seconds(facts.issued_on, time.min),
    }
    if facts.valid_until is not None:
        claims["exp"] = _seconds(facts.valid_until, _LAST_SECOND)
    return credential | claims


def _make_document(facts: Facts, place: Place, addresses: Addresses) -> dict[str, Any]:
    language = language_of(facts)
    address = addresses.verification(facts.code)
    achievement = make_achievement(facts, language, addresses)
    document: dict[str, Any] = {
        "@context": list(CONTEXTS),
        "id": address,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": achievement["name"],
        "description": _describe(facts, language, achievement["description"]),
        "issuer": make_profile(facts, language, addresses),
        "validFrom": _instant(facts.issued_on, time.min),
        "awardedDate": _instant(facts.issued_on, time.min),
        "credentialSubject": _make_subject(facts, language, addresses, achievement),
        "credentialStatus": _make_status(facts, place, addresses),
        "credentialSchema": [{"id": _SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
    }
    if facts.valid_until is not None:
        document["validUntil"] = _instant(facts.valid_until, _LAST_SECOND)
    return document


def _describe(facts: Facts, language: str, kind: str) -> str:
    """Return what a wallet shows below the title: the kind, and the conditions that it holds under.

    Conditions belong to one certificate, so they do not stand with what was achieved.
    """
    conditions = facts.conditions.get(language) or next(iter(facts.conditions.values()), "")
    return f"{kind}\n\n{conditions}" if conditions else kind


def _make_subject(
    facts: Facts, language: str, addresses: Addresses, achievement: dict[str, Any]
) -> dict[str, Any]:
    names = [facts.holder_name, *([facts.latin_name] if facts.latin_name else [])]
    subject = {
        "id": addresses.holder(facts.code),
        "type": ["AchievementSubject"],
        "identifier": [
            {
                "type": "IdentityObject",
                "identityType": "name",
                # The file is the holder's own, and has the name in print as well.
                "hashed": False,
                "identityHash": name,
            }
            for name in names
        ],
        "achievement": achievement,
    }
    results = make_results(facts, language, achievement["id"])
    return subject | ({"result": results} if results else {})


def _make_status(facts: Facts, place: Place, addresses: Addresses) -> dict[str, Any]:
    """Return the one status entry that Open Badges 3.0 lets a credential have: of revocation.

    The list of suspensions has the same index; it, and what a person reads, are named beside
    (`docs/decisions`).
    """
    revoked = addresses.status_list(place.status_list, "revocation")
    suspended = addresses.status_list(place.status_list, "suspension")
    return {
        "id": f"{revoked}#{place.status_index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(place.status_index),
        "statusListCredential": revoked,
        "statusReference": [suspended, addresses.verification(facts.code)],
    }


def _instant(day: date, at: time) -> str:
    return f"{day.isoformat()}T{at.isoformat('seconds')}Z"


def _seconds(day: date, at: time) -> int:
    return int(datetime.combine(day, at, UTC).timestamp())
