"""What is mailed about improvement actions: that one is due in a week, and that one is overdue.

Of an owner who is only a written name those are told who coordinate the cohort.
"""

from datetime import datetime

from lms.accounts import queries as accounts
from lms.kit.i18n import formats
from lms.notifications.rules import Recipient
from lms.notifications.services import send_many
from lms.programmes.queries import cohorts, improvements
from lms.programmes.rules.cohorts import choose_text
from lms.programmes.rules.improvements import ActionRow, Stage, find_stage
from lms.programmes.rules.rows import CohortRow

DUE = "programmes.improvement_due"


def remind_all(now: datetime) -> None:
    """Tell of each open action what is due by now; nobody is told the same twice."""
    rows = improvements.list_open()
    found = {row.id: row for row in cohorts.list_all()} if rows else {}
    recipients = []
    for row in rows:
        # Of a cohort that was called off nothing is to be improved any more.
        cohort = found.get(row.cohort_id)
        if cohort is None or cohort.cancelled_at is not None:
            continue
        stage = find_stage(row, improvements.today_of(cohort, now))
        if stage is not None:
            recipients += [_tell(row, cohort, stage, one) for one in _list_told(row)]
    send_many(now, kind=DUE, template="mail/programmes_improvement_due.txt", people=recipients)


def _list_told(row: ActionRow) -> list[str]:
    if row.owner_id is not None:
        return [row.owner_id]
    tasks = cohorts.list_assignments(row.cohort_id)
    coordinators = [one.person_id for one in tasks if one.task == "coordinator"]
    return coordinators or [one for one in [row.created_by] if one]


def _tell(row: ActionRow, cohort: CohortRow, stage: Stage, person_id: str) -> Recipient:
    language, email = accounts.get_language_and_email(person_id)
    context = {
        "title": choose_text(cohort.title, language)[0],
        "action": row.id,
        "is_late": stage == "late",
        "day": formats(language).date(row.due_on),
    }
    # Another day makes it another reminder.
    key = f"{row.id}:{stage}:{row.due_on.isoformat()}:{person_id}"
    return Recipient(key, email, language, context, person_id)
