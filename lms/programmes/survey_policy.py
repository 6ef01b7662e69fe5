"""Who may answer a survey.

Whoever runs a cohort comes to its evaluation by the cohort; see `policy`.
"""

from lms.kit.actor import Actor
from lms.kit.errors import NotVisible
from lms.programmes.queries import surveys
from lms.programmes.queries.surveys import InvitationRow, SurveyRow


def load_invitation_for(actor: Actor, invitation_id: str) -> tuple[SurveyRow, InvitationRow]:
    """Return the actor's own invitation with its survey; raise `NotVisible` for others."""
    invitation = surveys.find_invitation(invitation_id)
    if invitation is None or invitation.person_id != actor.person_id:
        raise NotVisible
    survey = surveys.find_survey(invitation.survey_id)
    if survey is None:
        raise NotVisible
    return survey, invitation
