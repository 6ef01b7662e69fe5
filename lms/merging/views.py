"""The administrators' pages of merging: find the other account, compare, merge, undo.

What an account is otherwise stands on the pages of the accounts room.
"""

from typing import Any

from flask import request

from lms.accounts import queries as accounts
from lms.accounts.importing.likeness import LIKENESS_NAMES
from lms.accounts.queries import PersonRow, Wanted
from lms.accounts.queries.twins import Twin, list_twins
from lms.accounts.rules import ROLE_NAMES, SCRIPT_NAMES
from lms.audit import services as audit
from lms.certificates.rules import KINDS
from lms.kit.i18n import N_, NATIVE_NAMES, translate
from lms.learning.queries import get_study
from lms.merging import policy
from lms.merging.forms import EndForm, MergeForm
from lms.merging.queries.conflicts import list_conflicts
from lms.merging.queries.doubled import list_doubled
from lms.merging.queries.merges import list_merges
from lms.merging.queries.offers import list_offers
from lms.merging.queries.sides import Side, get_sides
from lms.merging.rules import Offer
from lms.merging.services.ending import end_enrolment
from lms.merging.services.merging import merge_accounts
from lms.merging.services.undoing import undo_merge
from lms.web.locale import current_language
from lms.web.policies import has_role
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Room, Visit

room = Room("merging")
administrator = has_role("administrator")
MOST_FOUND = 20
BROWSER = N_("As set in the browser")
MERGED = N_("The two accounts are one now. Both addresses have been told.")
ENDED = N_("The enrolment is ended. The person has been told.")
APART = N_("The two accounts are apart again. Both addresses have been told.")


def _note_look(visit: Visit[Any], *people: PersonRow) -> None:
    """Write down that a protected person's name was shown."""
    for person in people:
        if person.is_protected:
            audit.note(
                visit.actor, visit.now, "accounts.protected_person_seen",
                subject_type="person", subject_id=person.id,
            )  # fmt: skip


@room.get("/admin/people/<id:person_id>/merge", policy=administrator)
def find_other(visit: Visit[None], person_id: str) -> Answer:
    person = policy.load_person_to_merge_for(visit.actor, person_id, visit.now)
    text = request.args.get("q", "").strip()[:100]
    merges = list_merges(person_id)
    gone = {person_id, *(one.merged_id for one in merges)}
    twins = [] if text or person.merged_into_id else _list_twins(visit, person_id)
    others = [one.merged_id if one.kept_id == person_id else one.kept_id for one in merges]
    page = render(
        "merging/find_other.html",
        person=person,
        name=accounts.get_name(visit.actor, person_id),
        text=text,
        found=[row for row in _find(visit, text) if row.id not in gone] if text else [],
        twins=twins,
        likeness_names=LIKENESS_NAMES,
        merges=list(zip(merges, others, strict=True)),
        names=accounts.get_names(visit.actor, others),
    )
    _note_look(visit, person)
    return page


def _list_twins(visit: Visit[None], person_id: str) -> list[Twin]:
    return list_twins(visit.actor, visit.now, person_id, MOST_FOUND)


def _find(visit: Visit[None], text: str) -> list[accounts.ListedPerson]:
    rows, _total = accounts.list_people(
        visit.actor, visit.now, Wanted(text=text), first=0, size=MOST_FOUND
    )
    return [row for row in rows if row.id != visit.actor.person_id]


@room.get("/admin/people/<id:person_id>/merge/<id:other_id>", policy=administrator)
def compare_accounts(visit: Visit[None], person_id: str, other_id: str) -> Answer:
    kept, merged = policy.load_two_for(visit.actor, person_id, other_id, visit.now)
    page = _compare(visit, kept, merged, MergeForm())
    _note_look(visit, kept, merged)
    return page


def _compare(visit: Visit[Any], kept: PersonRow, merged: PersonRow, form: MergeForm) -> str:
    language = current_language()
    sides = get_sides(visit.actor, visit.now, kept, merged)
    offers = list_offers(visit.actor, visit.now, merged.id, kept.id)
    form.offer(
        _list_values(*sides),
        [(one.value, _label(one, language)) for one in offers if one.why_not is None],
    )
    return render(
        "merging/compare_accounts.html",
        sides=sides,
        form=form,
        refused=[(_label(one, language), one.why_not) for one in offers if one.why_not],
        conflicts=list_conflicts(kept.id, merged.id, visit.now, language),
        role_names=ROLE_NAMES,
        script_names=SCRIPT_NAMES,
        kinds=KINDS,
    )


