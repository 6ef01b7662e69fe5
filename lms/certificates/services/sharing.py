"""What a holder decides to show: the name to whoever has the code, and links for somebody.

Whose certificate it is was decided by `policy`.
"""

from datetime import datetime

from lms.accounts import services as people
from lms.accounts.events import IdentityProtected
from lms.certificates.models import CertificateConsent, ShareLink
from lms.certificates.queries import sharing as queries
from lms.certificates.rules.rows import CertificateRow
from lms.certificates.rules.sharing import (
    MOST_LINKS,
    LinkRow,
    LinkWish,
    ProtectedSince,
    TooManyLinks,
)
from lms.certificates.services.telling import notify, record
from lms.kit.actor import Actor
from lms.kit.db import db


def decide_name(
    actor: Actor, now: datetime, certificate: CertificateRow, *, shows_name: bool, is_warned: bool
) -> None:
    """Let the page of verification show the holder's name, or not any more; the same is nothing.

    Raises `ProtectedSince`. The same again does answer a protection that ended what was shown.
    """
    check_warned(certificate, shows_name=shows_name, is_warned=is_warned)
    is_same = queries.shows_name(certificate.id) == shows_name
    if is_same and queries.find_ending(certificate.id) is None:
        return
    db.session.add(CertificateConsent(certificate_id=certificate.id, shows_name=shows_name, at=now))
    record(actor, now, "consent_decided", certificate.id, {"shows_name": shows_name})


def check_warned(certificate: CertificateRow, *, shows_name: bool, is_warned: bool) -> None:
    """Raise `ProtectedSince` where a name would be shown by whoever has not read the warning.

    Until the transaction ends nobody protects the holder: what is decided here would outlast that.
    """
    if not shows_name or certificate.person_id is None:
        return
    if people.is_protected_still(certificate.person_id) and not is_warned:
        raise ProtectedSince


def make_link(
    actor: Actor, now: datetime, certificate: CertificateRow, wish: LinkWish, *, is_warned: bool
) -> str:
    """Make a link to a certificate and return its id; raise `TooManyLinks`, `ProtectedSince`."""
    check_warned(certificate, shows_name=wish.shows_name, is_warned=is_warned)
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


def hear_of_protection(event: IdentityProtected, now: datetime) -> None:
    """End what shows the name of a person whose identity is protected now, and tell the person.

    At once, in the transaction that protects: what a job ends later would be read until then. What
    compares a name and does not show it goes on.
    """
    links = queries.list_named_links(event.person_id, now)
    showing = {*queries.list_showing(event.person_id), *(link.certificate_id for link in links)}
    for link in links:
        withdraw_link(event.actor, now, link)
    for certificate_id in sorted(showing):
        db.session.add(
            CertificateConsent(
                certificate_id=certificate_id, shows_name=False, by_protection=True, at=now
            )
        )
        record(event.actor, now, "consent_ended", certificate_id, {})
    if showing:
        key = f"{event.person_id}:{now.isoformat()}"
        notify(now, "certificates.showing_ended", key, event.person_id, {})
