"""What is mailed about complaints: that there is something to answer or to read; no word of it.

Where nobody answers complaints in a cohort, those are told who can name somebody.
"""

from collections.abc import Iterable
from datetime import datetime

from lms.accounts import queries as accounts
from lms.notifications.rules import Recipient
from lms.notifications.services import send_many
from lms.programmes.queries import cohorts, complaints
from lms.programmes.rules.cohorts import choose_text
from lms.programmes.rules.complaints import ComplaintRow, find_stage
from lms.programmes.rules.rows import CohortRow

WAITS, UNASSIGNED, SAID = (
    "programmes.complaint_waits", "programmes.complaint_unassigned", "programmes.complaint_said",
)  # fmt: skip


def remind_all(now: datetime) -> None:
    """Tell of each open complaint what is due by now; nobody is told the same twice."""
    for row in complaints.list_open():
        stage = find_stage(row, now)
        cohort = cohorts.get_cohort(row.cohort_id)
        answering = _list_answering(row)
        if answering:
            _tell(now, WAITS, f"{row.id}:{stage}", cohort, row, answering)
        else:
            _tell(now, UNASSIGNED, f"{row.id}:{stage}", cohort, row, _list_managing(now, cohort))


def _list_answering(row: ComplaintRow) -> list[str]:
    tasks = cohorts.list_assignments(row.cohort_id)
    people = [one.person_id for one in tasks if one.task == "complaints"]
    return [one for one in people if one != row.person_id]


def _list_managing(now: datetime, cohort: CohortRow) -> list[str]:
    return accounts.list_role_holders("administrator", cohort.organisation_path, now)


def tell_replied(now: datetime, row: ComplaintRow, number: int) -> None:
    """Tell those who answer that the complainant has replied; `number` it is of what was said."""
    cohort = cohorts.get_cohort(row.cohort_id)
    _tell(now, WAITS, f"{row.id}:{number}", cohort, row, _list_answering(row))


def tell_said(now: datetime, row: ComplaintRow, number: int) -> None:
    """Tell the complainant that there is something to read; `number` it is of what was said."""
    cohort = cohorts.get_cohort(row.cohort_id)
    people = [row.person_id] if row.person_id else []
    _tell(now, SAID, f"{row.id}:{number}", cohort, row, people)


def _tell(
    now: datetime,
    kind: str,
    key: str,
    cohort: CohortRow,
    row: ComplaintRow,
    people: Iterable[str],
) -> None:
    recipients = []
    for person_id in people:
        language, email = accounts.get_language_and_email(person_id)
        context = {
            "title": choose_text(cohort.title, language)[0],
            "cohort": cohort.id,
            "complaint": row.id,
        }
        recipients.append(Recipient(f"{key}:{person_id}", email, language, context, person_id))
    template = f"mail/{kind.replace('.', '_')}.txt"
    send_many(now, kind=kind, template=template, people=recipients)
