"""What somebody who was invited sees: the link's page, and joining.

Inviting is in `lms.accounts.views.inviting`.
"""

from lms.accounts import services
from lms.accounts.forms import AcceptInvitationForm
from lms.accounts.policy import load_open_invitation
from lms.accounts.queries import find_actor
from lms.accounts.views.door import begin_at, go_on, room
from lms.accounts.views.sign_in import hash_new_password, let_in
from lms.kit.i18n import N_
from lms.web.locale import choose_language, prefer_language
from lms.web.policies import public
from lms.web.render import notify, render
from lms.web.room import Answer, Visit


@room.get("/invitations/<token>", policy=public)
def show_invitation(visit: Visit[None], token: str) -> Answer:
    invitation = load_open_invitation(token, visit.now)
    prefer_language(invitation.language)
    form = AcceptInvitationForm(full_name=invitation.full_name)
    return render("accounts/show_invitation.html", form=form, invitation=invitation)


@room.post(
    "/invitations/<token>", policy=public, form=AcceptInvitationForm, prepare=hash_new_password
)
def accept_invitation(visit: Visit[AcceptInvitationForm], token: str) -> Answer:
    invitation = load_open_invitation(token, visit.now)
    prefer_language(invitation.language)
    if visit.problems:
        page = render("accounts/show_invitation.html", form=visit.form, invitation=invitation)
        return page, 422
    person_id = services.accept_invitation(
        visit.now,
        token,
        full_name=str(visit.form.full_name.data),
        password_hash=visit.prepared,
    )
    actor = find_actor(person_id, visit.now)
    if actor is not None:
        let_in(actor, visit)
        choose_language(invitation.language)
    notify("success", N_("Welcome. Your account is ready."))
    return go_on(begin_at(person_id, visit.now))
