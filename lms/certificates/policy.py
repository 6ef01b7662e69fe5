"""Who may see which certificate, and a course's register; loading and authorising in one.

A stranger sees a certificate only by its code, on the page of verification.
"""

from datetime import datetime

from lms.accounts.rules import ImportBegun
from lms.certificates.queries import certificates as queries
from lms.certificates.queries import papers, requests, sharing
from lms.certificates.queries.papers import PaperImportRow
from lms.certificates.queries.requests import RequestRow
from lms.certificates.rules.rows import CertificateRow
from lms.certificates.rules.sharing import LinkRow
from lms.content import queries as content
from lms.content.queries import CourseRow
from lms.kit.actor import Actor
from lms.kit.errors import NotAllowed, NotVisible
from lms.organisations import queries as organisations
from lms.organisations.queries import OrganisationRow


def load_certificate_for(actor: Actor, certificate_id: str, now: datetime) -> CertificateRow:
    """Return the actor's own certificate; raise `NotVisible` where it is another's or none."""
    certificate = queries.find_certificate(certificate_id, now)
    if certificate is None or certificate.person_id != actor.person_id:
        raise NotVisible
    return certificate


def load_link_for(actor: Actor, certificate_id: str, link_id: str, now: datetime) -> LinkRow:
    """Return a link to the actor's own certificate; raise `NotVisible`."""
    certificate = load_certificate_for(actor, certificate_id, now)
    link = sharing.find_link(link_id)
    if link is None or link.certificate_id != certificate.id:
        raise NotVisible
    return link


def load_register_for(actor: Actor, slug: str) -> CourseRow:
    """Return a course whose certificates the actor administers: its owner's administrators.

    Raises `NotVisible` where there is no such course, `NotAllowed` where others issue it.
    """
    course = content.find_course(slug)
    if course is None:
        raise NotVisible
    if not actor.has_role("administrator", path=course.owner_path):
        raise NotAllowed
    return course


def load_register_of(actor: Actor, organisation_id: str) -> OrganisationRow:
    """Return an organisation whose register the actor administers; `NotVisible`, `NotAllowed`."""
    organisation = organisations.get_organisation(organisation_id)
    if not actor.has_role("administrator", path=organisation.path):
        raise NotAllowed
    return organisation


def load_paper_import_for(actor: Actor, import_id: str) -> PaperImportRow:
    """Return a list of paper certificates of a register that the actor administers."""
    row = papers.find_import(import_id)
    if row is None:
        raise NotVisible
    load_register_of(actor, row.issuer_id)
    return row


def load_paper_draft_for(actor: Actor, import_id: str) -> PaperImportRow:
    """Return a list of which nothing was entered yet; raise `ImportBegun` of another."""
    row = load_paper_import_for(actor, import_id)
    if row.job_id is not None:
        raise ImportBegun
    return row


def list_registers_for(actor: Actor) -> list[CourseRow]:
    """Return the published courses whose certificates the actor administers."""
    return [
        course
        for course in content.list_catalogue()
        if actor.has_role("administrator", path=course.owner_path)
    ]


def load_issued_for(actor: Actor, certificate_id: str, now: datetime) -> CertificateRow:
    """Return a certificate that the actor administers; raise `NotVisible` or `NotAllowed`."""
    certificate = queries.find_certificate(certificate_id, now)
    if certificate is None:
        raise NotVisible
    issuer = organisations.get_organisation(certificate.issuer_id)
    if not actor.has_role("administrator", path=issuer.path):
        raise NotAllowed
    return certificate


def load_request_for(
    actor: Actor, request_id: str, now: datetime
) -> tuple[RequestRow, CertificateRow]:
    """Return a revocation that was asked for, with its certificate, which the actor administers.

    Raises `NotVisible` or `NotAllowed`.
    """
    request = requests.find_request(request_id, now)
    if request is None:
        raise NotVisible
    return request, load_issued_for(actor, request.certificate_id, now)
