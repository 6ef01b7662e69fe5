"""What an administrator decides on a certificate that is out: suspending, reinstating, revoking.

How it stands then is derived in `rules.status`; correcting is in `correcting`.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from flask import request
from werkzeug.wrappers import Response

from lms.certificates import policy
from lms.certificates.forms.deciding import NoteForm, RevokeForm, SuspendForm
from lms.certificates.queries import requests
from lms.certificates.queries.grounds import find_replacement
from lms.certificates.queries.holders import get_holder
from lms.certificates.rules import KINDS
from lms.certificates.rules.codes import grouped
from lms.certificates.rules.deciding import REQUEST_DAYS, Act, ReviewInThePast, find_obstacle
from lms.certificates.rules.rows import CertificateRow
from lms.certificates.rules.verification import STATUS_NAMES
from lms.certificates.services import decisions, revocations
from lms.certificates.services.decisions import Why
from lms.certificates.views.door import administrator, room
from lms.kit.errors import DomainError
from lms.kit.i18n import N_
from lms.web.forms import Form, complain_at
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit

ONE = "/admin/certificates/<id:certificate_id>"


def open_form(
    visit: Visit[None], certificate_id: str, act: Act, show: Callable[[CertificateRow], str]
) -> Answer:
    """Show the form of an act; where it would be refused, lead back to the certificate and say why.

    Raises `NotVisible` or `NotAllowed` where the actor does not administer the certificate.
    """
    certificate = policy.load_issued_for(visit.actor, certificate_id, visit.now)
    obstacle = obstacle_to(visit, certificate, act)
    return lead_back(certificate, obstacle) if obstacle else show(certificate)


def obstacle_to(visit: Visit[Any], certificate: CertificateRow, act: Act) -> DomainError | None:
    """Return why the actor cannot do this to a certificate as it stands, or nothing."""
    is_asked = (
        act in {"revoke", "correct"}
        and decisions.needs_two(visit.actor, certificate)
        and requests.find_waiting(certificate.id, visit.now) is not None
    )
    is_replaced = find_replacement(certificate.id) is not None
    return find_obstacle(visit.actor, certificate, act, is_asked=is_asked, is_replaced=is_replaced)


def lead_back(certificate: CertificateRow, why: DomainError) -> Response:
    """Lead to a certificate on which something was decided meanwhile, and say why no more is.

    What nobody may do at any time (on a certificate of the own) is no such thing: it is raised.
    """
    if request.method == "POST" and why.status == HTTPStatus.FORBIDDEN:
        raise why
    notify("warning", why.message)
    return redirect_to("certificates.show_record", certificate_id=certificate.id)


@room.get(f"{ONE}/revoke", policy=administrator)
def show_revoke(visit: Visit[None], certificate_id: str) -> Answer:
    return open_form(
        visit, certificate_id, "revoke", lambda found: _ask_to_revoke(visit, found, RevokeForm())
    )


@room.post(f"{ONE}/revoke", policy=administrator, form=RevokeForm)
def revoke_certificate(visit: Visit[RevokeForm], certificate_id: str) -> Answer:
    certificate = policy.load_issued_for(visit.actor, certificate_id, visit.now)
    obstacle = obstacle_to(visit, certificate, "revoke")
    if obstacle:
        return lead_back(certificate, obstacle)
    if visit.problems:
        return _ask_to_revoke(visit, certificate, visit.form), 422
    why = _why(visit.form)
    if revocations.ask_or_revoke(visit.actor, visit.now, certificate, why) == "revoked":
        words = N_("The certificate has been revoked. Whoever verifies it sees this at once.")
        notify("success", words)
    else:
        words = N_("The revocation waits for another administrator. Until then nothing changes.")
        notify("success", words)
    return redirect_to("certificates.show_record", certificate_id=certificate_id)


def _ask_to_revoke(visit: Visit[Any], certificate: CertificateRow, form: RevokeForm) -> str:
    needs_two = decisions.needs_two(visit.actor, certificate)
    return _ask(visit, certificate, "show_revoke", form, needs_two=needs_two, days=REQUEST_DAYS)


@room.get(f"{ONE}/suspend", policy=administrator)
def show_suspend(visit: Visit[None], certificate_id: str) -> Answer:
    return open_form(
        visit,
        certificate_id,
        "suspend",
        lambda found: _ask(visit, found, "show_suspend", SuspendForm()),
    )


@room.post(f"{ONE}/suspend", policy=administrator, form=SuspendForm)
def suspend_certificate(visit: Visit[SuspendForm], certificate_id: str) -> Answer:
    certificate, form = policy.load_issued_for(visit.actor, certificate_id, visit.now), visit.form
    obstacle = obstacle_to(visit, certificate, "suspend")
    if obstacle:
        return lead_back(certificate, obstacle)
    if visit.problems:
        return _ask(visit, certificate, "show_suspend", form), 422
    try:
        decisions.suspend_certificate(
            visit.actor, visit.now, certificate, _why(form), form.review_on.data
        )
    except ReviewInThePast as error:
        complain_at(form.review_on, error.text)
        return _ask(visit, certificate, "show_suspend", form), 422
    notify("success", N_("The certificate is suspended. Whoever verifies it sees this at once."))
    return redirect_to("certificates.show_record", certificate_id=certificate_id)


@room.get(f"{ONE}/reinstate", policy=administrator)
def show_reinstate(visit: Visit[None], certificate_id: str) -> Answer:
    return open_form(
        visit,
        certificate_id,
        "reinstate",
        lambda found: _ask(visit, found, "show_reinstate", NoteForm()),
    )


@room.post(f"{ONE}/reinstate", policy=administrator, form=NoteForm)
def reinstate_certificate(visit: Visit[NoteForm], certificate_id: str) -> Answer:
    certificate = policy.load_issued_for(visit.actor, certificate_id, visit.now)
    obstacle = obstacle_to(visit, certificate, "reinstate")
    if obstacle:
        return lead_back(certificate, obstacle)
    if visit.problems:
        return _ask(visit, certificate, "show_reinstate", visit.form), 422
    note = visit.form.note.data or ""
    decisions.reinstate_certificate(visit.actor, visit.now, certificate, note)
    notify("success", N_("The suspension is ended."))
    return redirect_to("certificates.show_record", certificate_id=certificate_id)


def _why(form: RevokeForm) -> Why:
    return Why(form.reason.data, form.note.data or "")


def _ask(
    visit: Visit[Any], certificate: CertificateRow, page: str, form: Form, **more: object
) -> str:
    return render(
        f"certificates/pages/{page}.html",
        certificate=certificate,
        name=get_holder(visit.actor, certificate),
        code=grouped(certificate.code),
        form=form,
        kinds=KINDS,
        statuses=STATUS_NAMES,
        **more,
    )
