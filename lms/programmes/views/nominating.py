"""The office of focal points: the cohorts for their State or agency, whom they nominate, the order.

One nomination is worked on in `nominations`.
"""

from flask import request

from lms.accounts import queries as accounts
from lms.accounts.queries import colleagues
from lms.kit.actor import Actor
from lms.kit.errors import NotVisible
from lms.kit.i18n import N_
from lms.programmes import policy
from lms.programmes.forms.nominating import NominateForm
from lms.programmes.policy import NominationOffice
from lms.programmes.queries import (
    delegations,
    nomination_files,
    nomination_office,
    nomination_reminders,
    nominations,
)
from lms.programmes.queries.selection import has_confirmed
from lms.programmes.rules.cohorts import STATUS_NAMES, choose_text
from lms.programmes.rules.likeness import REASON_NAMES, Likeness, find_likenesses
from lms.programmes.rules.nominations import BADGES
from lms.programmes.rules.nominations import STATUS_NAMES as STANDINGS
from lms.programmes.rules.rows import NominationRow
from lms.programmes.services import nominating
from lms.programmes.services import nomination_reminders as reminding
from lms.programmes.services.nominating import Nominee
from lms.programmes.views.door import room
from lms.web.forms import choices, complain_at
from lms.web.locale import current_language
from lms.web.policies import signed_in
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit

OFFICE = "/nominate"
COHORT = f"{OFFICE}/<id:cohort_id>"


@room.get(OFFICE, policy=signed_in)
def show_nomination_office(visit: Visit[None]) -> Answer:
    places = delegations.list_places(visit.actor)
    return render(
        "programmes/show_nomination_office.html",
        places=places,
        ended=delegations.list_ended(visit.actor, visit.now),
        lines=nomination_office.list_lines(visit.actor, visit.now, current_language())
        if places
        else [],
        earlier=nomination_office.list_earlier(visit.actor, visit.now, current_language())
        if places
        else [],
        status_names=STATUS_NAMES,
    )


@room.get(COHORT, policy=signed_in)
def list_own_nominations(visit: Visit[None], cohort_id: str) -> Answer:
    office = policy.load_office_for(visit.actor, cohort_id, visit.now)
    files = [
        file
        for file in nomination_files.list_files(office.cohort)
        if delegations.acts_for(visit.actor, file.row.organisation_path)
    ]
    wanted = request.args.get("q", "")
    return render(
        "programmes/list_own_nominations.html",
        office=office,
        title=choose_text(office.cohort.title, current_language()),
        files=[file for file in files if file.row.withdrawn_at is None],
        withdrawn=[file for file in files if file.row.withdrawn_at is not None],
        names=nominations.name_nominees(visit.actor, [file.row for file in files]),
        quotas=nomination_office.list_concerning(cohort_id, office.places),
        q=wanted,
        found=colleagues.search_colleagues(visit.actor, office.paths, wanted),
        status_names=STATUS_NAMES,
        standings=STANDINGS,
        badges=BADGES,
        is_given_out=has_confirmed(cohort_id),
        has_abstained={place.id for place in office.places}
        <= nomination_reminders.list_abstaining(cohort_id).keys(),
    )


@room.post(f"{COHORT}/nobody", policy=signed_in)
def abstain(visit: Visit[None], cohort_id: str) -> Answer:
    office = policy.load_office_for(visit.actor, cohort_id, visit.now)
    office.check_open()
    reminding.abstain(visit.actor, visit.now, office.cohort, office.places)
    notify("success", N_("It is noted that you nominate nobody this time. You are not reminded."))
    return redirect_to("programmes.list_own_nominations", cohort_id=cohort_id)


@room.post(f"{COHORT}/nobody/undo", policy=signed_in)
def take_part_again(visit: Visit[None], cohort_id: str) -> Answer:
    office = policy.load_office_for(visit.actor, cohort_id, visit.now)
    reminding.take_part_again(visit.actor, visit.now, office.cohort, office.places)
    notify("success", N_("You take part in the nominations again."))
    return redirect_to("programmes.list_own_nominations", cohort_id=cohort_id)


@room.get(f"{COHORT}/new", policy=signed_in, form=NominateForm)
def show_new_nomination(visit: Visit[NominateForm], cohort_id: str) -> Answer:
    office = policy.load_office_for(visit.actor, cohort_id, visit.now)
    office.check_open()
    form = NominateForm(
        person=visit.form.person.data,
        substitutes=visit.form.substitutes.data,
        written_name=visit.form.written_name.data,
        organisation_id=office.places[0].id,
        language=visit.actor.language,
    )
    return _nominate_page(visit.actor, office, form)


