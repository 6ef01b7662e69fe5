"""Places of a cohort: for those who run it, for whoever is offered one, for focal points.

How places are allocated is in `selection`.
"""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from lms.accounts import queries as accounts
from lms.kit.i18n import N_, NATIVE_NAMES
from lms.organisations import queries as organisations
from lms.programmes import policy as cohort_policy
from lms.programmes import selection_policy as policy
from lms.programmes.forms.selection import (
    AnswerForm,
    MaybeReasonForm,
    ReasonForm,
    SubstituteForm,
)
from lms.programmes.policy import CohortDesk
from lms.programmes.queries import (
    before,
    cohorts,
    curricula,
    nominations,
    participations,
    places,
    selection,
)
from lms.programmes.rules.cohorts import OVER, choose_text, status
from lms.programmes.rules.place_reasons import for_focal_point
from lms.programmes.rules.places import (
    ADVANCING,
    PLACE_BADGES,
    PLACE_NAMES,
    is_open_offer,
    may_end,
)
from lms.programmes.rules.rows import ParticipationRow
from lms.programmes.rules.selection import OUTCOME_NAMES
from lms.programmes.selection_policy import OfferedPlace
from lms.programmes.services import places as giving
from lms.programmes.services import substitutes
from lms.programmes.views.door import room
from lms.web.forms import choices, complain_at
from lms.web.locale import current_language
from lms.web.policies import signed_in
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit

PLACES = "/admin/cohorts/<id:cohort_id>/places"
OWN = "/learn/places"
OFFER = f"{OWN}/<id:participation_id>"
OUTCOME = "/nominate/<id:cohort_id>/outcome"
NOMINATED = "/nominate/places/<id:participation_id>"


@room.get(PLACES, policy=signed_in)
def list_places(visit: Visit[None], cohort_id: str) -> Answer:
    desk = cohort_policy.load_run_cohort_for(visit.actor, cohort_id)
    rows = participations.list_participations(cohort_id)
    by_id = {row.id: row for row in nominations.list_nominations(cohort_id)}
    language = current_language()
    labels = {row.id: row.label(language) for row in organisations.list_organisations()}
    line = places.list_line(cohort_id, visit.now)
    return render(
        "programmes/list_places.html",
        desk=desk,
        rows=rows,
        line=line,
        before=before.list_open(
            desk.cohort,
            list(by_id.values()),
            {row.nomination_id: row for row in rows},
            language,
            visit.now,
        ),
        names=nominations.name_nominees(visit.actor, list(by_id.values())),
        places={row.id: labels[row.state_id or row.organisation_id] for row in by_id.values()},
        place_names=PLACE_NAMES,
        badges=PLACE_BADGES,
        given=sum(row.ended_at is None or row.status == "completed" for row in rows),
        is_over=status(desk.cohort, visit.now) in OVER,
        is_given_out=selection.has_confirmed(cohort_id),
    )


@room.get(f"{PLACES}/<id:participation_id>/remove", policy=signed_in)
def ask_to_remove(visit: Visit[None], cohort_id: str, participation_id: str) -> Answer:
    desk, place = policy.load_place_in_for(visit.actor, cohort_id, participation_id)
    return _removal_page(visit, desk, place, ReasonForm())


def _removal_page(
    visit: Visit[Any], desk: CohortDesk, place: ParticipationRow, form: ReasonForm
) -> str:
    row = nominations.find_nomination(place.nomination_id)
    names = nominations.name_nominees(visit.actor, [row] if row else [])
    name = names.get(place.nomination_id, "")
    return render(
        "programmes/remove_place.html",
        desk=desk,
        place=place,
        name=name,
        form=form,
        is_over=status(desk.cohort, visit.now) in OVER,
    )


@room.post(f"{PLACES}/<id:participation_id>/remove", policy=signed_in, form=ReasonForm)
def remove_place(visit: Visit[ReasonForm], cohort_id: str, participation_id: str) -> Answer:
    desk, place = policy.load_place_in_for(visit.actor, cohort_id, participation_id)
    if visit.problems:
        return _removal_page(visit, desk, place, visit.form), 422
    giving.remove(visit.actor, visit.now, place, str(visit.form.reason.data))
    notify("success", N_("The place is taken away, and the officer is told why."))
    return redirect_to("programmes.list_places", cohort_id=cohort_id)


