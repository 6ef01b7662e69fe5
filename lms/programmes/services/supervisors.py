"""The supervisors whom participants name for a view of their own: asked by a link, reminded once.

Their answers are counted in `surveys`.
"""

from datetime import datetime
from urllib.parse import quote

from sqlalchemy import insert, update

from lms.kit.db import db
from lms.kit.i18n import formats
from lms.kit.ids import digest, new_id, new_token
from lms.notifications import services as mail
from lms.programmes.models import SupervisorInvitation
from lms.programmes.queries import cohorts, surveys
from lms.programmes.queries.surveys import InvitationRow, SupervisorRow, SurveyRow
from lms.programmes.rules.cohorts import choose_text
from lms.programmes.rules.rows import CohortRow
from lms.programmes.rules.surveys import (
    NotYourself,
    SupervisorNamed,
    SurveyClosed,
    is_supervisor_due,
)

ASKED = "programmes.supervisor_asked"


def name_supervisor(
    now: datetime, survey: SurveyRow, invitation: InvitationRow, email: str, language: str
) -> None:
    """Send a supervisor a link of their own; neither mail nor page says who named them.

    Raises `SurveyClosed`, `SupervisorNamed`, `NotYourself`.
    """
    # Two clicks at once: the second waits here.
    if surveys.find_counts_locked(survey.id, "supervisors") is None or now >= survey.closes_at:
        raise SurveyClosed
    if surveys.has_named(invitation):
        raise SupervisorNamed
    cohort = cohorts.get_cohort(survey.cohort_id)
    own = {one.person_id: one.email for one in surveys.list_asked(cohort.id)}
    if own.get(invitation.person_id, "").lower() == email:
        raise NotYourself
    token, supervisor_id = new_token(), new_id()
    values = {
        "id": supervisor_id,
        "survey_id": survey.id,
        "participation_id": invitation.participation_id,
        "email": email,
        "language": language,
        "token_digest": digest(token),
        "asked_at": now,
    }
    db.session.execute(insert(SupervisorInvitation).values(values))
    row = SupervisorRow(
        supervisor_id, survey.id, email, language, now, has_answered=False, is_reminded=False
    )
    _mail(now, cohort, survey, row, token)


def remind_supervisors(now: datetime, cohort: CohortRow, survey: SurveyRow) -> None:
    """Remind each supervisor who has not answered, once, by another link to the same page.

    Of the first link only its digest is known; both lead there until the survey closes.
    """
    for row in surveys.list_supervisors(survey.id):
        if row.has_answered or row.is_reminded:
            continue
        if is_supervisor_due(row.asked_at, survey.closes_at, now):
            token = new_token()
            changed = update(SupervisorInvitation).where(SupervisorInvitation.id == row.id)
            db.session.execute(changed.values(reminder_digest=digest(token)))
            _mail(now, cohort, survey, row, token, is_reminder=True)


def _mail(
    now: datetime,
    cohort: CohortRow,
    survey: SurveyRow,
    row: SupervisorRow,
    token: str,
    *,
    is_reminder: bool = False,
) -> None:
    mail.send(
        now,
        kind=ASKED,
        key=f"{row.id}:reminder" if is_reminder else row.id,
        email=row.email,
        language=row.language,
        template="mail/programmes_supervisor_asked.txt",
        context={
            "title": choose_text(cohort.title, row.language)[0],
            "path": f"/supervisors/{quote(token)}",
            "until": formats(row.language).zoned(survey.closes_at, cohort.time_zone),
            "is_reminder": is_reminder,
        },
    )
