"""Files weighed without the register: by the published keys and status lists alone.

What a list says is true of the time at which it was signed; nothing is fetched.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from cryptography import x509

from lms.certificates.checking.contents import code_of
from lms.certificates.checking.known_keys import read_signed
from lms.certificates.credentials.reading import TokenRefused, peek
from lms.certificates.credentials.status_lists import StatusListUnreadable, decode_bits, is_set
from lms.certificates.rules.findings import Verdict, weigh
from lms.certificates.rules.inspection import Inspection
from lms.certificates.rules.status import Standing, Status
from lms.certificates.rules.status_bits import Purpose
from lms.kit.errors import Invalid
from lms.kit.i18n import N_


class ListRefused(Invalid):
    """What was given for a status list is none, or none of ours."""

    message = N_(
        "This is not a status list that one of these keys signed, or it has no place for the "
        "certificate. Fetch it again from the site."
    )


class SignedByAnother(ListRefused):
    """A status list that no key given has signed: they may be older than it, or it is forged."""

    message = N_(
        "None of these keys signed this status list. Where the site has changed its key since they "
        "were fetched, the keys are older than the list: fetch both again. The signatures of the "
        "files are checked all the same; how they stand is not known."
    )


# Whoever has the network gets a list of today; one of last year says little of today.
STALE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Published:
    """The bits of one status list, its purpose, and the time as of which it is true."""

    bits: bytes
    purpose: Purpose
    as_of: datetime

    def is_stale(self, now: datetime) -> bool:
        """Say whether so much time has passed that it should be fetched again."""
        return now - self.as_of > STALE


Lists = Mapping[str, Published]
_STATUS: Mapping[Purpose, Status] = {"revocation": "revoked", "suspension": "suspended"}
_MISSING: Mapping[frozenset[Purpose], str] = {
    frozenset({"revocation"}): "no_suspensions",
    frozenset({"suspension"}): "no_revocations",
}


def read_lists(tokens: Iterable[bytes], keys: Sequence[x509.Certificate]) -> Lists:
    """Return status lists by their addresses; raise `ListRefused` for what is none.

    What one says that no key of ours signed is not believed, for anybody could have written it:
    raises `SignedByAnother`.
    """
    lists: dict[str, Published] = {}
    for token in tokens:
        document = read_signed(token, keys)
        if document is None:
            raise SignedByAnother if _is_list(token) else ListRefused
        try:
            told = document["credentialSubject"]
            purpose = {name: name for name in _STATUS}[told["statusPurpose"]]
            as_of = datetime.fromisoformat(str(document["validFrom"]))
            bits = decode_bits(str(told["encodedList"]))
        except (KeyError, TypeError, ValueError, StatusListUnreadable) as error:
            raise ListRefused from error
        lists[str(document["id"])] = Published(bits, purpose, as_of)
    return lists


def _is_list(token: bytes) -> bool:
    try:
        subject = peek(token).get("credentialSubject")
    except TokenRefused:
        return False
    return isinstance(subject, dict) and "encodedList" in subject


def weigh_offline(inspection: Inspection, lists: Lists, now: datetime) -> Verdict:
    """Return how a file stands at `now`, as far as its credential and the lists tell.

    What one list says against it is told; that nothing is against it, only where both were asked.
    Raises `ListRefused` where a list is too short for the certificate's place.
    """
    credential = inspection.contents.credential
    if not inspection.signature.is_intact or credential is None:
        return weigh(inspection, None)
    own = _lists_of(credential, lists)
    try:
        standing = _standing_of(credential, own, now)
    except StatusListUnreadable as error:
        raise ListRefused from error
    as_of = min((published.as_of for published in own), default=None)
    if standing is None:
        code = code_of(str(credential.get("id", "")))
        why = _MISSING.get(frozenset(published.purpose for published in own), "no_status")
        return Verdict("unknown", why, inspection.signature, code, as_of=as_of)
    return replace(weigh(inspection, standing), as_of=as_of)


def facts_of(inspection: Inspection) -> dict[str, Any] | None:
    """Return what the credential in a file says, where a key of ours signed all of it."""
    credential = inspection.contents.credential
    if not inspection.signature.is_intact or credential is None:
        return None
    subject: Any = credential.get("credentialSubject")
    issuer: Any = credential.get("issuer")
    return {
        "code": inspection.contents.attached,
        "name": credential.get("name"),
        "issuer": issuer.get("name") if isinstance(issuer, dict) else issuer,
        "issued_on": str(credential.get("validFrom", ""))[:10],
        "valid_until": str(credential.get("validUntil") or "")[:10] or None,
        "holder": {"names": [one.get("identityHash") for one in subject.get("identifier", ())]},
    }


def _lists_of(credential: Mapping[str, Any], lists: Lists) -> list[Published]:
    """Return which of the lists a credential names, that of revocations first."""
    entry = credential.get("credentialStatus", {})
    addresses = [str(entry.get("statusListCredential")), *entry.get("statusReference", ())]
    return [lists[address] for address in addresses if address in lists]


def _standing_of(
    credential: Mapping[str, Any], own: Sequence[Published], now: datetime
) -> Standing | None:
    """Return how a certificate stands by its lists; nothing where one is missing and none tells."""
    place = int(credential.get("credentialStatus", {}).get("statusListIndex", 0))
    for published in own:
        if is_set(published.bits, place):
            return Standing(_STATUS[published.purpose])
    if {published.purpose for published in own} != set(_STATUS):
        return None
    until = str(credential.get("validUntil") or "")
    is_over = bool(until) and now > datetime.fromisoformat(until)
    return Standing("expired") if is_over else Standing("valid")
