"""What a holder shows of a certificate: whether the name is shown, and the links given out.

What a stranger sees then is in `verifying`.
"""

from flask import url_for

from lms.accounts import queries as people
from lms.certificates import policy
from lms.certificates.forms.sharing import MATCHED, SHOWN, ConsentForm, LinkForm
from lms.certificates.queries import sharing as queries
from lms.certificates.rules.codes import grouped
from lms.certificates.rules.rows import CertificateRow
from lms.certificates.rules.sharing import SEAL, SEAL_LENGTH, LinkRow, ProtectedSince
from lms.certificates.services import sharing
from lms.certificates.views.door import room
from lms.kit.i18n import N_
from lms.web.policies import signed_in
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit
from lms.web.seals import make_seal

ONE = "/certificates/<id:certificate_id>/sharing"


@room.get(ONE, policy=signed_in)
def show_sharing(visit: Visit[None], certificate_id: str) -> Answer:
    certificate = policy.load_certificate_for(visit.actor, certificate_id, visit.now)
    return _page(visit, certificate, _consent_of(certificate), LinkForm())


@room.post(f"{ONE}/name", policy=signed_in, form=ConsentForm)
def decide_name(visit: Visit[ConsentForm], certificate_id: str) -> Answer:
    certificate = policy.load_certificate_for(visit.actor, certificate_id, visit.now)
    if visit.problems:
        return _page(visit, certificate, visit.form, LinkForm()), 422
    form, shows_name = visit.form, visit.form.shows_name
    try:
        sharing.decide_name(
            visit.actor, visit.now, certificate, shows_name=shows_name, is_warned=form.is_warned
        )
    except ProtectedSince as error:
        form.complain(error.text)
        return _page(visit, certificate, form, LinkForm()), error.status
    notify(
        "success",
        N_("Your name is now shown to whoever has the code.")
        if shows_name
        else N_("Your name is not shown to whoever has the code."),
    )
    return redirect_to("certificates.show_sharing", certificate_id=certificate_id)


@room.post(f"{ONE}/links", policy=signed_in, form=LinkForm)
def make_link(visit: Visit[LinkForm], certificate_id: str) -> Answer:
    certificate = policy.load_certificate_for(visit.actor, certificate_id, visit.now)
    if visit.problems:
        return _page(visit, certificate, _consent_of(certificate), visit.form), 422
    form = visit.form
    try:
        sharing.make_link(visit.actor, visit.now, certificate, form.wish, is_warned=form.is_warned)
    except ProtectedSince as error:
        form.complain(error.text)
        return _page(visit, certificate, _consent_of(certificate), form), error.status
    notify("success", N_("The link has been made. Copy it from the list below."))
    return redirect_to("certificates.show_sharing", certificate_id=certificate_id)


@room.post(f"{ONE}/links/<id:link_id>/withdraw", policy=signed_in)
def withdraw_link(visit: Visit[None], certificate_id: str, link_id: str) -> Answer:
    link = policy.load_link_for(visit.actor, certificate_id, link_id, visit.now)
    sharing.withdraw_link(visit.actor, visit.now, link)
    notify("success", N_("The link has been withdrawn. It shows nothing any more."))
    return redirect_to("certificates.show_sharing", certificate_id=certificate_id)


def address_of(link: LinkRow) -> str:
    """Return the address that a link is: its id, and the seal that cannot be guessed."""
    token = link.id + make_seal(SEAL, link.id)[:SEAL_LENGTH]
    return url_for("certificates.show_shared", token=token, _external=True)


def _consent_of(certificate: CertificateRow) -> ConsentForm:
    return ConsentForm(name=SHOWN if queries.shows_name(certificate.id) else MATCHED)


def _page(
    visit: Visit[None] | Visit[ConsentForm] | Visit[LinkForm],
    certificate: CertificateRow,
    consent: ConsentForm,
    form: LinkForm,
) -> str:
    links = queries.list_links(certificate.id)
    holder = people.find_person(str(visit.actor.person_id))
    is_protected = holder is not None and holder.is_protected
    for one in (consent, form):
        one.warned.data = "yes" if is_protected else ""
    return render(
        "certificates/pages/show_sharing.html",
        certificate=certificate,
        code=grouped(certificate.code),
        consent=consent,
        form=form,
        open_links=[(link, address_of(link)) for link in links if link.is_open(visit.now)],
        ended_links=[link for link in links if not link.is_open(visit.now)],
        is_protected=is_protected,
        ended_at=queries.find_ending(certificate.id),
    )
