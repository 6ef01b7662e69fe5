"""What an administrator decides on a certificate that is out: revoking it.

How it stands then is derived in `rules.status`.
"""

from lms.accounts import queries as people
from lms.certificates import policy
from lms.certificates.forms.deciding import RevokeForm
from lms.certificates.rules import KINDS
from lms.certificates.rules.codes import grouped
from lms.certificates.rules.rows import CertificateRow
from lms.certificates.rules.verification import STATUS_NAMES
from lms.certificates.services import decisions
from lms.certificates.views.door import administrator, room
from lms.kit.actor import Actor
from lms.kit.i18n import N_
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit


@room.get("/admin/certificates/<id:certificate_id>/revoke", policy=administrator)
def show_revoke(visit: Visit[None], certificate_id: str) -> Answer:
    certificate = policy.load_issued_for(visit.actor, certificate_id, visit.now)
    return _ask_to_revoke(visit.actor, certificate, RevokeForm())


@room.post("/admin/certificates/<id:certificate_id>/revoke", policy=administrator, form=RevokeForm)
def revoke_certificate(visit: Visit[RevokeForm], certificate_id: str) -> Answer:
    certificate = policy.load_issued_for(visit.actor, certificate_id, visit.now)
    form = visit.form
    if visit.problems:
        return _ask_to_revoke(visit.actor, certificate, form), 422
    decisions.revoke_certificate(
        visit.actor, visit.now, certificate, reason=form.reason.data, note=form.note.data or ""
    )
    notify(
        "success", N_("The certificate has been revoked. Whoever verifies it sees this at once.")
    )
    return redirect_to("certificates.list_register", course=certificate.facts.subject_code)


def _ask_to_revoke(actor: Actor, certificate: CertificateRow, form: RevokeForm) -> str:
    facts, person_id = certificate.facts, certificate.person_id
    holder = people.get_name(actor, person_id) if person_id else facts.holder_name
    return render(
        "certificates/pages/show_revoke.html",
        certificate=certificate,
        name=holder,
        code=grouped(certificate.code),
        form=form,
        kinds=KINDS,
        statuses=STATUS_NAMES,
    )
