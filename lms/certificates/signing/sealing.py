"""Keys at rest: PKCS#12 files under a passphrase that is not where they are.

Where the passphrase comes from is said by the installation's settings (`keyring.use`).
"""

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from lms.certificates.rules.keys import (
    CertificateMissing,
    FileUnreadable,
    KeyKindRefused,
    KeyMissing,
    KeyNotOfCertificate,
    KeySealed,
)
from lms.certificates.signing.authority import Pair
from lms.certificates.signing.signer import kind_of

# Of a passphrase that somebody thought of; one that is derived has 256 bits anyway.
_ROUNDS = 100_000
_NAME = b"article60"


def derive_passphrase(secret: str) -> bytes:
    """Return the passphrase that belongs to the installation's secret (RFC 5869)."""
    derived = HKDF(hashes.SHA256(), 32, salt=None, info=b"article60 signing keys").derive(
        secret.encode()
    )
    return derived.hex().encode()


def seal(pair: Pair, passphrase: bytes) -> bytes:
    """Return a PKCS#12 file of a key and its certificates: AES-256, PBKDF2 with SHA-256."""
    encryption = (
        serialization.PrivateFormat.PKCS12.encryption_builder()
        .kdf_rounds(_ROUNDS)
        .key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC)
        .hmac_hash(hashes.SHA256())
        .build(passphrase)
    )
    return pkcs12.serialize_key_and_certificates(
        _NAME, pair.key, pair.certificate, pair.chain, encryption
    )


def unseal(content: bytes, passphrase: bytes) -> Pair:
    """Open a PKCS#12 file; raise `KeySealed`, `FileUnreadable`, `KeyMissing` and their like.

    The certificates above are put in order, the nearest first; others in the file are left.
    """
    try:
        key, certificate, others = pkcs12.load_key_and_certificates(content, passphrase)
    except ValueError as error:
        # The library has one exception for both; it names the passphrase where that is it.
        raise (KeySealed if "password" in str(error).lower() else FileUnreadable) from error
    if key is None:
        raise KeyMissing
    if certificate is None:
        raise CertificateMissing
    if not isinstance(key, EllipticCurvePrivateKey | RSAPrivateKey):
        raise KeyKindRefused(kind=kind_of(key))
    if key.public_key() != certificate.public_key():
        raise KeyNotOfCertificate
    return Pair(key, certificate, order_chain(certificate, others))


def order_chain(
    certificate: x509.Certificate, others: list[x509.Certificate]
) -> tuple[x509.Certificate, ...]:
    """Return those of `others` that vouch for `certificate`, one above the other."""
    chain: list[x509.Certificate] = []
    below, left = certificate, list(others)
    while below.issuer != below.subject:
        above = next((one for one in left if _vouches(one, below)), None)
        if above is None:
            break
        chain.append(above)
        left.remove(above)
        below = above
    return tuple(chain)


def _vouches(above: x509.Certificate, below: x509.Certificate) -> bool:
    try:
        below.verify_directly_issued_by(above)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def to_pem(*certificates: x509.Certificate) -> str:
    """Return certificates as PEM, one after the other."""
    pem = serialization.Encoding.PEM
    return "".join(one.public_bytes(pem).decode() for one in certificates)


def fingerprint_of(certificate: x509.Certificate) -> str:
    """Return the SHA-256 of a certificate as 64 hexadecimal digits."""
    return certificate.fingerprint(hashes.SHA256()).hex()


def label_of(certificate: x509.Certificate) -> str:
    """Return what a certificate calls its owner: the common name, or else all of the name."""
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(names[0].value) if names else certificate.subject.rfc4514_string()
