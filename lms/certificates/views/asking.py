"""Where whoever has completed a course or holds an award confirms the name, and gets a certificate.

What a holder does with it afterwards is in `holder`.
"""

from dataclasses import replace
from typing import Any

from flask import url_for

from lms.accounts import queries as people
from lms.accounts.rules import clean_honorific
from lms.certificates import issuing_policy
from lms.certificates.drafting import Basis, Drafter
from lms.certificates.drawing.fitting import is_shrunk
from lms.certificates.forms.naming import OTHER, WRITTEN_DIFFERENTLY, ConfirmNameForm
from lms.certificates.queries import candidates
from lms.certificates.queries import certificates as queries
from lms.certificates.queries.designs import get_design
from lms.certificates.queries.terms import find_beside
from lms.certificates.queries.titles import find_title
from lms.certificates.rules import KINDS, CourseNotCompleted
from lms.certificates.rules.facts import Facts
from lms.certificates.rules.issuing import WHY_NONE, AwardNotHeld, Candidate
from lms.certificates.services import issuing
from lms.certificates.views.door import room
from lms.kit.i18n import N_, translate
from lms.learning import queries as learning
from lms.learning.policy import load_enrolment_for
from lms.learning.rules import EnrolmentRow
from lms.programmes.queries import curricula
from lms.programmes.rules.rows import AwardRow
from lms.web.locale import current_language
from lms.web.policies import signed_in
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit

COURSE = "/learn/<id:enrolment_id>/certificate"
AWARD = "/learn/awards/<id:award_id>/certificate"
# The button that shows what will be printed, and issues nothing.
LOOK = "look"


@room.get(COURSE, policy=signed_in)
def show_certificate_request(visit: Visit[None], enrolment_id: str) -> Answer:
    enrolment = load_enrolment_for(visit.actor, enrolment_id)
    issued = queries.find_for_enrolment(enrolment_id, visit.now)
    if issued is not None:
        return redirect_to("certificates.show_certificate", certificate_id=issued.id)
    return _ask_for_course(visit, enrolment, ConfirmNameForm(language=current_language()))


@room.post(COURSE, policy=signed_in, form=ConfirmNameForm)
def request_certificate(visit: Visit[ConfirmNameForm], enrolment_id: str) -> Answer:
    enrolment = load_enrolment_for(visit.actor, enrolment_id)
    form = visit.form
    if visit.problems:
        return _ask_for_course(visit, enrolment, form), 422
    if form.go.data == LOOK:
        return _ask_for_course(visit, enrolment, form)
    certificate_id = issuing.request_certificate(
        visit.actor, visit.now, enrolment, name=form.chosen,
        honorific=form.honorific.data or "", language=form.language.data,
    )  # fmt: skip
    return _lead_on(certificate_id, form, "learning.show_enrolment", enrolment_id=enrolment_id)


@room.get(AWARD, policy=signed_in)
def show_award_certificate_request(visit: Visit[None], award_id: str) -> Answer:
    award = issuing_policy.load_award_for(visit.actor, award_id)
    issued = queries.find_by_award(award_id, visit.now)
    if issued is not None:
        return redirect_to("certificates.show_certificate", certificate_id=issued.id)
    return _ask_for_award(visit, award, ConfirmNameForm(language=current_language()))


@room.post(AWARD, policy=signed_in, form=ConfirmNameForm)
def request_award_certificate(visit: Visit[ConfirmNameForm], award_id: str) -> Answer:
    award = issuing_policy.load_award_for(visit.actor, award_id)
    form = visit.form
    if visit.problems:
        return _ask_for_award(visit, award, form), 422
    if form.go.data == LOOK:
        return _ask_for_award(visit, award, form)
    certificate_id = issuing.request_award_certificate(
        visit.actor, visit.now, award, name=form.chosen,
        honorific=form.honorific.data or "", language=form.language.data,
    )  # fmt: skip
    return _lead_on(certificate_id, form, "programmes.list_awards")


def _lead_on(certificate_id: str | None, form: ConfirmNameForm, back: str, **values: str) -> Answer:
    """Lead to the certificate, or back where somebody has to decide first."""
    if certificate_id is None:
        notify(
            "success",
            N_(
                "Your name is confirmed. The certificate is issued when an administrator has "
                "decided; you will get a message."
            ),
        )
        return redirect_to(back, **values)
    notify("success", N_("Your certificate has been issued."))
    language = form.language.data
    second = find_beside(certificate_id, language)
    return redirect_to(
        "certificates.show_certificate",
        certificate_id=certificate_id,
        preparing=f"{language}-{second}" if second else language,
    )


def _ask_for_course(visit: Visit[Any], enrolment: EnrolmentRow, form: ConfirmNameForm) -> str:
    completion = learning.find_completion(enrolment.id)
    if completion is None:
        raise CourseNotCompleted
    candidate = candidates.find_of_enrolment(
        visit.actor, visit.now, enrolment.course_id, enrolment.id
    )
    address = url_for("learning.show_enrolment", enrolment_id=enrolment.id)
    if candidate is not None and candidate.outcome in WHY_NONE:
        return _say_none("enrolment", candidate, address)
    name = _offer_names(form, enrolment.person_id)
    facts = Drafter().of_course(Basis.of_completion(completion), name, visit.now)
    return _render(form, facts, candidate, address)


def _ask_for_award(visit: Visit[Any], award: AwardRow, form: ConfirmNameForm) -> str:
    programme_id = curricula.get_version(award.programme_version_id).programme_id
    candidate = candidates.find_of_award(visit.actor, visit.now, programme_id, award.id)
    address = url_for("programmes.list_awards")
    if candidate is None:
        raise AwardNotHeld
    if candidate.outcome in WHY_NONE:
        return _say_none("award", candidate, address)
    name = _offer_names(form, award.person_id)
    return _render(form, Drafter().of_award(award, name, visit.now), candidate, address)


def _say_none(subject: str, candidate: Candidate, address: str) -> str:
    """Say that no certificate is issued, and why; `address` is where the way back leads."""
    return render(
        "certificates/pages/show_no_certificate.html",
        is_course=subject == "enrolment",
        subject=find_title(subject, candidate.key, current_language()),
        candidate=candidate,
        why=WHY_NONE[candidate.outcome],
        back=address,
    )


def _offer_names(form: ConfirmNameForm, person_id: str) -> str:
    """Let the person choose among the own names; return the one that is chosen now."""
    names = people.list_own_names(person_id)
    differently = translate(current_language(), WRITTEN_DIFFERENTLY)
    form.name.choices = {one.full_name: one.full_name for one in names} | {OTHER: differently}
    if not form.name.data:
        usual = people.find_confirmed(person_id) or names[0]
        form.name.data, form.honorific.data = usual.full_name, usual.honorific
    return form.chosen


def _render(form: ConfirmNameForm, facts: Facts, candidate: Candidate | None, address: str) -> str:
    """Show the page; `address` is where the way back leads."""
    outcome = candidate.outcome if candidate else ""
    dressed = replace(facts, honorific=clean_honorific(form.honorific.data or ""))
    return render(
        "certificates/pages/show_certificate_request.html",
        form=form,
        facts=dressed,
        is_shrunk=is_shrunk(dressed, get_design(facts.design_hash)),
        look=LOOK,
        kinds=KINDS,
        back=address,
        must_wait=outcome == "undecided",
    )
