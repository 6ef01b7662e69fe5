"""The tree of organisations, the installation's settings, and its emblem.

People are administered in `lms.accounts.views`.
"""

from typing import Any

from flask import Response

from lms.kit import storage
from lms.kit.errors import NotVisible
from lms.kit.i18n import N_
from lms.kit.territories import sort_tree, territory_names
from lms.organisations import policy, queries, services
from lms.organisations.forms import (
    AgencyForm,
    HubForm,
    JoiningForm,
    LeavingForm,
    PublishingForm,
    RenameForm,
    RevokingForm,
    SettingsForm,
    StateForm,
)
from lms.organisations.queries import (
    Installation,
    OrganisationRow,
    are_two_needed_above,
    find_installation,
    is_needed_above,
    list_country_codes,
)
from lms.organisations.rules import JOINING
from lms.web.forms import choices
from lms.web.locale import current_language
from lms.web.policies import has_role, public
from lms.web.render import forget_site, notify, redirect_to, render
from lms.web.room import Answer, Room, Visit

room = Room("organisations")
administrator = has_role("administrator")


def _state_choices() -> list[Any]:
    there = list_country_codes()
    names = territory_names(current_language())
    free = [(code, name) for code, name in names.items() if code not in there]
    return choices([("", ""), *free])


def _tree(visit: Visit[Any], state: StateForm | None = None, hub: HubForm | None = None) -> str:
    rows = sort_tree(policy.load_organisations_for(visit.actor), current_language())
    is_root = any(row.kind == "installation" for row in rows)
    state, hub = state or StateForm(), hub or HubForm()
    state.country_code.choices = _state_choices()
    return render(
        "organisations/list_organisations.html", rows=rows, is_root=is_root, form=state, hub=hub
    )


@room.get("/admin/organisations", policy=administrator)
def list_organisations(visit: Visit[None]) -> Answer:
    return _tree(visit)


@room.post("/admin/organisations", policy=administrator, form=StateForm)
def add_state(visit: Visit[StateForm]) -> Answer:
    policy.load_installation_for(visit.actor)
    if visit.problems:
        return _tree(visit, state=visit.form), 422
    services.create_state(visit.actor, visit.now, country_code=str(visit.form.country_code.data))
    notify("success", N_("The State is added."))
    return redirect_to("organisations.list_organisations")


@room.post("/admin/hubs", policy=policy.administrator_of_all, form=HubForm)
def add_hub(visit: Visit[HubForm]) -> Answer:
    if visit.problems:
        return _tree(visit, hub=visit.form), 422
    form = visit.form
    hub_id = services.create_hub(
        visit.actor, visit.now, kind=form.kind.data, name=str(form.name.data)
    )
    notify("success", N_("It is added. Now say which States are members."))
    return redirect_to("organisations.show_members", organisation_id=hub_id)


def _members_page(visit: Visit[Any], row: OrganisationRow, form: JoiningForm) -> str:
    states = queries.list_states_outside(row.id, current_language())
    form.state.choices = choices([("", ""), *states])
    return render(
        "organisations/show_members.html",
        row=row,
        memberships=queries.list_memberships(row.id),
        today=visit.now.date(),
        is_root=policy.administers_all(visit.actor),
        form=form,
    )


@room.get("/admin/organisations/<id:organisation_id>/members", policy=administrator)
def show_members(visit: Visit[None], organisation_id: str) -> Answer:
    row = policy.load_hub_for(visit.actor, organisation_id)
    return _members_page(visit, row, JoiningForm(joined_on=visit.now.date()))


@room.post(
    "/admin/organisations/<id:organisation_id>/members",
    # Who is in a hub lets focal points nominate there: the installation decides, not the hub.
    policy=policy.administrator_of_all,
    form=JoiningForm,
)
def add_member(visit: Visit[JoiningForm], organisation_id: str) -> Answer:
    row = policy.load_hub_for(visit.actor, organisation_id)
    form = visit.form
    if visit.problems or form.joined_on.data is None:
        return _members_page(visit, row, form), 422
    services.join_hub(visit.actor, visit.now, row.id, str(form.state.data), form.joined_on.data)
    notify("success", N_("The State is a member."))
    return redirect_to("organisations.show_members", organisation_id=row.id)


def _leaving_page(row: OrganisationRow, state: OrganisationRow, form: LeavingForm) -> str:
    return render("organisations/confirm_leaving.html", row=row, state=state, form=form)


@room.get(
    "/admin/organisations/<id:organisation_id>/members/<id:state_id>/end",
    policy=policy.administrator_of_all,
)
def confirm_leaving(visit: Visit[None], organisation_id: str, state_id: str) -> Answer:
    row, state = policy.load_member_for(visit.actor, organisation_id, state_id)
    return _leaving_page(row, state, LeavingForm(left_on=visit.now.date()))


@room.post(
    "/admin/organisations/<id:organisation_id>/members/<id:state_id>/end",
    policy=policy.administrator_of_all,
    form=LeavingForm,
)
def end_membership(visit: Visit[LeavingForm], organisation_id: str, state_id: str) -> Answer:
    row, state = policy.load_member_for(visit.actor, organisation_id, state_id)
    left_on = visit.form.left_on.data
    if visit.problems or left_on is None:
        return _leaving_page(row, state, visit.form), 422
    services.leave_hub(visit.actor, visit.now, row.id, state.id, left_on)
    notify("success", N_("The membership is ended. It stays in the list, with its dates."))
    return redirect_to("organisations.show_members", organisation_id=row.id)


