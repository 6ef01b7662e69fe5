"""Making a certificate's file: frozen facts to signed, stored bytes, outside of any transaction.

What stands on it comes from `drawing`; that it was made is recorded by `services.files`.
"""

from datetime import datetime

from lms.certificates.credentials.tokens import MEDIA_TYPE
from lms.certificates.drawing.engine import Attached
from lms.certificates.drawing.rendering import Emblem, render_certificate
from lms.certificates.publishing import sign_credential
from lms.certificates.queries import certificates as queries
from lms.certificates.queries.designs import get_design
from lms.certificates.rules.facts import Facts
from lms.certificates.rules.files import find_refusal
from lms.certificates.rules.rows import CertificateRow, MadeFile
from lms.certificates.signing import keyring
from lms.certificates.signing.signer import Signer
from lms.kit import storage
from lms.kit.i18n import N_, translate

CREDENTIAL = "credential.jwt"
DESCRIPTION = N_("This certificate as an Open Badges 3.0 credential, for programs and wallets")


def make_file(
    certificate_id: str, language: str, beside: str, base_url: str, now: datetime
) -> MadeFile | None:
    """Draw, sign and store a certificate's file; nothing where one is there or none is made.

    `beside` is the second language of a bilingual file, or empty; `base_url` the installation's
    address; `now` the time of the signature. Only where there never was a key it is neither signed
    nor has a credential. Raises `KeyDoesNotOpen`, `KeyExpired`, `TimestampFailed`.
    """
    certificate = queries.find_unrendered(certificate_id, language, beside, now)
    # It may have been revoked or replaced since the file was asked for.
    if certificate is None or find_refusal(certificate) is not None:
        return None
    signer = keyring.current_signer()
    attachments = _attach(certificate, language, base_url, signer) if signer else ()
    content = draw_sheet(certificate.facts, language, beside, base_url, attachments)
    signed = _sign(content, now, signer) if signer else content
    key_id = signer.key_id if signer else None
    return MadeFile(certificate_id, language, beside, storage.put(signed), key_id)


def draw_sheet(
    facts: Facts,
    language: str,
    beside: str,
    base_url: str,
    attachments: tuple[Attached, ...] = (),
) -> bytes:
    """Return the unsigned PDF of facts, with their design, emblem and pictures of signatures.

    Raises what `render_certificate` raises.
    """
    emblem = (
        Emblem(storage.get(facts.emblem_hash), facts.emblem_hash) if facts.emblem_hash else None
    )
    signatures = [one.picture_hash for one in facts.signatories if one.picture_hash]
    return render_certificate(
        facts,
        language,
        base_url,
        beside=beside,
        emblem=emblem,
        design=get_design(facts.design_hash),
        pictures={content_hash: storage.get(content_hash) for content_hash in signatures},
        attachments=attachments,
    )


def _attach(
    certificate: CertificateRow, language: str, base_url: str, signer: Signer
) -> tuple[Attached, ...]:
    """Return the file that travels within the PDF: the credential, as a wallet takes it in."""
    return (
        Attached(
            name=CREDENTIAL,
            content=sign_credential(certificate, base_url, signer),
            media_type=MEDIA_TYPE,
            description=translate(language, DESCRIPTION),
            written_on=certificate.facts.issued_on,
        ),
    )


def _sign(content: bytes, now: datetime, signer: Signer) -> bytes:
    # pyHanko takes long to import, and only who makes files needs it.
    from lms.certificates.signing.pades import sign_pdf  # noqa: PLC0415

    return sign_pdf(content, signer, now, keyring.current_timestamper())
