"""Writing to those to whom a newer version is offered; what they decide is theirs.

Run by a job, for there may be thousands.
"""

from datetime import datetime

from lms.accounts import queries as people
from lms.content import queries as content
from lms.learning import queries, rules
from lms.notifications.services import send


def tell_of_offer(now: datetime, offer_id: str) -> None:
    """Write one message about an offer that still awaits a decision; a second time is nothing."""
    offer = queries.get_offer(offer_id)
    enrolment = queries.find_enrolment(offer.enrolment_id)
    if enrolment is None or offer.decision or not rules.is_offer_open(enrolment, offer):
        return
    language, email = people.get_language_and_email(enrolment.person_id)
    outline = content.get_outline(offer.to_version_id, language)
    send(
        now,
        kind="learning.version_offered",
        key=offer_id,
        email=email,
        language=language,
        template="mail/learning_version_offered.txt",
        context={"offer": offer_id, "course": outline.title, "version": offer.to_number},
        person_id=enrolment.person_id,
    )
