"""Writing to trainers about a publication: one is asked to confirm it, or the own one has ended."""

from datetime import datetime

from lms.accounts import queries as people
from lms.content import queries as content
from lms.content.queries import CourseRow
from lms.notifications.services import send
from lms.workshop.queries import checks
from lms.workshop.queries.checks import RequestRow
from lms.workshop.queries.review import get_title
from lms.workshop.reports import Message

TELL_ASKED = "workshop.tell_asked"


def list_confirmers(now: datetime, course: CourseRow, asked_by: str) -> list[str]:
    """Return who may confirm what somebody asks for: the other trainers of the course's owner."""
    trainers = people.list_role_holders("trainer", course.owner_path, now)
    return [person for person in trainers if person != asked_by]


def list_asked(now: datetime, slug: str, request_id: str) -> list[str]:
    """Return who is to be asked to confirm a publication, while it waits."""
    request = checks.find_request(request_id)
    if request is None or request.status != "waiting":
        return []
    return list_confirmers(now, content.get_course(slug), request.asked_by)


def tell_of_request(now: datetime, slug: str, request_id: str, person_id: str) -> None:
    """Write to somebody who may confirm a publication."""
    course = content.get_course(slug)
    language, email = people.get_language_and_email(person_id)
    send(
        now,
        kind="workshop.publication_asked",
        key=f"{request_id}:{person_id}",
        email=email,
        language=language,
        template="mail/workshop_publication_asked.txt",
        context={"course": get_title(course), "slug": slug, "request": request_id},
        person_id=person_id,
    )


def tell_of_end(now: datetime, slug: str, request: RequestRow) -> None:
    """Write to whoever asked what became of the publication: done, failed or refused."""
    language, email = people.get_language_and_email(request.asked_by)
    failure = Message.model_validate(request.failure).text if request.failure else None
    send(
        now,
        kind="workshop.publication_ended",
        key=request.id,
        email=email,
        language=language,
        template="mail/workshop_publication_ended.txt",
        context={
            "course": get_title(content.get_course(slug)), "slug": slug, "request": request.id,
            "status": request.status, "result": dict(request.result),
            "reason": failure.in_language(language) if failure else request.reason,
        },
        person_id=request.asked_by,
    )  # fmt: skip
