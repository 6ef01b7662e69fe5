"""Answering a survey: the participant's page, once and without a name.

The results are in `evaluation`.
"""

from collections.abc import Mapping, Sequence

from lms.kit.i18n import N_, Text
from lms.programmes import survey_policy as policy
from lms.programmes.forms.surveys import AnswerForm
from lms.programmes.queries import cohorts
from lms.programmes.queries.surveys import InvitationRow, SurveyRow
from lms.programmes.rules.cohorts import choose_text
from lms.programmes.rules.surveys import ITEMS, KIND_NAMES, read_reply
from lms.programmes.rules.unlinkable import FEWEST
from lms.programmes.services import surveys as services
from lms.programmes.views.door import room
from lms.web.locale import current_language
from lms.web.policies import signed_in
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit

PAGE = "/learn/surveys/<id:invitation_id>"


def _page(
    visit: Visit[object],
    survey: SurveyRow,
    invitation: InvitationRow,
    sent: Mapping[str, Sequence[str]],
    errors: Mapping[str, Text],
) -> str:
    cohort = cohorts.get_cohort(survey.cohort_id)
    return render(
        "programmes/answer_survey.html",
        survey=survey,
        invitation=invitation,
        title=choose_text(cohort.title, current_language()),
        name=KIND_NAMES[survey.kind],
        items=ITEMS[survey.kind],
        is_open=survey.closed_at is None and visit.now < survey.closes_at,
        sent=sent,
        errors=errors,
        fewest=FEWEST,
    )


@room.get(PAGE, policy=signed_in)
def show_survey(visit: Visit[None], invitation_id: str) -> Answer:
    survey, invitation = policy.load_invitation_for(visit.actor, invitation_id)
    return _page(visit, survey, invitation, {}, {})


@room.post(PAGE, policy=signed_in, form=AnswerForm)
def answer_survey(visit: Visit[AnswerForm], invitation_id: str) -> Answer:
    survey, invitation = policy.load_invitation_for(visit.actor, invitation_id)
    sent = visit.form.answer.data
    reply = read_reply(ITEMS[survey.kind], sent)
    if reply.errors:
        return _page(visit, survey, invitation, sent, reply.errors), 422
    services.answer(visit.now, survey, invitation, reply)
    notify("success", N_("Thank you. Your answers are counted, without your name."))
    return redirect_to("programmes.show_survey", invitation_id=invitation_id)
