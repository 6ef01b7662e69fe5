"""Signed tokens: JSON as a compact JWS, made by a signer and read again with published keys.

What stands in them is said by `badge` and `status_lists`.
"""

import base64
import json
from typing import Any, Literal

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from lms.certificates.rules.keys import KeyKindRefused
from lms.certificates.signing.signer import Signer, kind_of, size_of

# Open Badges 3.0, 8.2.3 knows `JWT` alone; of a status list VC-JOSE-COSE, 3.1.1 says `vc+jwt`.
Kind = Literal["JWT", "vc+jwt"]
MEDIA_TYPE = "application/vc+jwt"
_CURVES = {"secp256r1": "P-256", "secp384r1": "P-384"}


def sign_token(
    payload: dict[str, Any], signer: Signer, key_address: str, kind: Kind = "JWT"
) -> bytes:
    """Return `payload` signed, as a compact JWS; `key_address` is where the public key stands.

    The key stands in the header too, so that a reader without a network can tell whether it is
    one that it trusts.
    """
    header = {
        "alg": signer.algorithm,
        "kid": key_address,
        "jwk": public_jwk(signer.certificate),
        "typ": kind,
    }
    signed = b".".join(_encode(to_bytes(part)) for part in (header, payload))
    return b".".join((signed, _encode(signer.sign_raw(signed))))


def to_bytes(document: dict[str, Any]) -> bytes:
    """Return a document as the bytes that are signed: the same for the same document."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def public_jwk(certificate: x509.Certificate) -> dict[str, str]:
    """Return the public key of a certificate as a JWK (RFC 7517, RFC 7518): no more than the key.

    Raises `KeyKindRefused` for a kind that signs nothing here.
    """
    key = certificate.public_key()
    if isinstance(key, EllipticCurvePublicKey) and key.curve.name in _CURVES:
        point, size = key.public_numbers(), size_of(key.curve)
        return {
            "kty": "EC",
            "crv": _CURVES[key.curve.name],
            "x": _number(point.x, size),
            "y": _number(point.y, size),
        }
    if isinstance(key, RSAPublicKey):
        numbers = key.public_numbers()
        return {
            "kty": "RSA",
            "n": _number(numbers.n, (numbers.n.bit_length() + 7) // 8),
            "e": _number(numbers.e, (numbers.e.bit_length() + 7) // 8),
        }
    raise KeyKindRefused(kind=kind_of(key))


def _number(value: int, size: int) -> str:
    return _encode(value.to_bytes(size, "big")).decode("ascii")


def _encode(content: bytes) -> bytes:
    return base64.urlsafe_b64encode(content).rstrip(b"=")
