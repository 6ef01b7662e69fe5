"""What the page of verification reads beside the certificate itself: with which keys it was signed.

What of it is told is decided in `rules.verification`.
"""

from sqlalchemy import bindparam, select

from lms.certificates.models import CertificateFile, SigningKey
from lms.certificates.rules.verification import SignedWith
from lms.kit.db import read

# Built once: the page is asked for by strangers, as often as they like.
_SIGNED_WITH = (
    select(SigningKey.label, SigningKey.fingerprint, SigningKey.created_at)
    .join(CertificateFile, CertificateFile.key_id == SigningKey.id)
    .where(CertificateFile.certificate_id == bindparam("id"))
    .distinct()
    .order_by(SigningKey.created_at.desc(), SigningKey.fingerprint)
)


def list_signed_with(certificate_id: str) -> list[SignedWith]:
    """Return the keys that signed a certificate's files, the newest first; none where none did."""
    rows = read(_SIGNED_WITH, {"id": certificate_id})
    return [SignedWith(row.label, row.fingerprint) for row in rows]
