"""Making a certificate's file: frozen facts to signed, stored bytes, outside of any transaction.

What stands on it comes from `drawing`; that it was made is recorded by `services.files`.
"""

from datetime import datetime

from lms.certificates.drawing.rendering import Emblem, render_certificate
from lms.certificates.queries import certificates as queries
from lms.certificates.queries.designs import get_design
from lms.certificates.rules.rows import MadeFile
from lms.certificates.signing import keyring
from lms.kit import storage


def make_file(
    certificate_id: str, language: str, beside: str, base_url: str, now: datetime
) -> MadeFile | None:
    """Draw, sign and store a certificate's file; nothing where there is one already.

    `beside` is the second language of a bilingual file, or empty; `base_url` the installation's
    address; `now` the time of the signature. Raises what `sign_file` does.
    """
    facts = queries.get_unrendered(certificate_id, language, beside)
    # What was certified on paper is in the register only.
    if facts is None or facts.subject == "paper":
        return None
    emblem = (
        Emblem(storage.get(facts.emblem_hash), facts.emblem_hash) if facts.emblem_hash else None
    )
    signatures = [one.picture_hash for one in facts.signatories if one.picture_hash]
    content = render_certificate(
        facts,
        language,
        base_url,
        beside=beside,
        emblem=emblem,
        design=get_design(facts.design_hash),
        pictures={content_hash: storage.get(content_hash) for content_hash in signatures},
    )
    signed, key_id = sign_file(content, now)
    return MadeFile(certificate_id, language, beside, storage.put(signed), key_id)


def sign_file(content: bytes, now: datetime) -> tuple[bytes, str | None]:
    """Sign a PDF with the key in use; return it with the key's id.

    Only where there never was a key it is returned as it is, without an id. Raises
    `KeyDoesNotOpen`, `KeyExpired`, `TimestampFailed`.
    """
    signer = keyring.current_signer()
    if signer is None:
        return content, None
    # pyHanko takes long to import, and only who makes files needs it.
    from lms.certificates.signing.pades import sign_pdf  # noqa: PLC0415

    return sign_pdf(content, signer, now, keyring.current_timestamper()), signer.key_id
