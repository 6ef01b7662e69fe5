"""Answering a survey, once and without a name: the participant's page, and the supervisor's.

The results are in `evaluation`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lms.kit.i18n import N_, Text
from lms.programmes import survey_policy as policy
from lms.programmes.forms.surveys import AnswerForm, SupervisorForm
from lms.programmes.queries import cohorts, own_questions, surveys
from lms.programmes.queries.surveys import InvitationRow, SupervisorRow, SurveyRow
from lms.programmes.rules.cohorts import choose_text
from lms.programmes.rules.surveys import (
    KIND_NAMES,
    SUPERVISOR_ITEMS,
    Item,
    NotYourself,
    read_reply,
)
from lms.programmes.rules.unlinkable import FEWEST
from lms.programmes.services import supervisors
from lms.programmes.services import surveys as services
from lms.programmes.views.door import room
from lms.web.forms import complain_at
from lms.web.locale import current_language, prefer_language
from lms.web.policies import public, signed_in
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit

THANKS = N_("Thank you. Your answers are counted, without your name.")
PAGE = "/learn/surveys/<id:invitation_id>"


SUPERVISOR = "/supervisors/<token>"


@dataclass(frozen=True, slots=True)
class Sent:
    """What somebody has sent, and what is wrong with it by question; at first nothing."""

    values: Mapping[str, Sequence[str]] = field(default_factory=dict)
    errors: Mapping[str, Text] = field(default_factory=dict)


def _page(
    visit: Visit[Any],
    survey: SurveyRow,
    invitation: InvitationRow,
    sent: Sent | None = None,
    form: SupervisorForm | None = None,
) -> str:
    is_open = survey.closed_at is None and visit.now < survey.closes_at
    with_supervisor = is_open and survey.kind in SUPERVISOR_ITEMS
    return render(
        "programmes/answer_survey.html",
        survey=survey,
        invitation=invitation,
        **_tell_cohort(survey),
        name=KIND_NAMES[survey.kind],
        items=_list_items(survey),
        is_open=is_open,
        sent=sent or Sent(),
        fewest=FEWEST,
        form=form or SupervisorForm(language=current_language()),
        with_supervisor=with_supervisor,
        has_named=with_supervisor and surveys.has_named(invitation),
    )


def _list_items(survey: SurveyRow) -> tuple[Item, ...]:
    own = own_questions.list_own(survey.cohort_id)
    return own_questions.list_items(own, survey.kind, current_language())


def _tell_cohort(survey: SurveyRow) -> dict[str, Any]:
    """Return what a page says of the cohort: its title with the language, and its clock."""
    cohort = cohorts.get_cohort(survey.cohort_id)
    return {"title": choose_text(cohort.title, current_language()), "zone": cohort.time_zone}


@room.get(PAGE, policy=signed_in)
def show_survey(visit: Visit[None], invitation_id: str) -> Answer:
    return _page(visit, *policy.load_invitation_for(visit.actor, invitation_id))


@room.post(PAGE, policy=signed_in, form=AnswerForm)
def answer_survey(visit: Visit[AnswerForm], invitation_id: str) -> Answer:
    survey, invitation = policy.load_invitation_for(visit.actor, invitation_id)
    values = visit.form.answer.data
    reply = read_reply(_list_items(survey), values)
    if reply.errors:
        return _page(visit, survey, invitation, Sent(values, reply.errors)), 422
    services.answer(visit.now, survey, invitation, reply)
    notify("success", THANKS)
    return redirect_to("programmes.show_survey", invitation_id=invitation_id)


@room.post(f"{PAGE}/supervisor", policy=signed_in, form=SupervisorForm)
def name_supervisor(visit: Visit[SupervisorForm], invitation_id: str) -> Answer:
    survey, invitation = policy.load_application_for(visit.actor, invitation_id)
    form = visit.form
    if visit.problems:
        return _page(visit, survey, invitation, form=form), 422
    email, language = str(form.email.data), str(form.language.data)
    try:
        supervisors.name_supervisor(visit.now, survey, invitation, email, language)
    except NotYourself as error:
        complain_at(form.email, error.text)
        return _page(visit, survey, invitation, form=form), 422
    notify("success", N_("Your supervisor is asked by mail."))
    return redirect_to("programmes.show_survey", invitation_id=invitation_id)


def _supervisor_page(
    visit: Visit[Any], survey: SurveyRow, supervisor: SupervisorRow, sent: Sent
) -> str:
    prefer_language(supervisor.language)
    return render(
        "programmes/answer_as_supervisor.html",
        survey=survey,
        supervisor=supervisor,
        **_tell_cohort(survey),
        items=SUPERVISOR_ITEMS[survey.kind],
        is_open=visit.now < survey.closes_at,
        sent=sent,
        fewest=FEWEST,
    )


@room.get(SUPERVISOR, policy=public)
def show_supervisor_survey(visit: Visit[None], token: str) -> Answer:
    return _supervisor_page(visit, *policy.load_supervisor_link(token), Sent())


@room.post(SUPERVISOR, policy=public, form=AnswerForm)
def answer_as_supervisor(visit: Visit[AnswerForm], token: str) -> Answer:
    survey, supervisor = policy.load_supervisor_link(token)
    values = visit.form.answer.data
    reply = read_reply(SUPERVISOR_ITEMS[survey.kind], values)
    if reply.errors:
        return _supervisor_page(visit, survey, supervisor, Sent(values, reply.errors)), 422
    services.answer_as_supervisor(visit.now, survey, supervisor, reply)
    notify("success", THANKS)
    return redirect_to("programmes.show_supervisor_survey", token=token)
