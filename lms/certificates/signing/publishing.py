"""Keys as they are published: a set of JSON Web Keys, and certificates as PEM.

By them a signature is checked anywhere, for good: the retired ones stay in it.
"""

import base64
from collections.abc import Callable, Sequence
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from lms.certificates.rules.keys import AuthorityRow, KeyRow
from lms.certificates.signing.signer import size_of

_CURVES = {"secp256r1": "P-256", "secp384r1": "P-384"}


def load_chain(key: KeyRow) -> list[x509.Certificate]:
    """Return a key's certificate and those above it."""
    return x509.load_pem_x509_certificates(key.chain.encode())


def to_jwks(
    keys: Sequence[KeyRow], address_of: Callable[[str], str] = str
) -> dict[str, list[dict[str, Any]]]:
    """Return keys as a JWK Set (RFC 7517, 5), each with its certificates (`x5c`).

    `address_of` gives the `kid` of a key by its id: the one that stands in the head of a token.
    """
    return {"keys": [_to_jwk(key, address_of(key.id)) for key in keys]}


def to_anchors(keys: Sequence[KeyRow], authorities: Sequence[AuthorityRow]) -> str:
    """Return what a reader has to trust so that all of our signatures count, as PEM.

    These are our own authorities, and the topmost certificate known above a key that was taken in.
    """
    tops = [load_chain(key)[-1] for key in keys]
    own = [x509.load_pem_x509_certificate(one.certificate.encode()) for one in authorities]
    pems = [one.public_bytes(Encoding.PEM).decode() for one in (*own, *tops)]
    return "".join(dict.fromkeys(pems))


def name_voucher(key: KeyRow, authorities: Sequence[AuthorityRow]) -> str | None:
    """Return the name of the authority that vouches for a key; none where it stands for itself.

    One of our own is called by its label, for two may bear one name.
    """
    own, *above = load_chain(key)
    if own.issuer == own.subject:
        return None
    labels = {authority.fingerprint: authority.label for authority in authorities}
    label = labels.get(above[0].fingerprint(hashes.SHA256()).hex()) if above else None
    if label is not None:
        return label
    named = own.issuer.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(named[0].value) if named else own.issuer.rfc4514_string()


def _to_jwk(key: KeyRow, kid: str) -> dict[str, Any]:
    chain = load_chain(key)
    return {
        **numbers_of(chain[0].public_key()),
        "use": "sig",
        "alg": key.algorithm,
        "kid": kid,
        # Plain base64 here, as the standard has it, not that of addresses.
        "x5c": [base64.b64encode(one.public_bytes(Encoding.DER)).decode() for one in chain],
        "x5t#S256": _url64(chain[0].fingerprint(hashes.SHA256())),
    }


def numbers_of(public: object) -> dict[str, str]:
    """Return a public key as the least that a JWK has (RFC 7518, 6): no more than the key."""
    if isinstance(public, EllipticCurvePublicKey):
        size, point = size_of(public.curve), public.public_numbers()
        return {
            "kty": "EC",
            "crv": _CURVES[public.curve.name],
            "x": _url64(point.x.to_bytes(size, "big")),
            "y": _url64(point.y.to_bytes(size, "big")),
        }
    if isinstance(public, RSAPublicKey):
        numbers = public.public_numbers()
        return {"kty": "RSA", "n": _integer(numbers.n), "e": _integer(numbers.e)}
    raise TypeError(type(public))


def _integer(number: int) -> str:
    return _url64(number.to_bytes((number.bit_length() + 7) // 8, "big"))


def _url64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
