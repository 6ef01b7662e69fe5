"""What is mailed to participants of their way: that something was decided, that there is an award.

What was decided, and why, is read in the system alone.
"""

from datetime import datetime

from lms.accounts import queries as accounts
from lms.notifications.rules import Recipient
from lms.notifications.services import send_many
from lms.programmes.queries import cohorts
from lms.programmes.rules.cohorts import choose_text

DECIDED = "programmes.recognition_decided"
AWARDED = "programmes.award_given"


def tell_decided(now: datetime, recognition_id: str, cohort_id: str, way: tuple[str, str]) -> None:
    """Tell a participant that their wish was decided; `way` is the participation and the person."""
    _tell(now, DECIDED, f"{recognition_id}:{now.isoformat()}", cohort_id, way)


def tell_awarded(now: datetime, award_id: str, cohort_id: str, way: tuple[str, str]) -> None:
    """Tell a participant of an award."""
    _tell(now, AWARDED, award_id, cohort_id, way)


def _tell(now: datetime, kind: str, key: str, cohort_id: str, way: tuple[str, str]) -> None:
    participation_id, person_id = way
    language, email = accounts.get_language_and_email(person_id)
    title = choose_text(cohorts.get_cohort(cohort_id).title, language)[0]
    context = {"title": title, "participation": participation_id}
    recipient = Recipient(key, email, language, context, person_id)
    template = f"mail/{kind.replace('.', '_')}.txt"
    send_many(now, kind=kind, template=template, people=[recipient])
