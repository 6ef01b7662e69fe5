"""Revocations that wait for a second person: the queue, one request, what is decided on it.

Asking for one is in `deciding`.
"""

from typing import Any

from flask import request as http

from lms.accounts import queries as people
from lms.certificates import policy
from lms.certificates.forms.deciding import RefuseForm
from lms.certificates.queries import certificates as queries
from lms.certificates.queries import requests
from lms.certificates.queries.holders import get_holder, get_holders
from lms.certificates.queries.requests import RequestRow
from lms.certificates.rules import KINDS
from lms.certificates.rules.codes import grouped
from lms.certificates.rules.deciding import OUTCOMES_OF_REQUESTS, RequestOver
from lms.certificates.rules.rows import CertificateRow
from lms.certificates.rules.status import REASONS
from lms.certificates.rules.verification import STATUS_NAMES
from lms.certificates.services import revocations
from lms.certificates.views.deciding import lead_back
from lms.certificates.views.door import administrator, room
from lms.kit.i18n import N_
from lms.web.listing import ROWS_PER_PAGE, Page, page_number
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit

QUEUE = "/admin/certificates/revocations"
ONE = f"{QUEUE}/<id:request_id>"


@room.get(QUEUE, policy=administrator)
def list_revocations(visit: Visit[None]) -> Answer:
    number = page_number(http.args.get("page"))
    first = (number - 1) * ROWS_PER_PAGE
    rows = requests.list_queue(visit.actor, visit.now, first=first, size=ROWS_PER_PAGE)
    there = queries.get_certificates({row.certificate_id for row in rows}, visit.now)
    return render(
        "certificates/pages/list_revocations.html",
        page=Page(rows, number, requests.count_queue(visit.actor, visit.now)),
        certificates=there,
        holders=get_holders(visit.actor, there.values()),
        names=people.get_names(visit.actor, {row.asked_by for row in rows}),
        grouped=grouped,
        outcomes=OUTCOMES_OF_REQUESTS,
        reasons=REASONS,
    )


@room.get(ONE, policy=administrator)
def show_revocation(visit: Visit[None], request_id: str) -> Answer:
    request, certificate = policy.load_request_for(visit.actor, request_id, visit.now)
    return _show(visit, request, certificate, RefuseForm())


@room.post(f"{ONE}/confirm", policy=administrator)
def confirm_revocation(visit: Visit[None], request_id: str) -> Answer:
    request, certificate = policy.load_request_for(visit.actor, request_id, visit.now)
    if not request.is_waiting:
        return lead_back(certificate, RequestOver())
    revocations.confirm_revocation(visit.actor, visit.now, request, certificate)
    notify(
        "success", N_("The certificate has been revoked. Whoever verifies it sees this at once.")
    )
    return redirect_to("certificates.show_record", certificate_id=certificate.id)


@room.post(f"{ONE}/refuse", policy=administrator, form=RefuseForm)
def refuse_revocation(visit: Visit[RefuseForm], request_id: str) -> Answer:
    request, certificate = policy.load_request_for(visit.actor, request_id, visit.now)
    if not request.is_waiting:
        return lead_back(certificate, RequestOver())
    if visit.problems:
        return _show(visit, request, certificate, visit.form), 422
    answer = str(visit.form.answer.data)
    revocations.refuse_revocation(visit.actor, visit.now, request, certificate, answer)
    notify("success", N_("The request is refused. The certificate stays as it is."))
    return redirect_to("certificates.list_revocations")


@room.post(f"{ONE}/withdraw", policy=administrator)
def withdraw_revocation(visit: Visit[None], request_id: str) -> Answer:
    request, certificate = policy.load_request_for(visit.actor, request_id, visit.now)
    if not request.is_waiting:
        return lead_back(certificate, RequestOver())
    revocations.withdraw_revocation(visit.actor, visit.now, request, certificate)
    notify("success", N_("Your request is taken back. The certificate stays as it is."))
    return redirect_to("certificates.list_revocations")


def _show(
    visit: Visit[Any], request: RequestRow, certificate: CertificateRow, form: RefuseForm
) -> str:
    who = {one for one in (request.asked_by, request.decided_by) if one}
    return render(
        "certificates/pages/show_revocation.html",
        asked=request,
        certificate=certificate,
        name=get_holder(visit.actor, certificate),
        code=grouped(certificate.code),
        names=people.get_names(visit.actor, who),
        is_asker=request.asked_by == visit.actor.person_id,
        is_own=certificate.person_id == visit.actor.person_id,
        outcomes=OUTCOMES_OF_REQUESTS,
        reasons=REASONS,
        form=form,
        kinds=KINDS,
        statuses=STATUS_NAMES,
    )
