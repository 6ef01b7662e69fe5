"""Inviting people one by one or from a list, and the invitations that wait.

What the invited see is in `lms.accounts.views.invitations`.
"""

import csv
import io

from flask import Response, request
from werkzeug.wrappers import Response as Redirect

from lms.accounts import policy, queries, services
from lms.accounts.forms import InviteForm, RosterForm
from lms.accounts.roster import COLUMNS, RosterRow
from lms.accounts.rules import ROLE_NAMES, Invitee
from lms.accounts.views.door import room
from lms.accounts.views.people import administrator, place_choices
from lms.kit import storage
from lms.kit.actor import Actor
from lms.kit.i18n import N_
from lms.web.listing import ROWS_PER_PAGE, Page, page_number
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit


def _invite_page(actor: Actor, form: InviteForm) -> str:
    form.organisation_id.choices = place_choices(actor)
    return render("accounts/invite_person.html", form=form)


@room.get("/admin/people/invite", policy=administrator)
def show_invite(visit: Visit[None]) -> Answer:
    form = InviteForm(organisation_id=visit.actor.organisation_id)
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
        form.email.errors = [problem]
        return _invite_page(visit.actor, form), 422
    services.invite(visit.actor, visit.now, _invitee(form, place.id))
    notify("success", N_("The invitation to %(email)s is on its way."), email=form.email.data)
    return redirect_to("accounts.list_invitations")


@room.get("/admin/people/invitations", policy=administrator)
def list_invitations(visit: Visit[None]) -> Answer:
    number = page_number(request.args.get("page"))
    rows = queries.list_invitations(visit.actor, (number - 1) * ROWS_PER_PAGE, ROWS_PER_PAGE)
    page = Page(rows, number, queries.count_invitations(visit.actor))
    return render("accounts/list_invitations.html", page=page, role_names=ROLE_NAMES)


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


@room.get("/admin/people/import", policy=administrator)
def show_import(_visit: Visit[None]) -> Answer:
    return render("accounts/import_people.html", form=RosterForm(), role_names=ROLE_NAMES)


@room.get("/admin/people/import/template.csv", policy=administrator)
def download_template(_visit: Visit[None]) -> Answer:
    text = io.StringIO()
    csv.writer(text).writerow(COLUMNS)
    return Response(
        "\ufeff" + text.getvalue(),
        mimetype="text/csv",
        headers={"Content-Disposition": 'attachment; filename="people.csv"'},
    )


def store_roster(form: RosterForm) -> str:
    """Keep the file by its hash before the transaction, so that what is confirmed is this."""
    return storage.put(form.content)


@room.post("/admin/people/import", policy=administrator, form=RosterForm, prepare=store_roster)
def upload_roster(visit: Visit[RosterForm]) -> Answer:
    if visit.problems:
        page = render("accounts/import_people.html", form=visit.form, role_names=ROLE_NAMES)
        return page, 422
    seal = policy.seal_roster(visit.actor, visit.prepared)
    return redirect_to("accounts.preview_import", content_hash=visit.prepared, seal=seal)


def _preview(rows: list[RosterRow], content_hash: str, seal: str) -> str:
    return render(
        "accounts/preview_import.html",
        rows=rows,
        content_hash=content_hash,
        seal=seal,
        wrong=sum(1 for row in rows if row.problems),
    )


@room.get("/admin/people/import/<hash:content_hash>/<hash:seal>", policy=administrator)
def preview_import(visit: Visit[None], content_hash: str, seal: str) -> Answer:
    return _preview(policy.load_roster_for(visit.actor, content_hash, seal), content_hash, seal)


@room.post("/admin/people/import/<hash:content_hash>/<hash:seal>", policy=administrator)
def import_people(visit: Visit[None], content_hash: str, seal: str) -> Answer | Redirect:
    rows = policy.load_roster_for(visit.actor, content_hash, seal)
    invitees = [row.invitee for row in rows if row.invitee is not None]
    if len(invitees) < len(rows):
        return _preview(rows, content_hash, seal), 422
    services.invite_all(visit.actor, visit.now, invitees)
    notify("success", N_("Invitations on their way: %(count)s."), count=len(invitees))
    return redirect_to("accounts.list_invitations")
