"""What the signature of a PDF says: by which key, over which bytes, and whether they are the same.

Only bytes are looked at, never the objects of the PDF: where the whole file but the signature's own
digits is what a key of ours signed, nothing in it can have been changed, whatever it contains.
Whose file it is and how the certificate stands is not decided here.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from asn1crypto import cms, tsp
from asn1crypto.parser import emit
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from lms.certificates.rules.inspection import UNSIGNED, Signature, SignatureState, Stamp

# ISO 32000-1, 12.8.1: two stretches of bytes, and between them the signature in hexadecimal.
_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]")
_DIGITS = re.compile(rb"<([0-9A-Fa-f]+)>")
_MOST_SIGNATURES = 16
_HASHES: dict[str, hashes.HashAlgorithm] = {
    "sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512()
}  # fmt: skip
# The tag of a set in DER (ITU-T X.690, 8.1.2).
_UNIVERSAL, _CONSTRUCTED, _SET = 0, 1, 17
# ISO 32000-1, 7.9.4; pyHanko writes the colon as an octal number.
_TIME = re.compile(rb"/M\s*\(D(?::|\\072)(\d{14})Z")
_NEAR = 1_000
# Of two signatures that are not intact, what is told: the one that says most about our own.
_TELLING: tuple[SignatureState, ...] = (
    "intact", "signed_again", "appended", "changed", "cut_off", "broken", "foreign", "none",
)  # fmt: skip
# What asn1crypto raises on malformed bytes; it has no exception of its own.
MALFORMED = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """The bytes that a signature says it is over, and the digits of the signature."""

    signed: bytes
    digits: bytes
    first: int
    second: int
    end: int
    is_cut: bool


def read_signature(pdf: bytes, keys: Sequence[x509.Certificate]) -> Signature:
    """Return what the signatures of a file come to; `keys` are the certificates of our keys.

    Of several, the one that says most is told; a file is intact only where one key of ours has
    signed all of it.
    """
    stretches = [stretch for match in _list_ranges(pdf) if (stretch := _cut_out(pdf, match))]
    found = [_weigh(pdf, stretch, keys, len(stretches)) for stretch in stretches]
    return min(found, key=lambda one: _TELLING.index(one.state), default=UNSIGNED)


def _list_ranges(pdf: bytes) -> list[tuple[int, ...]]:
    matches = _RANGE.finditer(pdf)
    numbers = (tuple(map(int, match.groups())) for match in matches)
    return [one for one, _ in zip(numbers, range(_MOST_SIGNATURES), strict=False)]


def _cut_out(pdf: bytes, numbers: tuple[int, ...]) -> _Stretch | None:
    """Return what a range of bytes covers; nothing where it leaves out more than the digits."""
    start, length, second, rest = numbers
    if start != 0 or second <= length:
        return None
    digits = _DIGITS.fullmatch(pdf[length:second])
    if digits is None:
        return None
    signed = pdf[:length] + pdf[second : second + rest]
    end = second + rest
    return _Stretch(signed, digits[1], length, second, end, end > len(pdf))


def _weigh(
    pdf: bytes, stretch: _Stretch, keys: Sequence[x509.Certificate], count: int
) -> Signature:
    try:
        content = cms.ContentInfo.load(bytes.fromhex(stretch.digits.decode()))
        signed = content["content"]
        signer = signed["signer_infos"][0]
        own = _find_key(signer, keys)
        certificate = own or _find_embedded(signed, signer)
        about = replace(_describe(certificate), signed_at=_read_time(pdf, stretch))
        if own is None:
            return replace(about, state="foreign")
        state = _state_of(pdf, stretch, signer, own, count)
        return replace(about, state=state, stamp=_read_stamp(signer))
    except MALFORMED:
        return Signature("broken")


def _state_of(
    pdf: bytes, stretch: _Stretch, signer: Any, key: x509.Certificate, count: int  # noqa: ANN401 - asn1crypto has no types
) -> SignatureState:  # fmt: skip
    if not is_signed_by(signer, key):
        return "broken"
    if stretch.is_cut:
        return "cut_off"
    if not is_over(signer, stretch.signed):
        return "changed"
    if stretch.end == len(pdf):
        return "intact"
    return "signed_again" if count > 1 else "appended"


def _find_key(signer: Any, keys: Sequence[x509.Certificate]) -> x509.Certificate | None:  # noqa: ANN401
    """Return the key of ours that a signature names, by its issuer and serial number."""
    for key in keys:
        if _names(signer, key):
            return key
    return None


def _names(signer: Any, certificate: x509.Certificate) -> bool:  # noqa: ANN401
    named = signer["sid"].chosen
    if signer["sid"].name != "issuer_and_serial_number":
        return False
    issuer = named["issuer"].dump()
    return bool(
        named["serial_number"].native == certificate.serial_number
        and issuer == certificate.issuer.public_bytes()
    )


def _find_embedded(signed: Any, signer: Any) -> x509.Certificate | None:  # noqa: ANN401
    for one in signed["certificates"]:
        certificate = x509.load_der_x509_certificate(one.chosen.dump())
        if _names(signer, certificate):
            return certificate
    return None


def _describe(certificate: x509.Certificate | None) -> Signature:
    if certificate is None:
        return UNSIGNED
    fingerprint = certificate.fingerprint(hashes.SHA256()).hex()
    return Signature("none", fingerprint, name_of(certificate))


def _read_time(pdf: bytes, stretch: _Stretch) -> datetime | None:
    """Return the time that stands beside a signature in the PDF; it is among what is signed."""
    around = pdf[stretch.second : stretch.second + _NEAR]
    match = _TIME.search(around) or _TIME.search(pdf[max(0, stretch.first - _NEAR) : stretch.first])
    return (
        datetime.strptime(match[1].decode(), "%Y%m%d%H%M%S").replace(tzinfo=UTC) if match else None
    )


def name_of(certificate: x509.Certificate) -> str:
    """Return whose a certificate says it is: the common name, else the whole name."""
    names = certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    return str(names[0].value) if names else certificate.subject.rfc4514_string()


def attributes_of(signer: Any) -> Mapping[str, Any]:  # noqa: ANN401
    """Return the first value of each signed attribute by its name (RFC 5652, 11)."""
    return {one["type"].native: one["values"][0] for one in signer["signed_attrs"]}


def is_over(signer: Any, content: bytes) -> bool:  # noqa: ANN401
    """Say whether a signature's digest is that of `content`."""
    name = signer["digest_algorithm"]["algorithm"].native
    digest = hashes.Hash(_HASHES[name])
    digest.update(content)
    return bool(attributes_of(signer)["message_digest"].native == digest.finalize())


