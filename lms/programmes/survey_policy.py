"""Who may answer a survey: whoever is asked, and the supervisor who has the link.

Whoever runs a cohort comes to its evaluation by the cohort; see `policy`.
"""

from lms.kit.actor import Actor
from lms.kit.errors import NotVisible
from lms.programmes.queries import surveys
from lms.programmes.queries.surveys import InvitationRow, SupervisorRow, SurveyRow
from lms.programmes.rules.surveys import SUPERVISOR_ITEMS, SurveyLinkOver


def load_invitation_for(actor: Actor, invitation_id: str) -> tuple[SurveyRow, InvitationRow]:
    """Return the actor's own invitation with its survey; raise `NotVisible` for others."""
    invitation = surveys.find_invitation(invitation_id)
    if invitation is None or invitation.person_id != actor.person_id:
        raise NotVisible
    survey = surveys.find_survey(invitation.survey_id)
    if survey is None:
        raise NotVisible
    return survey, invitation


def load_application_for(actor: Actor, invitation_id: str) -> tuple[SurveyRow, InvitationRow]:
    """Return such an invitation to a survey in which supervisors are asked too."""
    survey, invitation = load_invitation_for(actor, invitation_id)
    if survey.kind not in SUPERVISOR_ITEMS:
        raise NotVisible
    return survey, invitation


def load_supervisor_link(token: str) -> tuple[SurveyRow, SupervisorRow]:
    """Return the survey that a mailed link opens for a supervisor; raise `SurveyLinkOver`."""
    supervisor = surveys.find_supervisor(token)
    survey = surveys.find_survey(supervisor.survey_id) if supervisor else None
    if supervisor is None or survey is None:
        raise SurveyLinkOver
    return survey, supervisor
