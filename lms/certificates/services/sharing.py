"""What a holder decides to show: the name to whoever has the code, and links for somebody.

Whose certificate it is was decided by `policy`.
"""

from datetime import datetime

from lms.certificates.models import CertificateConsent, ShareLink
from lms.certificates.queries import sharing as queries
from lms.certificates.rules.rows import CertificateRow
from lms.certificates.rules.sharing import MOST_LINKS, LinkRow, LinkWish, TooManyLinks
from lms.certificates.services.telling import record
from lms.kit.actor import Actor
from lms.kit.db import db


def decide_name(
    actor: Actor, now: datetime, certificate: CertificateRow, *, shows_name: bool
) -> None:
    """Let the page of verification show the holder's name, or not any more; the same is nothing."""
    if queries.shows_name(certificate.id) == shows_name:
        return
    db.session.add(CertificateConsent(certificate_id=certificate.id, shows_name=shows_name, at=now))
    record(actor, now, "consent_decided", certificate.id, {"shows_name": shows_name})


def make_link(actor: Actor, now: datetime, certificate: CertificateRow, wish: LinkWish) -> str:
    """Make a link to a certificate and return its id; raise `TooManyLinks`."""
    if sum(link.is_open(now) for link in queries.list_links(certificate.id)) >= MOST_LINKS:
        raise TooManyLinks
    link = ShareLink(
        certificate_id=certificate.id,
        note=wish.note,
        shows_name=wish.shows_name,
        created_at=now,
        ends_at=wish.ends_at(now),
    )
    db.session.add(link)
    db.session.flush()
    record(
        actor, now, "shared", certificate.id,
        {"link": link.id, "shows_name": wish.shows_name, "days": wish.days},
    )  # fmt: skip
    return link.id


def withdraw_link(actor: Actor, now: datetime, link: LinkRow) -> None:
    """Let a link show nothing any more; one that is not open stays as it is."""
    row = queries.get_link(link.id)
    if not link.is_open(now) or row.withdrawn_at is not None:
        return
    row.withdrawn_at = now
    record(actor, now, "share_withdrawn", link.certificate_id, {"link": link.id})
