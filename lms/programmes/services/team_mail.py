"""What is mailed to somebody who is given a task in a cohort.

Who gives it, and to whom, is in `teams`.
"""

from datetime import datetime

from lms.accounts import queries as accounts
from lms.kit.i18n import Text
from lms.notifications.rules import Recipient
from lms.notifications.services import send_many
from lms.programmes.rules.cohorts import choose_text
from lms.programmes.rules.rows import CohortRow, Task
from lms.programmes.rules.tasks import TASK_NAMES

GIVEN = "programmes.task_given"


def tell_task(
    now: datetime, assignment_id: str, cohort: CohortRow, person_id: str, task: Task
) -> None:
    """Tell somebody which task they have in a cohort, in their own language."""
    language, email = accounts.get_language_and_email(person_id)
    context = {
        "cohort": cohort.id,
        "title": choose_text(cohort.title, language)[0],
        "task": Text(TASK_NAMES[task]).in_language(language),
    }
    recipient = Recipient(assignment_id, email, language, context, person_id)
    send_many(now, kind=GIVEN, template="mail/programmes_task_given.txt", people=[recipient])
