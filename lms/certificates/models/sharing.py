"""Tables of what a holder shows of a certificate: the decisions on the name, and the links.

What a stranger sees because of them is decided in `rules.sharing`.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, false
from sqlalchemy.orm import Mapped, mapped_column

from lms.kit.db import Id, Model, Seq


class CertificateConsent(Model):
    """What was decided about the name on the page of verification; appended, never changed.

    Only the holder decides, so that no person is named; but where the identity is protected
    afterwards, that ends what was decided before. Where nothing was decided, the name is compared
    and not shown.
    """

    __tablename__ = "certificate_consent"

    seq: Mapped[Seq]
    certificate_id: Mapped[str] = mapped_column(ForeignKey("certificate.id"), index=True)
    shows_name: Mapped[bool]
    # Ended because the holder's identity was protected, and not by the holder.
    by_protection: Mapped[bool] = mapped_column(default=False, server_default=false())
    at: Mapped[datetime]


class ShareLink(Model):
    """An address that the holder gave to somebody, which shows one certificate for some time.

    The secret in the address is a seal over the id (`lms.web.seals`): no table has it. Nobody
    counts who opens it.
    """

    __tablename__ = "share_link"

    id: Mapped[Id]
    certificate_id: Mapped[str] = mapped_column(ForeignKey("certificate.id"), index=True)
    # The holder's own words for whom it is; nobody else reads them.
    note: Mapped[str]
    shows_name: Mapped[bool]
    created_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
