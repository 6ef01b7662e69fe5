"""The tables of signing keys and of self-made authorities: certificates open, keys sealed.

How a key is made, sealed and used is decided in `signing`.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from lms.kit.db import Id, Model


class SigningAuthority(Model):
    """An authority that this installation made for itself; the newest vouches for new keys.

    `sealed` is a PKCS#12 file, as of a key; `certificate` is PEM.
    """

    __tablename__ = "signing_authority"

    id: Mapped[Id]
    label: Mapped[str]
    certificate: Mapped[str]
    # SHA-256 of the certificate (DER), in hexadecimal.
    fingerprint: Mapped[str] = mapped_column(unique=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]
    not_after: Mapped[datetime]


class SigningKey(Model):
    """A key that certificates are signed with, or were; none is ever deleted.

    The newest that is not retired signs. `sealed` is a PKCS#12 file under a passphrase that is not
    in the database; it is missing where only the public half is known. `chain` is the certificate
    and those above it, as PEM.
    """

    __tablename__ = "signing_key"

    id: Mapped[Id]
    label: Mapped[str]
    algorithm: Mapped[str]
    chain: Mapped[str]
    # SHA-256 of the certificate (DER), in hexadecimal.
    fingerprint: Mapped[str] = mapped_column(unique=True)
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    # None where somebody else vouches for it.
    authority_id: Mapped[str | None] = mapped_column(ForeignKey("signing_authority.id"))
    created_at: Mapped[datetime]
    not_after: Mapped[datetime]
    retired_at: Mapped[datetime | None]
