"""Signing a PDF as PAdES B-B, or as B-T where a time-stamp service is given.

The bytes signed are drawn before; the signature is appended to them. What signs is a `Signer`.
"""

import asyncio
import io
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from typing import Any

from asn1crypto import x509 as asn1
from asn1crypto.algos import SignedDigestAlgorithm
from asn1crypto.cms import CMSAttributes
from asn1crypto.tsp import SigningCertificateV2
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.attributes import CMSAttributeProvider, SignedAttributeProviderSpec
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import as_signing_certificate_v2
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from lms.certificates.rules.keys import Algorithm, KeyExpired
from lms.certificates.signing.signer import Signer, to_der

FIELD = "Signature"
_FIELD_NAME = "Digital signature of the issuer"
_DIGESTS: dict[Algorithm, str] = {"ES256": "sha256", "ES384": "sha384", "RS256": "sha256"}
_MECHANISMS: dict[Algorithm, str] = {
    "ES256": "sha256_ecdsa",
    "ES384": "sha384_ecdsa",
    "RS256": "sha256_rsa",
}
# What a signature takes beside the certificates; a stamp brings those of its service along.
_PLAIN = 2_048
_STAMP = 12_288
# Two hexadecimal digits stand for a byte.
_DIGITS = 2
_LEAST = 8_192
_SIGNERS = 4


class _SigningCertificate(CMSAttributeProvider, SignedAttributeProviderSpec):
    """The one attribute that PAdES B-B adds (ETSI EN 319 142-1, 5.3): which certificate signs.

    It is encoded once for all signatures of a key: anew each time it takes a third of signing.
    """

    attribute_type = "signing_certificate_v2"

    def __init__(self, certificate: asn1.Certificate) -> None:
        self._value = SigningCertificateV2.load(as_signing_certificate_v2(certificate).dump())

    def signed_attr_providers(
        self,
        data_digest: bytes,  # noqa: ARG002 - pyHanko's hook, as below
        digest_algorithm: str,  # noqa: ARG002
    ) -> Iterator[CMSAttributeProvider]:
        """Give the attribute itself, which depends on nothing that is signed."""
        yield self

    async def build_attr_value(self, dry_run: bool = False) -> SigningCertificateV2:  # noqa: ARG002 - pyHanko's hook
        """Return what it says."""
        return self._value


class _Hand(signers.Signer):
    """Gives pyHanko what one of our signers signs."""

    def __init__(self, signer: Signer) -> None:
        known = SimpleCertificateStore()  # type: ignore[no-untyped-call]  # pyHanko's
        known.register_multiple(map(_to_asn1, signer.chain))
        certificate = _to_asn1(signer.certificate)
        super().__init__(
            signing_cert=certificate,
            cert_registry=known,
            signature_mechanism=SignedDigestAlgorithm({"algorithm": _MECHANISMS[signer.algorithm]}),
        )
        self.signed_attr_prov_spec = _SigningCertificate(certificate)
        self._signer = signer

    async def async_sign_raw(
        self,
        data: bytes,
        digest_algorithm: str,  # noqa: ARG002 - pyHanko's hook; the signer knows its own
        dry_run: bool = False,  # noqa: ARG002 - asked only where the size is to be guessed
    ) -> bytes:
        """Return the signature as CMS has it."""
        signature = self._signer.sign_raw(data)
        return signature if self._signer.algorithm == "RS256" else to_der(signature)

    async def signed_attrs(self, *arguments: Any, **named: Any) -> CMSAttributes:  # noqa: ANN401 - pyHanko's
        """Return what is signed as read from its own bytes, which nobody then encodes again."""
        attributes = await super().signed_attrs(*arguments, **named)
        return CMSAttributes.load(attributes.dump())


class _Appended(IncrementalPdfFileWriter):
    """Appends the signature, and leaves what the sheet says of itself.

    pyHanko would write anew when the file was last changed, which the signature tells and proves.
    """

    def _update_meta(self) -> None:
        pass


@lru_cache(maxsize=_SIGNERS)
def _hand_of(signer: Signer) -> _Hand:
    return _Hand(signer)


def sign_pdf(
    pdf: bytes, signer: Signer, when: datetime, timestamper: TimeStamper | None = None
) -> bytes:
    """Return `pdf` with an invisible signature appended that covers all of it.

    `when` is the time that the signature claims; with `timestamper` a service vouches for it.
    Raises `KeyExpired` where the key's certificate does not hold then, and what the timestamper
    does.
    """
    certificate = signer.certificate
    if not certificate.not_valid_before_utc <= when < certificate.not_valid_after_utc:
        raise KeyExpired
    return asyncio.run(_sign(pdf, signer, when, timestamper))


async def _sign(
    pdf: bytes, signer: Signer, when: datetime, timestamper: TimeStamper | None
) -> bytes:
    writer = _Appended(io.BytesIO(pdf))
    digest = _DIGESTS[signer.algorithm]
    metadata = signers.PdfSignatureMetadata(
        field_name=FIELD, md_algorithm=digest, subfilter=SigSeedSubFilter.PADES
    )
    field = SigFieldSpec(FIELD, on_page=0, box=None, readable_field_name=_FIELD_NAME)
    session = signers.PdfSigner(
        metadata, _hand_of(signer), timestamper=timestamper, new_field_spec=field
    ).init_signing_session(writer)
    session.system_time = when
    document = session.prepare_tbs_document(
        validation_info=None, bytes_reserved=_room(signer, timestamper), appearance_text_params=None
    )
    output = io.BytesIO()
    prepared, _ = document.digest_tbs_document(output=output)
    await document.perform_signature(
        prepared.document_digest, PdfCMSSignedAttributes(signing_time=when)
    )
    return output.getvalue()


def _room(signer: Signer, timestamper: TimeStamper | None) -> int:
    """Return how many digits to keep free; pyHanko would sign twice to find out."""
    certificates = (signer.certificate, *signer.chain)
    size = sum(len(one.public_bytes(Encoding.DER)) for one in certificates)
    return max(_LEAST, _DIGITS * (_PLAIN + size)) + (_DIGITS * _STAMP if timestamper else 0)


def _to_asn1(certificate: x509.Certificate) -> asn1.Certificate:
    return asn1.Certificate.load(certificate.public_bytes(Encoding.DER))