def _nominate_page(
    actor: Actor,
    office: NominationOffice,
    form: NominateForm,
    likenesses: list[Likeness] | None = None,
    namesakes: list[colleagues.Colleague] | None = None,
) -> str:
    language = current_language()
    form.organisation_id.choices = choices((row.id, row.label(language)) for row in office.places)
    alike = likenesses or []
    mine = [one.row for one in alike if delegations.acts_for(actor, one.row.organisation_path)]
    person_id = str(form.person.data or "")
    return render(
        "programmes/nominate_officer.html",
        office=office,
        title=choose_text(office.cohort.title, language),
        form=form,
        person_name=accounts.get_name(actor, person_id) if person_id else "",
        likenesses=alike,
        names=nominations.name_nominees(actor, mine),
        namesakes=namesakes or [],
        reasons=REASON_NAMES,
    )


@room.post(f"{COHORT}/new", policy=signed_in, form=NominateForm)
def nominate_officer(visit: Visit[NominateForm], cohort_id: str) -> Answer:
    office = policy.load_office_for(visit.actor, cohort_id, visit.now)
    office.check_open()
    form, actor = visit.form, visit.actor
    if visit.problems:
        return _nominate_page(actor, office, form), 422
    nominee = _read_nominee(actor, office, form)
    if nominee is None:
        complain_at(form.email, OTHER_PLACE)
        return _nominate_page(actor, office, form), 422
    substituted = _load_substituted(visit, office)
    alike = _find_alike(office, nominee, substituted)
    namesakes = _find_namesakes(actor, office, nominee)
    looked_at = set(str(form.different.data or "").split())
    if any(one.is_same or one.row.id not in looked_at for one in alike) or not (
        {one.id for one in namesakes} <= looked_at
    ):
        return _nominate_page(actor, office, form, alike, namesakes), 422
    nomination_id = nominating.nominate(actor, visit.now, office.cohort, nominee, substituted)
    notify("success", N_("The officer is nominated, and a link to their part is on its way."))
    return redirect_to("programmes.show_nomination", nomination_id=nomination_id)


OTHER_PLACE = N_(
    "The account with this address belongs to an organisation for which you are not focal point. "
    "Its own focal point can nominate the officer."
)


def _read_nominee(actor: Actor, office: NominationOffice, form: NominateForm) -> Nominee | None:
    """Return who is to be nominated, or nothing where an account stands in another place.

    Raises `NotVisible` for a person or a place for which the actor does not nominate.
    """
    places = {place.id: place for place in office.places}
    chosen = accounts.find_person(str(form.person.data)) if form.person.data else None
    if form.person.data and (chosen is None or chosen.organisation_id not in places):
        raise NotVisible
    person = chosen or accounts.find_person_by_email(str(form.email.data))
    if person is not None:
        if person.organisation_id not in places:
            return None
        # As the focal point may see it: to nominate somebody does not uncover a name.
        name = accounts.get_name(actor, person.id)
        language = person.language or str(form.language.data)
        return Nominee(
            person.id,
            person.email,
            name,
            places[person.organisation_id],
            language,
            is_protected=person.is_protected,
        )
    place = places.get(str(form.organisation_id.data))
    if place is None:
        raise NotVisible
    return Nominee(
        None,
        str(form.email.data),
        str(form.written_name.data),
        place,
        str(form.language.data),
        is_protected=bool(form.is_protected.data),
    )


def _load_substituted(visit: Visit[NominateForm], office: NominationOffice) -> NominationRow | None:
    if not visit.form.substitutes.data:
        return None
    case = policy.load_nomination_for(visit.actor, str(visit.form.substitutes.data), visit.now)
    if case.cohort.id != office.cohort.id:
        raise NotVisible
    return case.row


def _find_alike(
    office: NominationOffice, nominee: Nominee, substituted: NominationRow | None
) -> list[Likeness]:
    """Return the nominations that may be of this officer, but for the one whose place it takes."""
    found = find_likenesses(
        nominations.list_nominations(office.cohort.id),
        email=nominee.email,
        full_name=nominee.full_name,
        person_id=nominee.person_id,
        state_id=delegations.find_state_id(nominee.organisation),
    )
    return [one for one in found if substituted is None or one.row.id != substituted.id]


def _find_namesakes(
    actor: Actor, office: NominationOffice, nominee: Nominee
) -> list[colleagues.Colleague]:
    """Return accounts that may be the officer's, where a name and an address were typed."""
    if nominee.person_id is not None:
        return []
    return colleagues.list_namesakes(actor, office.paths, nominee.full_name)