def _organisation_page(
    row: OrganisationRow, agency: AgencyForm | None = None, rename: RenameForm | None = None
) -> str:
    return render(
        "organisations/show_organisation.html",
        row=row,
        agency=agency or AgencyForm(),
        rename=rename or RenameForm(new_name=row.name),
        publishing=PublishingForm(needs_second_person=row.needs_second_person),
        is_needed_above=is_needed_above(row.path),
        revoking=RevokingForm(needs_two_to_revoke=row.needs_two_to_revoke),
        are_two_needed_above=are_two_needed_above(row.path),
        has_members=row.kind in JOINING,
    )


@room.get("/admin/organisations/<id:organisation_id>", policy=administrator)
def show_organisation(visit: Visit[None], organisation_id: str) -> Answer:
    return _organisation_page(policy.load_organisation_for(visit.actor, organisation_id))


@room.post(
    "/admin/organisations/<id:organisation_id>/agencies", policy=administrator, form=AgencyForm
)
def add_agency(visit: Visit[AgencyForm], organisation_id: str) -> Answer:
    row = policy.load_organisation_for(visit.actor, organisation_id)
    if visit.problems:
        return _organisation_page(row, agency=visit.form), 422
    services.create_agency(
        visit.actor, visit.now, parent_id=organisation_id, name=str(visit.form.name.data)
    )
    notify("success", N_("The agency is added."))
    return redirect_to("organisations.list_organisations")


@room.post("/admin/organisations/<id:organisation_id>/name", policy=administrator, form=RenameForm)
def rename_agency(visit: Visit[RenameForm], organisation_id: str) -> Answer:
    row = policy.load_organisation_for(visit.actor, organisation_id)
    if visit.problems:
        return _organisation_page(row, rename=visit.form), 422
    services.rename_agency(visit.actor, visit.now, organisation_id, str(visit.form.new_name.data))
    notify("success", N_("The name is changed."))
    return redirect_to("organisations.list_organisations")


@room.post(
    "/admin/organisations/<id:organisation_id>/publishing",
    policy=administrator,
    form=PublishingForm,
)
def change_publishing(visit: Visit[PublishingForm], organisation_id: str) -> Answer:
    policy.load_organisation_for(visit.actor, organisation_id)
    is_required = bool(visit.form.needs_second_person.data)
    services.require_second_person(visit.actor, visit.now, organisation_id, is_required=is_required)
    notify("success", N_("What publishing needs is changed."))
    return redirect_to("organisations.show_organisation", organisation_id=organisation_id)


@room.post(
    "/admin/organisations/<id:organisation_id>/revoking",
    policy=administrator,
    form=RevokingForm,
)
def change_revoking(visit: Visit[RevokingForm], organisation_id: str) -> Answer:
    policy.load_organisation_for(visit.actor, organisation_id)
    is_required = bool(visit.form.needs_two_to_revoke.data)
    services.require_two_to_revoke(visit.actor, visit.now, organisation_id, is_required=is_required)
    notify("success", N_("What revoking needs is changed."))
    return redirect_to("organisations.show_organisation", organisation_id=organisation_id)


def _settings_page(root: Installation, form: SettingsForm) -> str:
    return render("organisations/show_settings.html", root=root, form=form)


@room.get("/admin/settings", policy=policy.administrator_of_all)
def show_settings(visit: Visit[None]) -> Answer:
    root = policy.load_installation_for(visit.actor)
    return _settings_page(root, SettingsForm(name=root.name, mail_sender=root.mail_sender))


def store_emblem(form: SettingsForm) -> str | None:
    """Keep the picture by its hash before the transaction."""
    return storage.put(form.drawn) if form.drawn else None


@room.post(
    "/admin/settings",
    # Said here and not by the view: a picture is drawn anew for those alone who may change it.
    policy=policy.administrator_of_all,
    form=SettingsForm,
    prepare=store_emblem,
)
def change_settings(visit: Visit[SettingsForm]) -> Answer:
    root = policy.load_installation_for(visit.actor)
    form = visit.form
    if visit.problems:
        return _settings_page(root, form), 422
    services.change_site(
        visit.actor, visit.now, name=str(form.name.data), mail_sender=form.mail_sender.data or None
    )
    if visit.prepared or form.removes_emblem.data:
        services.change_emblem(visit.actor, visit.now, visit.prepared)
    forget_site()
    notify("success", N_("The settings are saved."))
    return redirect_to("organisations.show_settings")


@room.get("/emblem/<hash:emblem_hash>", policy=public)
def show_emblem(_visit: Visit[None], emblem_hash: str) -> Answer:
    if find_installation().emblem_hash != emblem_hash:
        raise NotVisible
    return Response(
        storage.get(emblem_hash),
        mimetype="image/png",
        headers={
            "Cache-Control": "public, max-age=31536000, immutable",
            # The same for everybody, whatever their language.
            "Vary": "Accept-Encoding",
        },
    )
