"""Inviting people one by one, and the invitations that wait.

Whole lists are in `importing`; what the invited see is in `lms.accounts.views.invitations`.
"""

from flask import request

from lms.accounts import policy, queries, services
from lms.accounts.forms import InviteForm
from lms.accounts.rules import LONGEST_EMAIL, ROLE_NAMES, Invitee
from lms.accounts.views.door import room
from lms.accounts.views.people import administrator, place_choices
from lms.kit.actor import Actor
from lms.kit.i18n import N_
from lms.web.forms import complain_at
from lms.web.listing import ROWS_PER_PAGE, Page, page_number
from lms.web.locale import current_language
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit


def _invite_page(actor: Actor, form: InviteForm) -> str:
    form.organisation_id.choices = place_choices(actor)
    return render("accounts/invite_person.html", form=form)


@room.get("/admin/people/invite", policy=administrator)
def show_invite(visit: Visit[None]) -> Answer:
    # Most are invited in the language of whoever invites; it is there to be seen and changed.
    form = InviteForm(organisation_id=visit.actor.organisation_id, language=current_language())
    return _invite_page(visit.actor, form)


def _invitee(form: InviteForm, organisation_id: str) -> Invitee:
    return Invitee(
        email=str(form.email.data),
        full_name=str(form.full_name.data),
        language=str(form.language.data),
        organisation_id=organisation_id,
        roles=tuple(form.roles.data or ()),
        is_protected=bool(form.is_protected.data),
    )


@room.post("/admin/people/invite", policy=administrator, form=InviteForm)
def invite_person(visit: Visit[InviteForm]) -> Answer:
    form = visit.form
    if visit.problems:
        return _invite_page(visit.actor, form), 422
    place = policy.load_place_for(visit.actor, str(form.organisation_id.data))
    problem = queries.find_invitation_problem(str(form.email.data))
    if problem is not None:
        complain_at(form.email, problem)
        return _invite_page(visit.actor, form), 422
    services.invite(visit.actor, visit.now, _invitee(form, place.id))
    notify("success", N_("The invitation to %(email)s is on its way."), email=form.email.data)
    return redirect_to("accounts.list_invitations")


@room.get("/admin/people/invitations", policy=administrator)
def list_invitations(visit: Visit[None]) -> Answer:
    number = page_number(request.args.get("page"))
    text = request.args.get("q", "").strip()[:LONGEST_EMAIL]
    first = (number - 1) * ROWS_PER_PAGE
    if text:
        found = queries.search_invitations(visit.actor, text)
        page = Page(found[first : first + ROWS_PER_PAGE], number, len(found))
    else:
        rows = queries.list_invitations(visit.actor, first, ROWS_PER_PAGE)
        page = Page(rows, number, queries.count_invitations(visit.actor))
    return render("accounts/list_invitations.html", page=page, text=text, role_names=ROLE_NAMES)


@room.post("/admin/people/invitations/<id:invitation_id>/resend", policy=administrator)
def resend_invitation(visit: Visit[None], invitation_id: str) -> Answer:
    policy.load_invitation_for(visit.actor, invitation_id)
    services.resend_invitation(visit.actor, visit.now, invitation_id)
    notify("success", N_("The invitation is on its way again, with a new link."))
    return redirect_to("accounts.list_invitations")


@room.post("/admin/people/invitations/<id:invitation_id>/withdraw", policy=administrator)
def withdraw_invitation(visit: Visit[None], invitation_id: str) -> Answer:
    policy.load_invitation_for(visit.actor, invitation_id)
    services.withdraw_invitation(visit.actor, visit.now, invitation_id)
    notify("success", N_("The invitation is withdrawn; its link opens nothing any more."))
    return redirect_to("accounts.list_invitations")
