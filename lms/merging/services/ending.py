"""Ending one of two enrolments in a course, so that the accounts can be merged.

Ending one's own is in `lms.learning.services`.
"""

from datetime import datetime

from lms.accounts.queries import get_language_and_email
from lms.content import queries as content
from lms.kit.actor import Actor
from lms.learning import services as learning
from lms.learning.rules import EnrolmentRow
from lms.notifications.services import send


def end_enrolment(actor: Actor, now: datetime, enrolment: EnrolmentRow, slug: str) -> None:
    """End an enrolment that is under way, keep its progress, and tell whose it was."""
    learning.withdraw(actor, now, enrolment)
    language, email = get_language_and_email(enrolment.person_id)
    outline = content.get_outline(enrolment.version_id, enrolment.language)
    send(
        now,
        kind="merging.enrolment_ended",
        # Whoever begins again may be ended again.
        key=f"{enrolment.id}:{now.isoformat()}",
        person_id=enrolment.person_id,
        email=email,
        language=language,
        template="mail/enrolment_ended.txt",
        context={"course": outline.title, "slug": slug},
    )
