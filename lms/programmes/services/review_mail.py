"""The mails of doubts about awards: to those who manage the cohort, and to the holder.

What changed, and what was decided, is read in the system alone.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from lms.accounts import queries as accounts
from lms.notifications.rules import Recipient
from lms.notifications.services import send_many
from lms.programmes.rules.cohorts import choose_text
from lms.programmes.rules.rows import CohortRow, ParticipationRow

QUESTIONED, DECIDED = "programmes.award_questioned", "programmes.award_decided"


def tell_managers(now: datetime, cohort: CohortRow, review_id: str) -> None:
    """Tell those who administer a cohort that there is something to decide."""
    people = accounts.list_role_holders("administrator", cohort.organisation_path, now)
    more = {"cohort": cohort.id, "review": review_id}
    _tell(now, QUESTIONED, review_id, cohort, people, more)


def tell_holder(now: datetime, cohort: CohortRow, review_id: str, row: ParticipationRow) -> None:
    """Tell the holder of an award that something was decided of it."""
    people = [row.person_id] if row.person_id else []
    _tell(now, DECIDED, review_id, cohort, people, {"participation": row.id})


def _tell(
    now: datetime,
    kind: str,
    key: str,
    cohort: CohortRow,
    people: Iterable[str],
    more: Mapping[str, object],
) -> None:
    recipients = []
    for person_id in people:
        language, email = accounts.get_language_and_email(person_id)
        context = {"title": choose_text(cohort.title, language)[0], **more}
        recipients.append(Recipient(f"{key}:{person_id}", email, language, context, person_id))
    template = f"mail/{kind.replace('.', '_')}.txt"
    send_many(now, kind=kind, template=template, people=recipients)
