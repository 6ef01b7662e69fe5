"""What is done beside the focal point: the head of unit confirms, an officer applies."""

from lms.accounts import queries as accounts
from lms.kit.actor import STRANGER, Actor
from lms.kit.errors import NotVisible
from lms.kit.i18n import N_
from lms.organisations import queries as organisations
from lms.programmes import policy
from lms.programmes.forms.nominating import ApplyForm, HeadForm
from lms.programmes.policy import NominationCase
from lms.programmes.queries import curricula, delegations, nomination_files, nominations
from lms.programmes.rules.cohorts import choose_text, status
from lms.programmes.rules.nomination_errors import NominationsNotOpen, NotTheirOwn
from lms.programmes.rules.nominations import HEAD_SAID, last_of
from lms.programmes.rules.rows import CohortRow
from lms.programmes.services import nominating, nomination_parts
from lms.programmes.services.nominating import Nominee
from lms.programmes.views.door import room
from lms.web.locale import current_language, prefer_language
from lms.web.policies import public, signed_in
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit

HEAD = "/heads/<token>"
APPLY = "/programmes/cohorts/<id:cohort_id>/apply"


def _head_page(case: NominationCase, form: HeadForm) -> str:
    prefer_language(case.row.language)
    row, language = case.row, current_language()
    definition = curricula.get_version(case.cohort.programme_version_id).definition
    return render(
        "programmes/confirm_nomination.html",
        case=case,
        row=row,
        # Whoever asks by a link is nobody in particular: a protected officer is a code.
        name=nominations.name_nominees(STRANGER, [row])[row.id],
        title=choose_text(case.cohort.title, language),
        programme=choose_text(definition.title, language, definition.source_language),
        place=organisations.get_organisation(row.organisation_id).label(language),
        last=last_of(case.file.steps, HEAD_SAID),
        form=form,
    )


@room.get(HEAD, policy=public)
def show_head_confirmation(visit: Visit[None], token: str) -> Answer:
    return _head_page(policy.load_head_link(token, visit.now), HeadForm())


@room.post(HEAD, policy=public, form=HeadForm)
def answer_as_head(visit: Visit[HeadForm], token: str) -> Answer:
    case, form = policy.load_head_link(token, visit.now), visit.form
    case.check_open()
    if visit.problems:
        return _head_page(case, form), 422
    is_confirmed = form.decision.data == "confirm"
    nomination_parts.answer_as_head(
        visit.now, case.cohort, case.row, str(form.words.data or ""), is_confirmed=is_confirmed
    )
    notify("success", N_("Thank you. Your answer is kept, and the focal point is told."))
    return redirect_to("programmes.show_head_confirmation", token=token)


def _load_applicant(actor: Actor, cohort: CohortRow, visit: Visit[object]) -> Nominee:
    """Return the officer as a nominee; raise `NominationsNotOpen`, `NotTheirOwn`."""
    if status(cohort, visit.now) != "open":
        raise NominationsNotOpen
    person = accounts.find_person(str(actor.person_id))
    if person is None:
        raise NotVisible
    place = organisations.get_organisation(person.organisation_id)
    admitted = delegations.choose_admitted([cohort], [place], visit.now.date())[cohort.id]
    if not admitted or delegations.find_state_id(place) is None:
        raise NotTheirOwn
    return Nominee(
        person.id,
        person.email,
        accounts.get_name(actor, person.id),
        place,
        person.language or current_language(),
        is_protected=person.is_protected,
    )


def _apply_page(visit: Visit[object], cohort: CohortRow, nominee: Nominee, form: ApplyForm) -> str:
    language = current_language()
    definition = curricula.get_version(cohort.programme_version_id).definition
    return render(
        "programmes/apply_for_cohort.html",
        cohort=cohort,
        title=choose_text(cohort.title, language),
        programme=choose_text(definition.title, language, definition.source_language),
        place=nominee.organisation.label(language),
        has_focal_point=bool(
            accounts.list_role_holders("focal_point", nominee.organisation.path, visit.now)
        ),
        form=form,
    )


@room.get(APPLY, policy=signed_in)
def show_application(visit: Visit[None], cohort_id: str) -> Answer:
    cohort = policy.load_published_cohort(cohort_id, visit.now)
    own = nomination_files.find_own(cohort_id, str(visit.actor.person_id))
    if own is not None:
        return redirect_to("programmes.show_own_nomination", nomination_id=own.id)
    nominee = _load_applicant(visit.actor, cohort, visit)
    return _apply_page(visit, cohort, nominee, ApplyForm())


@room.post(APPLY, policy=signed_in, form=ApplyForm)
def apply_for_cohort(visit: Visit[ApplyForm], cohort_id: str) -> Answer:
    cohort = policy.load_published_cohort(cohort_id, visit.now)
    own = nomination_files.find_own(cohort_id, str(visit.actor.person_id))
    if own is not None:
        return redirect_to("programmes.show_own_nomination", nomination_id=own.id)
    nominee = _load_applicant(visit.actor, cohort, visit)
    if visit.problems:
        return _apply_page(visit, cohort, nominee, visit.form), 422
    nomination_id = nominating.apply_for_place(visit.actor, visit.now, cohort, nominee)
    notify("success", N_("Your application is with your focal point. Now fill in your part."))
    return redirect_to("programmes.show_own_nomination", nomination_id=nomination_id)
