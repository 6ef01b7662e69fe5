"""Who signs an organisation's certificates; and what a signatory sees who was mailed a link.

What is printed of a signature is decided in `services.signatories`.
"""

from flask import make_response, url_for
from werkzeug.wrappers import Response

from lms.certificates import design_policy as policy
from lms.certificates.forms.signing import ConsentForm, SignatoryForm
from lms.certificates.queries import signatories as queries
from lms.certificates.queries import usage
from lms.certificates.rules.design_rows import SignatoryRow
from lms.certificates.services import signatories as services
from lms.certificates.views.door import administrator, room
from lms.certificates.views.usage import Use, describe_uses
from lms.kit import storage
from lms.kit.errors import NotVisible
from lms.kit.i18n import N_
from lms.organisations import queries as organisations
from lms.web.headers import MEDIA_POLICY
from lms.web.locale import current_language, prefer_language
from lms.web.policies import public
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit

CONSENT_ENDED = N_(
    "The changes are saved, and end the consent: the picture is not printed until the signatory "
    "has agreed to it as it stands now."
)


@room.get("/admin/certificates/signatories", policy=administrator)
def list_signatories(visit: Visit[None]) -> Answer:
    issuers = {row.id: row for row in policy.list_issuers_for(visit.actor, current_language())}
    return render(
        "certificates/pages/list_signatories.html",
        signatories=queries.list_signatories(list(issuers)),
        issuers=issuers,
    )


@room.get("/admin/certificates/signatories/of/<id:organisation_id>/new", policy=administrator)
def show_new_signatory(visit: Visit[None], organisation_id: str) -> Answer:
    organisation = policy.load_issuer_for(visit.actor, organisation_id)
    form = SignatoryForm(language=current_language())
    return render(
        "certificates/pages/edit_signatory.html",
        form=form,
        organisation=organisation,
        signatory=None,
    )


def store_picture(form: SignatoryForm) -> str | None:
    """Keep the picture by its hash before the transaction."""
    return storage.put(form.drawn) if form.drawn else None


@room.post(
    "/admin/certificates/signatories/of/<id:organisation_id>/new",
    policy=administrator,
    form=SignatoryForm,
    prepare=store_picture,
)
def add_signatory(visit: Visit[SignatoryForm], organisation_id: str) -> Answer:
    organisation = policy.load_issuer_for(visit.actor, organisation_id)
    if visit.problems:
        page = render(
            "certificates/pages/edit_signatory.html",
            form=visit.form,
            organisation=organisation,
            signatory=None,
        )
        return page, 422
    entry = _entry(visit.form, visit.prepared)
    signatory_id = services.add_signatory(visit.actor, visit.now, organisation.id, entry)
    notify("success", N_("The signatory is entered."))
    return redirect_to("certificates.edit_signatory", signatory_id=signatory_id)


@room.get("/admin/certificates/signatories/<id:signatory_id>", policy=administrator)
def edit_signatory(visit: Visit[None], signatory_id: str) -> Answer:
    signatory = policy.load_signatory_for(visit.actor, signatory_id)
    form = SignatoryForm(name=signatory.name, email=signatory.email, language=signatory.language)
    form.office.fill(signatory.offices)
    return _show(signatory, form)


@room.post(
    "/admin/certificates/signatories/<id:signatory_id>",
    policy=administrator,
    form=SignatoryForm,
    prepare=store_picture,
)
def change_signatory(visit: Visit[SignatoryForm], signatory_id: str) -> Answer:
    signatory = policy.load_signatory_for(visit.actor, signatory_id)
    if visit.problems:
        return _show(signatory, visit.form), 422
    kept = None if visit.form.removes_picture.data else signatory.picture_hash
    entry = _entry(visit.form, visit.prepared or kept)
    if services.change_signatory(visit.actor, visit.now, signatory, entry):
        notify("warning", CONSENT_ENDED)
    else:
        notify("success", N_("The changes are saved."))
    return redirect_to("certificates.edit_signatory", signatory_id=signatory_id)


