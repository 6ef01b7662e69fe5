"""What is mailed about graded work: that there is something to read, never what it says.

Who has handed in what is read in the system alone.
"""

from datetime import datetime

from lms.accounts import queries as accounts
from lms.notifications.rules import Recipient
from lms.notifications.services import send_many
from lms.programmes.queries import teams
from lms.programmes.rules.cohorts import choose_text
from lms.programmes.rules.works import WorkPlace

HANDED_IN = "programmes.work_handed_in"
ANSWERED = "programmes.work_answered"


def tell_handed_in(now: datetime, place: WorkPlace, submission_id: str) -> None:
    """Tell the tutor of the participant's group, or all tutors, or else the coordinators."""
    ((_row, people),) = teams.list_responsible(place.cohort.id, [place.row])
    _tell(now, HANDED_IN, submission_id, place, people)


def tell_answered(now: datetime, place: WorkPlace, key: str) -> None:
    """Tell the participant that their work was graded or sent back."""
    person_id = place.row.person_id
    _tell(now, ANSWERED, key, place, [person_id] if person_id else [])


def _tell(now: datetime, kind: str, key: str, place: WorkPlace, people: list[str]) -> None:
    recipients = []
    for person_id in people:
        language, email = accounts.get_language_and_email(person_id)
        context = {
            "title": choose_text(place.cohort.title, language)[0],
            "participation": place.row.id,
            "part": place.part.id,
        }
        recipients.append(Recipient(f"{key}:{person_id}", email, language, context, person_id))
    template = f"mail/{kind.replace('.', '_')}.txt"
    send_many(now, kind=kind, template=template, people=recipients)