def _list_values(kept: Side, merged: Side) -> dict[str, tuple[str, str]]:
    """Return what both accounts have to choose from, by field."""
    values = [
        {
            "name": " · ".join(name.full_name for name in side.names),
            "address": side.person.email,
            "organisation": side.place,
            "language": _language(side.person.language),
            "time_zone": side.person.time_zone.replace("_", " "),
        }
        for side in (kept, merged)
    ]
    return {name: (values[0][name], values[1][name]) for name in values[0]}


def _language(code: str | None) -> str:
    return NATIVE_NAMES[code] if code else translate(current_language(), BROWSER)


def _label(offer: Offer, language: str) -> str:
    what = offer.what.in_language(language)
    return f"{what} – {offer.where.label}" if offer.where else what


@room.post("/admin/people/<id:person_id>/merge/<id:other_id>", policy=administrator, form=MergeForm)
def merge_two(visit: Visit[MergeForm], person_id: str, other_id: str) -> Answer:
    kept, merged = policy.load_two_for(visit.actor, person_id, other_id, visit.now)
    if visit.problems or not _may_go_on(visit, kept, merged):
        return _compare(visit, kept, merged, visit.form), 422
    merge_accounts(visit.actor, visit.now, kept.id, merged.id, visit.form.read())
    notify("success", MERGED)
    return redirect_to("accounts.show_person", person_id=kept.id)


def _may_go_on(visit: Visit[Any], kept: PersonRow, merged: PersonRow) -> bool:
    """Say whether nothing speaks against it; if so, the page names it, and where it is."""
    return not list_conflicts(kept.id, merged.id, visit.now, current_language())


ENROLMENTS = "/admin/people/<id:person_id>/merge/<id:other_id>/courses/<slug:slug>"


@room.get(ENROLMENTS, policy=administrator)
def choose_enrolment(visit: Visit[None], person_id: str, other_id: str, slug: str) -> Answer:
    kept, merged = policy.load_two_for(visit.actor, person_id, other_id, visit.now)
    if not list_doubled(kept.id, merged.id, slug):
        return _back_to_both(kept, merged)
    page = _enrolments(visit, kept, merged, slug, EndForm())
    _note_look(visit, kept, merged)
    return page


def _enrolments(
    visit: Visit[Any], kept: PersonRow, merged: PersonRow, slug: str, form: EndForm
) -> str:
    people = (kept, merged)
    form.offer([(person.id, person.email) for person in people])
    studies = [get_study(one) for one in list_doubled(kept.id, merged.id, slug)]
    return render(
        "merging/choose_enrolment.html",
        rows=list(zip(people, studies, strict=True)),
        names=accounts.get_names(visit.actor, [person.id for person in people]),
        form=form,
        slug=slug,
    )


@room.post(ENROLMENTS, policy=administrator, form=EndForm)
def end_one(visit: Visit[EndForm], person_id: str, other_id: str, slug: str) -> Answer:
    kept, merged = policy.load_two_for(visit.actor, person_id, other_id, visit.now)
    doubled = list_doubled(kept.id, merged.id, slug)
    # Whoever sent the form twice finds that it is done.
    if doubled:
        visit.form.offer([(person.id, person.email) for person in (kept, merged)])
        ended = next((one for one in doubled if one.person_id == visit.form.which.data), None)
        if visit.problems or ended is None:
            return _enrolments(visit, kept, merged, slug, visit.form), 422
        end_enrolment(visit.actor, visit.now, ended, slug)
        notify("success", ENDED)
    return _back_to_both(kept, merged)


def _back_to_both(kept: PersonRow, merged: PersonRow) -> Answer:
    return redirect_to("merging.compare_accounts", person_id=kept.id, other_id=merged.id)


@room.get("/admin/people/merges/<id:merge_id>/undo", policy=administrator)
def ask_undo(visit: Visit[None], merge_id: str) -> Answer:
    merge, kept, merged = policy.load_merge_for(visit.actor, merge_id, visit.now)
    page = render(
        "merging/ask_undo.html",
        merge=merge,
        kept=kept,
        merged=merged,
        names=accounts.get_names(visit.actor, [kept.id, merged.id]),
    )
    _note_look(visit, kept, merged)
    return page


@room.post("/admin/people/merges/<id:merge_id>/undo", policy=administrator)
def undo(visit: Visit[None], merge_id: str) -> Answer:
    merge, _kept, _merged = policy.load_merge_for(visit.actor, merge_id, visit.now)
    undone = undo_merge(visit.actor, visit.now, merge.id)
    notify("success", APART)
    for text in undone.left:
        notify("warning", text.msgid, **text.params)
    return redirect_to("accounts.show_person", person_id=merge.merged_id)
