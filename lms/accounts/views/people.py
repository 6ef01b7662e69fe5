"""The administrators' pages: who there is, what each may do, closing and protecting accounts.

Inviting is in `lms.accounts.views.inviting`.
"""

from collections.abc import Callable
from typing import Any

from flask import request

from lms.accounts import policy, queries, services
from lms.accounts.forms import GrantForm, ProtectForm
from lms.accounts.queries.merged import list_merged
from lms.accounts.queries.shown import count_shown
from lms.accounts.queries.waiting import list_waiting
from lms.accounts.rules import ROLE_NAMES, SCRIPT_NAMES
from lms.accounts.views.door import room
from lms.audit import services as audit
from lms.kit.actor import Actor
from lms.kit.i18n import N_
from lms.kit.territories import sort_tree
from lms.notifications.queries import find_bad_address
from lms.web.forms import choices
from lms.web.listing import ROWS_PER_PAGE, Page, page_number
from lms.web.locale import current_language
from lms.web.policies import has_role
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit

administrator = has_role("administrator")
NAMES_ENDED = N_(
    "Pages and links of certificates that showed the name: %(count)s. They show it no longer; the "
    "person has been told by e-mail."
)


def place_choices(actor: Actor) -> list[Any]:
    """Return the organisations that an administrator may choose, indented as the tree is."""
    language = current_language()
    places = sort_tree(queries.list_places(actor), language)
    top = min((place.path.count("/") for place in places), default=0)
    return choices(
        (place.id, "\u2003" * (place.path.count("/") - top) + place.label(language))
        for place in places
    )


@room.get("/admin", policy=administrator)
def show_administration(visit: Visit[None]) -> Answer:
    places = queries.list_places(visit.actor)
    return render(
        "accounts/show_administration.html",
        people=queries.count_people(visit.actor),
        invitations=queries.count_invitations(visit.actor),
        places=len(places),
        is_root=any(place.kind == "installation" for place in places),
        duties=list_waiting(visit.actor, current_language()),
    )


def _wanted(place: queries.PlaceRow | None) -> queries.Wanted:
    args = request.args
    return queries.Wanted(
        text=args.get("q", "")[:100],
        role=args.get("role", ""),
        status=args.get("status", ""),
        organisation_path=place.path if place else "",
        sort=args.get("sort", "name"),
    )


@room.get("/admin/people", policy=administrator)
def list_people(visit: Visit[None]) -> Answer:
    places = sort_tree(queries.list_places(visit.actor), current_language())
    place = next((row for row in places if row.id == request.args.get("organisation")), None)
    wanted = _wanted(place)
    number = page_number(request.args.get("page"))
    first = (number - 1) * ROWS_PER_PAGE
    rows, total = queries.list_people(
        visit.actor, visit.now, wanted, first=first, size=ROWS_PER_PAGE
    )
    return render(
        "accounts/list_people.html",
        page=Page(rows, number, total),
        wanted=wanted,
        organisation=place.id if place else "",
        places=places,
        role_names=ROLE_NAMES,
    )


def _person_page(visit: Visit[object], person_id: str, form: GrantForm) -> str:
    person = policy.load_person_for(visit.actor, person_id)
    form.organisation_id.choices = place_choices(visit.actor)
    return render(
        "accounts/show_person.html",
        person=person,
        name=queries.get_name(visit.actor, person_id),
        names=queries.list_own_names(person_id),
        place=queries.find_place(person.organisation_id),
        grants=queries.list_grants([person_id]),
        form=form,
        role_names=ROLE_NAMES,
        script_names=SCRIPT_NAMES,
        bad_address=find_bad_address(person_id),
        merges=list_merged(visit.actor, person_id, visit.now),
        shown=count_shown(person_id, visit.now),
    )


def _tell_of_look(tell: Callable[..., None], visit: Visit[Any], person_id: str) -> None:
    """Write down, by `audit.note` or `audit.record`, that a protected person's name was shown."""
    if policy.load_person_for(visit.actor, person_id).is_protected:
        tell(
            visit.actor, visit.now, "accounts.protected_person_seen",
            subject_type="person", subject_id=person_id,
        )  # fmt: skip


@room.get("/admin/people/<id:person_id>", policy=administrator)
def show_person(visit: Visit[None], person_id: str) -> Answer:
    page = _person_page(visit, person_id, GrantForm())
    # Who lifted the veil stays known, though a page view writes nothing else.
    _tell_of_look(audit.note, visit, person_id)
    return page


@room.post("/admin/people/<id:person_id>/roles", policy=administrator, form=GrantForm)
def grant_role(visit: Visit[GrantForm], person_id: str) -> Answer:
    policy.load_person_for(visit.actor, person_id)
    if visit.problems:
        page = _person_page(visit, person_id, visit.form)
        _tell_of_look(audit.record, visit, person_id)
        return page, 422
    place = policy.load_place_for(visit.actor, str(visit.form.organisation_id.data))
    services.grant_role(
        visit.actor,
        visit.now,
        person_id,
        role=str(visit.form.role.data),
        organisation_id=place.id,
        until=visit.form.until.data,
    )
    notify("success", N_("The role is given."))
    return redirect_to("accounts.show_person", person_id=person_id)


@room.post("/admin/people/<id:person_id>/roles/<id:grant_id>/revoke", policy=administrator)
def revoke_role(visit: Visit[None], person_id: str, grant_id: str) -> Answer:
    policy.load_grant_for(visit.actor, person_id, grant_id)
    services.revoke_role(visit.actor, visit.now, person_id, grant_id)
    notify("success", N_("The role has been withdrawn."))
    return redirect_to("accounts.show_person", person_id=person_id)


@room.get("/admin/people/<id:person_id>/deactivate", policy=administrator)
def ask_deactivation(visit: Visit[None], person_id: str) -> Answer:
    policy.load_governed_person_for(visit.actor, person_id, visit.now)
    name = queries.get_name(visit.actor, person_id)
    page = render("accounts/ask_deactivation.html", person_id=person_id, name=name)
    _tell_of_look(audit.note, visit, person_id)
    return page


@room.post("/admin/people/<id:person_id>/deactivate", policy=administrator)
def deactivate_person(visit: Visit[None], person_id: str) -> Answer:
    policy.load_governed_person_for(visit.actor, person_id, visit.now)
    services.deactivate_person(visit.actor, visit.now, person_id)
    notify("success", N_("The account is closed, and its sessions have ended."))
    return redirect_to("accounts.show_person", person_id=person_id)


@room.post("/admin/people/<id:person_id>/reactivate", policy=administrator)
def reactivate_person(visit: Visit[None], person_id: str) -> Answer:
    policy.load_governed_person_for(visit.actor, person_id, visit.now)
    services.reactivate_person(visit.actor, visit.now, person_id)
    notify("success", N_("The account is open again."))
    return redirect_to("accounts.show_person", person_id=person_id)


@room.post("/admin/people/<id:person_id>/protect", policy=administrator, form=ProtectForm)
def protect_person(visit: Visit[ProtectForm], person_id: str) -> Answer:
    policy.load_governed_person_for(visit.actor, person_id, visit.now)
    is_protected = bool(visit.form.is_protected.data)
    ending = count_shown(person_id, visit.now) if is_protected else 0
    services.protect_person(visit.actor, visit.now, person_id, is_protected=is_protected)
    if is_protected:
        notify("success", N_("Other people now see a code instead of the name."))
        if ending:
            notify("info", NAMES_ENDED, count=ending)
    else:
        notify("success", N_("Other people now see the name."))
    return redirect_to("accounts.show_person", person_id=person_id)
