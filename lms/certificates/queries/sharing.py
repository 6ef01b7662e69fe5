"""Reads of what a holder shows of a certificate: the consent that stands, and the links.

Whether a link is open at a time is decided in `rules.sharing`.
"""

from datetime import datetime

from sqlalchemy import bindparam, func, select

from lms.certificates.models import Certificate, CertificateConsent, ShareLink
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


def find_ending(certificate_id: str) -> datetime | None:
    """Return when a protected identity ended what showed the name, unless the holder chose anew."""
    query = (
        select(CertificateConsent.by_protection, CertificateConsent.at)
        .where(CertificateConsent.certificate_id == certificate_id)
        .order_by(CertificateConsent.seq.desc())
        .limit(1)
    )
    row = read(query).one_or_none()
    return row.at if row and row.by_protection else None


def list_showing(person_id: str) -> list[str]:
    """Return the person's certificates whose page of verification shows the name, by their ids."""
    newest = select(func.max(CertificateConsent.seq)).group_by(CertificateConsent.certificate_id)
    query = (
        select(CertificateConsent.certificate_id)
        .join(Certificate, Certificate.id == CertificateConsent.certificate_id)
        .where(
            Certificate.person_id == person_id,
            CertificateConsent.shows_name,
            CertificateConsent.seq.in_(newest),
        )
    )
    return list(read(query).scalars())


def list_named_links(person_id: str, now: datetime) -> list[LinkRow]:
    """Return the open links to a person's certificates that show the name."""
    query = _LINK.join(Certificate, Certificate.id == ShareLink.certificate_id)
    rows = read(query.where(Certificate.person_id == person_id, ShareLink.shows_name))
    return [link for link in (LinkRow(*row) for row in rows) if link.is_open(now)]


def count_showing(person_id: str, now: datetime) -> int:
    """Return how many pages and open links show a person's name."""
    return len(list_showing(person_id)) + len(list_named_links(person_id, now))
