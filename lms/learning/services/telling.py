"""Writing to people: a version is offered or was given to them, a request waits or was decided.

Run by jobs, for there may be thousands.
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


def tell_of_request(now: datetime, slug: str, request_id: str, person_id: str) -> None:
    """Write to a trainer that people ask to be taken into a course; names stand on its page."""
    language, email = people.get_language_and_email(person_id)
    course = content.get_course(slug)
    outline = content.get_outline(str(course.shown_version_id), language)
    send(
        now,
        kind="learning.enrolment_asked",
        key=f"{request_id}:{person_id}",
        email=email,
        language=language,
        template="mail/learning_enrolment_asked.txt",
        context={"slug": slug, "course": outline.title},
        person_id=person_id,
    )


def list_deciders(now: datetime, slug: str, request_id: str) -> list[str]:
    """Return who decides on a request, while it waits: the trainers of the course's owner."""
    if not queries.get_request(request_id).is_waiting:
        return []
    return people.list_role_holders("trainer", content.get_course(slug).owner_path, now)


def tell_of_decision(now: datetime, slug: str, request_id: str) -> None:
    """Write to somebody what was decided on the own request."""
    request = queries.get_request(request_id)
    if request.status not in {"approved", "declined"}:
        return
    language, email = people.get_language_and_email(request.person_id)
    outline = content.get_outline(str(content.get_course(slug).shown_version_id), language)
    send(
        now,
        kind="learning.enrolment_decided",
        key=request_id,
        email=email,
        language=language,
        template="mail/learning_enrolment_decided.txt",
        context={
            "course": outline.title, "slug": slug, "reason": request.reason,
            "is_approved": request.status == "approved",
        },
        person_id=request.person_id,
    )  # fmt: skip


def tell_of_move(now: datetime, enrolment: rules.EnrolmentRow, version_id: str) -> None:
    """Write to somebody whom a trainer has moved to a newer version."""
    language, email = people.get_language_and_email(enrolment.person_id)
    outline = content.get_outline(version_id, language)
    send(
        now,
        kind="learning.moved",
        key=f"{enrolment.id}:{version_id}",
        email=email,
        language=language,
        template="mail/learning_moved.txt",
        context={
            "enrolment": enrolment.id, "course": outline.title, "version": outline.version_number,
        },
        person_id=enrolment.person_id,
    )  # fmt: skip
