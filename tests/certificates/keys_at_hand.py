"""Keys and files of keys as an organisation may bring them, and what pdfsig says of a file."""

import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from lms.certificates.signing.authority import Pair, make_authority, make_key
from lms.certificates.signing.signer import SoftwareSigner, algorithm_of

PASSPHRASE = "correct horse battery staple"
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
YEAR = timedelta(days=365)


def make_pair(name: str = "National Integrity Commission", now: datetime = NOW) -> Pair:
    """Return a key of ours under an authority of ours."""
    return make_key(make_authority(name, now), name, now)


def signer_of(pair: Pair, key_id: str = "key") -> SoftwareSigner:
    """Return what signs with a key in memory."""
    return SoftwareSigner(key_id, algorithm_of(pair.key), pair.certificate, pair.chain, pair.key)


def certify(key, *, begins=NOW - YEAR, ends=NOW + YEAR, usage="signing", is_authority=None) -> Pair:
    """Return a key with a certificate that it has signed itself.

    `usage` is what the key may do: `signing`, `encryption`, or nothing said.
    """
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Commission of Someland")])
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
    )
    if usage:
        builder = builder.add_extension(_usage(usage), critical=True)
    if is_authority is not None:
        constraints = x509.BasicConstraints(ca=is_authority, path_length=None)
        builder = builder.add_extension(constraints, critical=True)
    edwards = isinstance(key, ed25519.Ed25519PrivateKey)
    return Pair(key, builder.sign(key, None if edwards else hashes.SHA256()))


def _usage(usage: str) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=usage == "signing", content_commitment=False,
        key_encipherment=usage == "encryption", data_encipherment=False, key_agreement=False,
        key_cert_sign=False, crl_sign=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip


def curve_key(curve: ec.EllipticCurve | None = None) -> ec.EllipticCurvePrivateKey:
    """Return a key of a curve, P-256 by default."""
    return ec.generate_private_key(curve or ec.SECP256R1())


def rsa_key(size: int) -> rsa.RSAPrivateKey:
    """Return an RSA key of so many bits."""
    return rsa.generate_private_key(public_exponent=65537, key_size=size)


def pack(key, certificate, chain=(), passphrase: str = PASSPHRASE) -> bytes:
    """Return a PKCS#12 file as a browser or an authority hands it out."""
    encryption = serialization.BestAvailableEncryption(passphrase.encode())
    return pkcs12.serialize_key_and_certificates(b"x", key, certificate, list(chain), encryption)


class PdfSig:
    """poppler's pdfsig, which trusts the authorities that it is given."""

    def __init__(self, folder: Path, anchors: str) -> None:
        # Whoever measures keys does not want pytest in the same memory.
        from tests.conftest import skip_or_fail

        for program in ("pdfsig", "certutil"):
            if shutil.which(program) is None:
                skip_or_fail(f"{program} is not installed")
        self._store = folder / "nss"
        self._folder = folder
        self._store.mkdir()
        self._run("certutil", "-N", "-d", f"sql:{self._store}", "--empty-password")
        for number, one in enumerate(x509.load_pem_x509_certificates(anchors.encode())):
            pem = folder / f"anchor-{number}.pem"
            pem.write_bytes(one.public_bytes(serialization.Encoding.PEM))
            self._run(
                "certutil", "-A", "-d", f"sql:{self._store}", "-n", f"anchor {number}",
                "-t", ",C,", "-i", str(pem),
            )  # fmt: skip

    def say(self, pdf: bytes) -> str:
        """Return what pdfsig prints of a file."""
        path = self._folder / "asked.pdf"
        path.write_bytes(pdf)
        return self._run("pdfsig", "-nssdir", f"sql:{self._store}", str(path))

    def _run(self, *command: str) -> str:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
        assert done.returncode in {0, 1}, done.stderr
        return done.stdout


def fingerprint_in(pem: Path) -> str:
    """Return the SHA-256 of the first certificate in a file."""
    first = x509.load_pem_x509_certificates(pem.read_bytes())[0]
    return first.fingerprint(hashes.SHA256()).hex()
