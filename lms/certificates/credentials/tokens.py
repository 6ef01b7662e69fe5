"""Signed tokens: JSON as a compact JWS, made by a signer and read again with published keys.

What stands in them is said by `badge` and `status_lists`.
"""

import base64
import json
from typing import Any, Literal

from lms.certificates.signing.publishing import numbers_of
from lms.certificates.signing.signer import Signer

# Open Badges 3.0, 8.2.3 knows `JWT` alone; of a status list VC-JOSE-COSE, 3.1.1 says `vc+jwt`.
Kind = Literal["JWT", "vc+jwt"]
MEDIA_TYPE = "application/vc+jwt"


def sign_token(
    payload: dict[str, Any], signer: Signer, key_address: str, kind: Kind = "JWT"
) -> bytes:
    """Return `payload` signed, as a compact JWS; `key_address` is where the public key stands.

    A key of a curve stands in the header too, so that a reader without a network can tell whether
    it is one that it trusts; one of RSA is larger than careful readers let a header be.
    """
    header: dict[str, Any] = {"alg": signer.algorithm, "kid": key_address, "typ": kind}
    if signer.algorithm != "RS256":
        header["jwk"] = numbers_of(signer.certificate.public_key())
    signed = b".".join(_encode(to_bytes(part)) for part in (header, payload))
    return b".".join((signed, _encode(signer.sign_raw(signed))))


def to_bytes(document: dict[str, Any]) -> bytes:
    """Return a document as the bytes that are signed: the same for the same document."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _encode(content: bytes) -> bytes:
    return base64.urlsafe_b64encode(content).rstrip(b"=")
