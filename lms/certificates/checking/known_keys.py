"""The certificates of our keys, as they are published: PEM, or a JWK set with the chains in it.

Which keys there are is in `queries.keys`.
"""

import base64
import json
from collections.abc import Iterable, Sequence
from typing import Any, cast

from cryptography import x509

from lms.certificates.credentials.reading import TokenRefused, read_token
from lms.certificates.signing.publishing import numbers_of
from lms.certificates.signing.signer import PublicKey, algorithm_of
from lms.certificates.signing.usage import is_authority
from lms.kit.errors import Invalid
from lms.kit.i18n import N_


class KeysUnreadable(Invalid):
    """Without the keys nothing can be checked."""

    message = N_(
        "The published keys cannot be read. They are a file of certificates (.pem) or a JWK set "
        "(keys.json) as `lms certificates keys export-public` writes them."
    )


class KeysOfAuthorities(KeysUnreadable):
    """Authorities vouch for keys; that is another question than which keys there are."""

    message = N_(
        "This file holds certificates of authorities (as trust.pem does), by which programs trust "
        "keys. Files are checked by the keys themselves: give keys.json, or a key's own .pem file, "
        "as `lms certificates keys export-public` writes them."
    )


def read_chains(chains: Iterable[str]) -> list[x509.Certificate]:
    """Return the key's own certificate of each chain (PEM), which comes first in it."""
    return [x509.load_pem_x509_certificate(chain.encode()) for chain in chains]


def read_published(content: bytes) -> list[x509.Certificate]:
    """Return the certificates of keys in a published file.

    Raises `KeysUnreadable` where there are none, `KeysOfAuthorities` for a file of authorities.
    """
    try:
        if content.lstrip().startswith(b"{"):
            chains = [key["x5c"] for key in json.loads(content)["keys"]]
            found = [x509.load_der_x509_certificate(base64.b64decode(one[0])) for one in chains]
        else:
            found = x509.load_pem_x509_certificates(content)
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise KeysUnreadable from error
    # What an authority is for is to vouch for keys; it signs no certificate of a person.
    own = [certificate for certificate in found if not is_authority(certificate)]
    # Among what to trust is a key that vouches for itself, too; it is not all of the keys.
    if len(own) < len(found) and all(one.issuer == one.subject for one in own):
        raise KeysOfAuthorities
    if not own:
        raise KeysUnreadable
    return own


def read_signed(token: bytes, keys: Sequence[x509.Certificate]) -> dict[str, Any] | None:
    """Return what a token says, where one of these keys signed it; else nothing."""
    for key in keys:
        # A certificate knows no id of ours: whichever key the token names, this one is tried.
        public = _public(key)
        known = numbers_of(public) | {"alg": algorithm_of(public), "kid": _named(token)}
        try:
            return read_token(token, {"keys": [known]})
        except TokenRefused:
            continue
    return None


def _public(certificate: x509.Certificate) -> PublicKey:
    # Another kind of key has been refused by `numbers_of`.
    return cast("PublicKey", certificate.public_key())


def _named(token: bytes) -> str:
    head = token.strip().partition(b".")[0]
    try:
        return str(json.loads(base64.urlsafe_b64decode(head + b"=" * (-len(head) % 4)))["kid"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""
