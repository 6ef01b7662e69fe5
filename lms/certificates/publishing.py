"""What is published of certificates, made from the tables: status lists, issuer, achievements.

What the documents say comes from `credentials`; who may fetch which is said in the views.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from lms.certificates.credentials import badge
from lms.certificates.credentials.achievements import CONTEXTS, make_achievement
from lms.certificates.credentials.addresses import Addresses
from lms.certificates.credentials.profiles import make_issuer
from lms.certificates.credentials.status_lists import KEPT_SECONDS, make_list
from lms.certificates.credentials.tokens import sign_token, to_bytes
from lms.certificates.queries import certificates as queries
from lms.certificates.queries import keys, status_bits
from lms.certificates.rules.keys import NoKey
from lms.certificates.rules.rows import CertificateRow
from lms.certificates.rules.status_bits import Purpose
from lms.certificates.signing import keyring
from lms.certificates.signing.publishing import load_chain, numbers_of
from lms.certificates.signing.signer import Signer
from lms.kit.errors import NotVisible
from lms.organisations import queries as organisations


@dataclass(frozen=True, slots=True)
class Published:
    """A status list as it is given out: readable, signed, and what tells it from another.

    `token` is missing where the installation has no key.
    """

    document: bytes
    token: bytes | None
    tag: str


@dataclass(frozen=True, slots=True)
class _Kept:
    mark: tuple[object, ...]
    published: Published


# The newest of each list that this process gave out.
_kept: dict[tuple[int, Purpose], _Kept] = {}


def get_status_list(number: int, purpose: Purpose, base_url: str, now: datetime) -> Published:
    """Return a status list; it is made anew after each decision, and every five minutes.

    Raises `NotVisible` where there is no such list.
    """
    if not 0 <= number <= status_bits.get_newest_list():
        raise NotVisible
    as_of = _beginning(now)
    key_id = keys.find_current_id()
    mark = (*status_bits.get_mark(), as_of, key_id, base_url)
    kept = _kept.get((number, purpose))
    if kept is None or kept.mark != mark:
        kept = _Kept(mark, _make_list(number, purpose, base_url, now))
        _kept[number, purpose] = kept
    return kept.published


def _make_list(number: int, purpose: Purpose, base_url: str, now: datetime) -> Published:
    addresses = Addresses(base_url)
    places = status_bits.list_set_bits(number, now).get(purpose, [])
    document = make_list(number, purpose, places, addresses, _beginning(now))
    content, signer = to_bytes(document), keyring.current_signer()
    key_address = addresses.key(signer.key_id) if signer else ""
    token = sign_token(document, signer, key_address, "vc+jwt") if signer else None
    # Not of the signature: a key on a token may sign the same in another way each time.
    tag = hashlib.sha256(content + key_address.encode()).hexdigest()
    return Published(content, token, tag)


def _beginning(now: datetime) -> datetime:
    """Return the beginning of the span for which a list is made: the same in every process."""
    return now - timedelta(seconds=now.timestamp() % KEPT_SECONDS)


def get_issuer(base_url: str) -> dict[str, Any]:
    """Return the issuer's profile, with every key that ever signed."""
    certificates = {row.id: load_chain(row)[0] for row in keys.list_keys()}
    return make_issuer(organisations.find_installation().name, certificates, Addresses(base_url))


def get_key(key_id: str, base_url: str) -> dict[str, Any]:
    """Return a key's public half as a JWK; raise `NotVisible` where there is no such key."""
    row = keys.find_key(key_id)
    if row is None:
        raise NotVisible
    numbers = numbers_of(load_chain(row)[0].public_key())
    address = Addresses(base_url).key(key_id)
    return {**numbers, "kid": address, "alg": row.algorithm, "use": "sig"}


def get_achievement(key: str, language: str, base_url: str) -> dict[str, Any]:
    """Return what was achieved, in a language; raise `NotVisible` where nobody achieved that.

    It is made from a certificate's frozen facts, and says what is the same for all who have one.
    """
    facts = queries.find_achieved(key)
    if facts is None or facts.subject == "paper" or language not in facts.titles:
        raise NotVisible
    return {
        "@context": list(CONTEXTS),
        **make_achievement(facts, language, Addresses(base_url)),
    }


def get_credential(certificate: CertificateRow, base_url: str) -> bytes:
    """Return a certificate's credential, signed with the key in use.

    Raises `NotVisible` for one that was issued on paper, `NoKey` where nothing can be signed.
    """
    signer = keyring.current_signer()
    if signer is None:
        raise NoKey
    return sign_credential(certificate, base_url, signer)


def sign_credential(certificate: CertificateRow, base_url: str, signer: Signer) -> bytes:
    """Return a certificate's credential; raise `NotVisible` for one that was issued on paper."""
    place = _place_of(certificate)
    return badge.make_credential(certificate.facts, place, base_url, signer)


def get_readable_credential(certificate: CertificateRow, base_url: str) -> dict[str, Any]:
    """Return what a certificate's credential says, unsigned: to be read, not to be believed."""
    return badge.make_payload(certificate.facts, _place_of(certificate), base_url)


def _place_of(certificate: CertificateRow) -> badge.Place:
    if certificate.facts.subject == "paper":
        # What was certified on paper is on record; we did not see it ourselves.
        raise NotVisible
    return badge.Place(certificate.status_list, certificate.status_index)