@room.get(OWN, policy=signed_in)
def list_own_places(visit: Visit[None]) -> Answer:
    person = accounts.find_person(str(visit.actor.person_id))
    rows = places.list_offers_to(person.id, person.email) if person else []
    every = cohorts.list_all() if rows else []
    return render(
        "programmes/list_own_places.html",
        rows=rows,
        titles={one.id: choose_text(one.title, current_language()) for one in every},
        zones={one.id: one.time_zone for one in every},
        place_names=PLACE_NAMES,
        badges=PLACE_BADGES,
    )


@room.get(OFFER, policy=signed_in)
def show_place(visit: Visit[None], participation_id: str) -> Answer:
    found = policy.load_offer_for(visit.actor, participation_id)
    return _place_page(visit, found, AnswerForm(language=found.row.language))


def _place_page(visit: Visit[Any], found: OfferedPlace, form: AnswerForm) -> str:
    version = curricula.get_version(found.cohort.programme_version_id)
    language = current_language()
    nominee = replace(found.nomination, person_id=visit.actor.person_id)
    open_parts = before.list_open(
        found.cohort, [nominee], {nominee.id: replace(found.row, person_id=nominee.person_id)},
        language, visit.now,
    )  # fmt: skip
    form.language.choices = choices((code, NATIVE_NAMES[code]) for code in found.cohort.languages)
    return render(
        "programmes/show_place.html",
        found=found,
        form=form,
        title=choose_text(found.cohort.title, language),
        programme=choose_text(version.definition.title, language),
        definition=version.definition,
        open_parts=open_parts.get(nominee.id, ()),
        is_open=is_open_offer(found.row, visit.now),
        ending=places.get_ending(found.row.id),
        coordinators=sorted(_name_coordinators(visit, found), key=str.casefold),
        may_give_back=may_end(found.row, status(found.cohort, visit.now)),
        is_next_told=status(found.cohort, visit.now) in ADVANCING,
        place_names=PLACE_NAMES,
        badges=PLACE_BADGES,
    )


def _name_coordinators(visit: Visit[Any], found: OfferedPlace) -> Collection[str]:
    """Return who is asked about a place that has ended."""
    if found.row.ended_at is None or found.row.status == "completed":
        return ()
    tasks = cohorts.list_assignments(found.cohort.id)
    people = [one.person_id for one in tasks if one.task == "coordinator"]
    return accounts.get_names(visit.actor, people).values()


@room.post(f"{OFFER}/accept", policy=signed_in, form=AnswerForm)
def accept_place(visit: Visit[AnswerForm], participation_id: str) -> Answer:
    found, form = policy.load_offer_for(visit.actor, participation_id), visit.form
    if form.language.data not in found.cohort.languages:
        complain_at(form.language, N_("The cohort is not held in this language."))
        return _place_page(visit, found, form), 422
    giving.accept(visit.actor, visit.now, found.row, str(form.language.data))
    notify("success", N_("You have accepted the place. Welcome!"))
    return redirect_to("programmes.show_place", participation_id=participation_id)


@room.get(f"{OFFER}/give-back", policy=signed_in)
def ask_to_give_back(visit: Visit[None], participation_id: str) -> Answer:
    found = policy.load_offer_for(visit.actor, participation_id)
    return _giving_back_page(visit, found, MaybeReasonForm())


def _giving_back_page(visit: Visit[Any], found: OfferedPlace, form: MaybeReasonForm) -> str:
    title = choose_text(found.cohort.title, current_language())
    stands = status(found.cohort, visit.now)
    return render(
        "programmes/give_place_back.html", found=found, form=form, title=title,
        is_over=stands in OVER, is_next_told=stands in ADVANCING,
    )  # fmt: skip


