"""The table of signing keys: the certificate of each in the open, its key sealed.

How a key is made, sealed and used is decided in `signing`.
"""

from datetime import datetime

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from lms.kit.db import Id, Model


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
    created_at: Mapped[datetime]
    not_after: Mapped[datetime]
    retired_at: Mapped[datetime | None]
