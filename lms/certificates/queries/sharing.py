"""Reads of what a holder shows of a certificate: the consent that stands, and the links.

Whether a link is open at a time is decided in `rules.sharing`.
"""

from sqlalchemy import bindparam, select

from lms.certificates.models import CertificateConsent, ShareLink
from lms.certificates.rules.sharing import LinkRow
from lms.kit.db import db, read

_LINK = select(
    ShareLink.id,
    ShareLink.certificate_id,
    ShareLink.note,
    ShareLink.shows_name,
    ShareLink.created_at,
    ShareLink.ends_at,
    ShareLink.withdrawn_at,
)


_SHOWS_NAME = (
    select(CertificateConsent.shows_name)
    .where(CertificateConsent.certificate_id == bindparam("id"))
    .order_by(CertificateConsent.seq.desc())
    .limit(1)
)


def shows_name(certificate_id: str) -> bool:
    """Say whether the holder lets the page of verification show the name; not, by default."""
    return bool(read(_SHOWS_NAME, {"id": certificate_id}).scalar_one_or_none())


def find_link(link_id: str) -> LinkRow | None:
    """Return a link, open or not, or nothing."""
    row = read(_LINK.where(ShareLink.id == link_id)).one_or_none()
    return LinkRow(*row) if row else None


def list_links(certificate_id: str) -> list[LinkRow]:
    """Return the links of a certificate, the newest first."""
    query = _LINK.where(ShareLink.certificate_id == certificate_id)
    return [
        LinkRow(*row) for row in read(query.order_by(ShareLink.created_at.desc(), ShareLink.id))
    ]


def get_link(link_id: str) -> ShareLink:
    """Return a link's row for a change, locked."""
    return db.session.get_one(ShareLink, link_id, with_for_update=True)