def _show(signatory: SignatoryRow, form: SignatoryForm) -> str:
    return render(
        "certificates/pages/edit_signatory.html",
        form=form,
        organisation=organisations.get_organisation(signatory.organisation_id),
        signatory=signatory,
    )


def _entry(form: SignatoryForm, picture_hash: str | None) -> services.Entry:
    return services.Entry(
        name=str(form.name.data),
        offices=form.office.data,
        email=form.email.data or None,
        language=str(form.language.data),
        picture_hash=picture_hash,
    )


@room.post("/admin/certificates/signatories/<id:signatory_id>/ask", policy=administrator)
def ask_signatory(visit: Visit[None], signatory_id: str) -> Answer:
    signatory = policy.load_signatory_for(visit.actor, signatory_id)
    issuer = organisations.get_organisation(signatory.organisation_id).label(signatory.language)
    services.ask_consent(visit.actor, visit.now, signatory, issuer)
    notify("success", N_("The link is on its way to the signatory."))
    return redirect_to("certificates.edit_signatory", signatory_id=signatory_id)


@room.get("/admin/certificates/signatories/<id:signatory_id>/remove", policy=administrator)
def show_removal(visit: Visit[None], signatory_id: str) -> Answer:
    signatory = policy.load_signatory_for(visit.actor, signatory_id)
    return render(
        "certificates/pages/show_removal.html",
        signatory=signatory,
        designs=[
            Use(name, "", url_for("certificates.edit_look", design_id=design_id))
            for design_id, name in usage.list_designs_signed_by(signatory.id)
        ],
        uses=describe_uses(usage.list_terms_signed_by(signatory.id), current_language()),
    )


@room.post("/admin/certificates/signatories/<id:signatory_id>/remove", policy=administrator)
def remove_signatory(visit: Visit[None], signatory_id: str) -> Answer:
    signatory = policy.load_signatory_for(visit.actor, signatory_id)
    services.remove_signatory(visit.actor, visit.now, signatory)
    notify("success", N_("The signatory is off the list."))
    return redirect_to("certificates.list_signatories")


@room.get("/admin/certificates/signatories/<id:signatory_id>/picture", policy=administrator)
def show_signature(visit: Visit[None], signatory_id: str) -> Answer:
    return _give_picture(policy.load_signatory_for(visit.actor, signatory_id))


@room.get("/certificates/signature/<token>", policy=public)
def show_consent(_visit: Visit[None], token: str) -> Answer:
    signatory = policy.load_signatory_link(token)
    prefer_language(signatory.language)
    return render(
        "certificates/pages/show_consent.html",
        signatory=signatory,
        issuer=organisations.get_organisation(signatory.organisation_id),
        token=token,
        form=ConsentForm(shown=signatory.seal),
    )


@room.get("/certificates/signature/<token>/picture", policy=public)
def show_own_signature(_visit: Visit[None], token: str) -> Answer:
    return _give_picture(policy.load_signatory_link(token))


@room.post("/certificates/signature/<token>", policy=public, form=ConsentForm)
def agree_to_picture(visit: Visit[ConsentForm], token: str) -> Answer:
    signatory = policy.load_signatory_link(token)
    prefer_language(signatory.language)
    services.agree(visit.actor, visit.now, signatory, str(visit.form.shown.data))
    notify("success", N_("Thank you. Your signature may be printed on certificates."))
    return redirect_to("certificates.show_consent", token=token)


@room.post("/certificates/signature/<token>/withdraw", policy=public)
def withdraw_consent(visit: Visit[None], token: str) -> Answer:
    signatory = policy.load_signatory_link(token)
    prefer_language(signatory.language)
    services.withdraw(visit.actor, visit.now, signatory)
    notify("success", N_("Your consent is withdrawn. New certificates do not have the picture."))
    return redirect_to("certificates.show_consent", token=token)


def _give_picture(signatory: SignatoryRow) -> Response:
    if signatory.picture_hash is None or not storage.exists(signatory.picture_hash):
        raise NotVisible
    answer = make_response(storage.get(signatory.picture_hash))
    answer.content_type = "image/png"
    answer.headers["Content-Security-Policy"] = MEDIA_POLICY
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
