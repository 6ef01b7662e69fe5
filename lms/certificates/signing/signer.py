"""What signs: a key with its certificate, behind an interface that a hardware token can have too.

Where the key comes from is decided in `keyring`; what is signed, by whoever holds a signer.
"""

from dataclasses import dataclass, field
from typing import Protocol

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    EllipticCurve,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
)
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)

from lms.certificates.rules.keys import SHORTEST_RSA, Algorithm, KeyKindRefused

PrivateKey = EllipticCurvePrivateKey | RSAPrivateKey
PublicKey = EllipticCurvePublicKey | RSAPublicKey
_OF_CURVE: dict[str, Algorithm] = {"secp256r1": "ES256", "secp384r1": "ES384"}
DIGESTS: dict[Algorithm, hashes.HashAlgorithm] = {
    "ES256": hashes.SHA256(),
    "ES384": hashes.SHA384(),
    "RS256": hashes.SHA256(),
}


class Signer(Protocol):
    """A key that signs: its id, its certificate, those above it, and one act.

    A hardware token or a signing service takes part by having these five; nothing else in the
    program touches a private key.
    """

    def __hash__(self) -> int:
        """Tell it from others: what is the same for all its signatures is prepared once."""

    @property
    def key_id(self) -> str:
        """The id of its row, which is also the `kid` of the published key."""

    @property
    def algorithm(self) -> Algorithm:
        """How it signs, by the name that JWS gives it (RFC 7518, 3.1)."""

    @property
    def certificate(self) -> x509.Certificate:
        """The certificate of the key."""

    @property
    def chain(self) -> tuple[x509.Certificate, ...]:
        """The certificates above it, the nearest first."""

    def sign_raw(self, data: bytes) -> bytes:
        """Hash and sign `data`; return the signature as JWS has it: r and s for a curve."""


@dataclass(frozen=True, slots=True)
class SoftwareSigner:
    """A key in the memory of this process."""

    key_id: str
    algorithm: Algorithm
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]
    _key: PrivateKey = field(repr=False)

    def sign_raw(self, data: bytes) -> bytes:
        """Hash and sign `data`; return the signature as JWS has it: r and s for a curve."""
        digest = DIGESTS[self.algorithm]
        if isinstance(self._key, RSAPrivateKey):
            return self._key.sign(data, padding.PKCS1v15(), digest)
        # RFC 6979: the same data has the same signature, and poor chance betrays no key.
        how = ECDSA(digest, deterministic_signing=True)
        r, s = decode_dss_signature(self._key.sign(data, how))
        size = size_of(self._key.curve)
        return r.to_bytes(size, "big") + s.to_bytes(size, "big")


def algorithm_of(key: PrivateKey | PublicKey) -> Algorithm:
    """Return how a key signs; raise `KeyKindRefused` for one that common readers do not check."""
    if isinstance(key, RSAPrivateKey | RSAPublicKey):
        if key.key_size < SHORTEST_RSA:
            raise KeyKindRefused(kind=kind_of(key))
        return "RS256"
    if key.curve.name not in _OF_CURVE:
        raise KeyKindRefused(kind=kind_of(key))
    return _OF_CURVE[key.curve.name]


def kind_of(key: object) -> str:
    """Return what kind a key is, for a reader: `RSA 2048`, `secp521r1`, `Ed25519`."""
    if isinstance(key, RSAPrivateKey | RSAPublicKey):
        return f"RSA {key.key_size}"
    if isinstance(key, EllipticCurvePrivateKey | EllipticCurvePublicKey):
        return key.curve.name
    return type(key).__name__.removesuffix("PrivateKey").removesuffix("PublicKey").lstrip("_")


def size_of(curve: EllipticCurve) -> int:
    """Return how many bytes a coordinate of this curve has."""
    return (curve.key_size + 7) // 8


def to_der(signature: bytes) -> bytes:
    """Return r and s, written one after the other, as the structure that CMS wants (RFC 5753)."""
    half = len(signature) // 2
    r, s = (int.from_bytes(part, "big") for part in (signature[:half], signature[half:]))
    return encode_dss_signature(r, s)
