"""Making keys: a self-made authority, and keys that sign under it.

Whether one is wanted is decided in `services.keys`; how it is kept, in `sealing`.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

from lms.certificates.rules.keys import AUTHORITY_LIFE, KEY_LIFE
from lms.certificates.signing.signer import PrivateKey

# RFC 9336: signing of documents; the older one is Adobe's for the same. E-mail protection stands
# beside them since the libraries of Mozilla, by which poppler checks, ask for it.
_DOCUMENT_SIGNING = ObjectIdentifier("1.3.6.1.5.5.7.3.36")
_ADOBE_DOCUMENTS = ObjectIdentifier("1.2.840.113583.1.1.5")
# X.520, upper bounds: of a common name, and of an organisation's. Our library counts bytes.
_LONGEST = 64
# A clock that is a little slow elsewhere must not find a new key to be of tomorrow.
_EARLIER = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Pair:
    """A private key with its certificate, and the certificates above, the nearest first."""

    key: PrivateKey
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()


def make_authority(name: str, now: datetime) -> Pair:
    """Return a new authority of an installation called `name`: it vouches for itself."""
    key = generate_private_key(SECP256R1())
    subject = _name(name, f"certification authority {now:%Y}")
    certificate = (
        _begin(subject, subject, key, now, now + AUTHORITY_LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .sign(key, hashes.SHA256())
    )
    return Pair(key, certificate)


def make_key(authority: Pair, name: str, now: datetime) -> Pair:
    """Return a new key for certificates of the installation called `name`, under `authority`.

    It ends no later than the authority does.
    """
    key = generate_private_key(SECP256R1())
    above = authority.certificate
    end = min(now + KEY_LIFE, above.not_valid_after_utc)
    identifier = above.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    usages = [_DOCUMENT_SIGNING, _ADOBE_DOCUMENTS, ExtendedKeyUsageOID.EMAIL_PROTECTION]
    certificate = (
        _begin(_name(name, f"certificates {now:%Y-%m-%d}"), above.subject, key, now, end)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage(usages), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(identifier),
            critical=False,
        )
        .sign(authority.key, hashes.SHA256())
    )
    return Pair(key, certificate, (above, *authority.chain))


def _begin(
    subject: x509.Name, issuer: x509.Name, key: PrivateKey, now: datetime, end: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _EARLIER)
        .not_valid_after(end)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _name(name: str, what: str) -> x509.Name:
    """Return a name of the directory: the organisation, cut to what it may have, and its part."""
    short = _cut(name, _LONGEST - len(what) - 2)
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, _cut(name, _LONGEST)),
            x509.NameAttribute(NameOID.COMMON_NAME, f"{short}, {what}"),
        ]
    )


def _cut(text: str, size: int) -> str:
    """Return `text` in at most so many bytes; what is cut ends after a word, with an ellipsis."""
    if len(text.encode()) <= size:
        return text.strip() or "-"
    cut = text.encode()[: size - len("…".encode())].decode(errors="ignore")
    words, space, _part = cut.rpartition(" ")
    return f"{(words if space else cut).rstrip()}…"


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