def is_signed_by(signer: Any, certificate: x509.Certificate) -> bool:  # noqa: ANN401
    """Say whether the key of `certificate` made this signature over its signed attributes."""
    key = certificate.public_key()
    algorithm = _HASHES[signer["digest_algorithm"]["algorithm"].native]
    # RFC 5652, 5.4: signed as a set of its own, not under the tag that it has in the structure.
    signed = emit(_UNIVERSAL, _CONSTRUCTED, _SET, signer["signed_attrs"].contents)
    signature = signer["signature"].native
    try:
        if isinstance(key, EllipticCurvePublicKey):
            key.verify(signature, signed, ECDSA(algorithm))
        elif isinstance(key, RSAPublicKey):
            key.verify(signature, signed, PKCS1v15(), algorithm)
        else:
            return False
    except InvalidSignature:
        return False
    return True


def _read_stamp(signer: Any) -> Stamp | None:  # noqa: ANN401
    """Return the time stamp of a signature (RFC 3161, appendix A), or nothing."""
    for attribute in signer["unsigned_attrs"] or ():
        if attribute["type"].native == "signature_time_stamp_token":
            return _weigh_stamp(attribute["values"][0]["content"], signer["signature"].native)
    return None


def _weigh_stamp(signed: Any, signature: bytes) -> Stamp:  # noqa: ANN401
    content = signed["encap_content_info"]["content"]
    told = tsp.TSTInfo.load(bytes(content))
    signer = signed["signer_infos"][0]
    service = _find_embedded(signed, signer)
    imprint = told["message_imprint"]
    digest = hashes.Hash(_HASHES[imprint["hash_algorithm"]["algorithm"].native])
    digest.update(signature)
    is_intact = (
        service is not None
        and imprint["hashed_message"].native == digest.finalize()
        and is_over(signer, bytes(content))
        and is_signed_by(signer, service)
    )
    return Stamp(told["gen_time"].native, name_of(service) if service else "", is_intact)