@room.post(f"{OFFER}/give-back", policy=signed_in, form=MaybeReasonForm)
def give_back_place(visit: Visit[MaybeReasonForm], participation_id: str) -> Answer:
    found = policy.load_offer_for(visit.actor, participation_id)
    if visit.problems:
        return _giving_back_page(visit, found, visit.form), 422
    reason = str(visit.form.reason.data or "")
    if found.row.status == "offered":
        giving.decline(visit.actor, visit.now, found.row, reason)
        notify("success", N_("You have declined the place. It goes to the next one."))
    else:
        giving.withdraw(visit.actor, visit.now, found.row, reason)
        notify("success", N_("You have given your place back."))
    return redirect_to("programmes.show_place", participation_id=participation_id)


@room.get(OUTCOME, policy=signed_in)
def show_outcome(visit: Visit[None], cohort_id: str) -> Answer:
    cohort, run, rows = policy.load_outcome_for(visit.actor, cohort_id, visit.now)
    found = {row.nomination_id: row for row in participations.list_participations(cohort_id)}
    return render(
        "programmes/show_outcome.html",
        cohort=cohort,
        title=choose_text(cohort.title, current_language()),
        rows=rows,
        places=found,
        result=run.result,
        names=nominations.name_nominees(visit.actor, rows),
        outcome_names=OUTCOME_NAMES,
        place_names=PLACE_NAMES,
        badges=PLACE_BADGES,
        why_of=places.tell_why(run, current_language(), for_focal_point),
        may_substitute=substitutes.may_substitute(status(cohort, visit.now)),
        is_over=status(cohort, visit.now) in OVER,
    )


@room.get(f"{NOMINATED}/withdraw", policy=signed_in)
def ask_to_withdraw_place(visit: Visit[None], participation_id: str) -> Answer:
    found = policy.load_nominated_place_for(visit.actor, participation_id)
    return _withdrawal_page(visit, found, ReasonForm())


def _withdrawal_page(visit: Visit[Any], found: OfferedPlace, form: ReasonForm) -> str:
    name = nominations.name_nominees(visit.actor, [found.nomination])[found.nomination.id]
    stands = status(found.cohort, visit.now)
    return render(
        "programmes/withdraw_place.html", found=found, form=form, name=name,
        is_over=stands in OVER, is_next_told=stands in ADVANCING,
    )  # fmt: skip


@room.post(f"{NOMINATED}/withdraw", policy=signed_in, form=ReasonForm)
def withdraw_place(visit: Visit[ReasonForm], participation_id: str) -> Answer:
    found = policy.load_nominated_place_for(visit.actor, participation_id)
    if visit.problems:
        return _withdrawal_page(visit, found, visit.form), 422
    giving.withdraw(visit.actor, visit.now, found.row, str(visit.form.reason.data))
    if status(found.cohort, visit.now) in ADVANCING:
        said = N_("The place is given back. It goes to the next one on the waiting list.")
    else:
        said = N_("The place is given back. The cohort has begun, so nobody takes it over.")
    notify("success", said)
    return redirect_to("programmes.show_outcome", cohort_id=found.cohort.id)


@room.get(f"{NOMINATED}/substitute", policy=signed_in)
def choose_substitute(visit: Visit[None], participation_id: str) -> Answer:
    found = policy.load_nominated_place_for(visit.actor, participation_id)
    return _substitute_page(visit, found, SubstituteForm())


def _substitute_page(visit: Visit[Any], found: OfferedPlace, form: SubstituteForm) -> str:
    rows = substitutes.list_fitting(found.cohort, found.nomination)
    names = nominations.name_nominees(visit.actor, [found.nomination, *rows])
    form.nomination.choices = choices((row.id, names[row.id]) for row in rows)
    return render(
        "programmes/choose_substitute.html",
        found=found,
        form=form,
        rows=rows,
        name=names[found.nomination.id],
    )


@room.post(f"{NOMINATED}/substitute", policy=signed_in, form=SubstituteForm)
def substitute_officer(visit: Visit[SubstituteForm], participation_id: str) -> Answer:
    found = policy.load_nominated_place_for(visit.actor, participation_id)
    if visit.problems:
        return _substitute_page(visit, found, visit.form), 422
    chosen = str(visit.form.nomination.data)
    substitutes.substitute(visit.actor, visit.now, found.cohort, found.row, chosen)
    notify("success", N_("The place is offered to the other officer."))
    return redirect_to("programmes.show_outcome", cohort_id=found.cohort.id)
