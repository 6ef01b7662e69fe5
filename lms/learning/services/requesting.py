"""Asking to be taken into a course, taking that back, and deciding on it.

Who may do it was decided by `policy` before.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import insert, update

from lms.audit import services as audit
from lms.content import queries as content
from lms.content.queries import CourseRow
from lms.kit import jobs
from lms.kit.actor import Actor
from lms.kit.db import write
from lms.kit.errors import NotVisible
from lms.kit.ids import new_id
from lms.learning import queries, rules
from lms.learning.models import EnrolmentRequest
from lms.learning.rules import RequestRow
from lms.learning.services.enrolling import check_offered, get_open_version, take_in


def ask_to_enrol(
    actor: Actor, now: datetime, course: CourseRow, language: str, message: str
) -> None:
    """Ask the course's trainers to take the actor in; asking while one waits is asking once.

    The trainers are written to when the first request comes into an empty queue: who comes after
    is found beside it. Raises `ApprovalNotAsked`, `AlreadyUnderWay`, `NoVersionOpen`, or
    `LanguageNotOffered`.
    """
    if course.enrolment != "approval":
        raise rules.ApprovalNotAsked
    if actor.person_id is None:
        raise NotVisible
    check_offered(get_open_version(course), language)
    former = queries.list_enrolments(actor.person_id, course.id)
    if any(enrolment.status == "active" for enrolment in former):
        raise rules.AlreadyUnderWay
    before = queries.find_request(actor.person_id, course.id)
    if before is not None and before.is_waiting:
        return
    is_first = not queries.count_waiting([course.id])
    request_id = new_id()
    values = {
        "id": request_id, "course_id": course.id, "person_id": actor.person_id,
        "language": language, "message": message, "status": "waiting", "asked_at": now,
        "reason": "",
    }  # fmt: skip
    write(insert(EnrolmentRequest).values(values))
    _record(actor, now, "asked", request_id)
    if is_first:
        arguments = {"course": course.slug, "request": request_id}
        jobs.enqueue(rules.TELL_ASKED, request_id, arguments, now)


def withdraw_request(actor: Actor, now: datetime, request: RequestRow) -> None:
    """Take one's own request back; twice is once. Raises `RequestDecided`."""
    current = queries.get_request_locked(request.id)
    if current.status == "withdrawn":
        return
    if not current.is_waiting:
        raise rules.RequestDecided
    _decide(actor, now, current, "withdrawn")


def approve_requests(
    actor: Actor, now: datetime, course: CourseRow, request_ids: Collection[str]
) -> int:
    """Take in those who asked, each in the language wished for; return how many there are.

    Where the course is not offered in that language any more, it is its own. Requests that were
    decided meanwhile are left out. Raises `NobodyChosen`, or `NoVersionOpen`.
    """
    version_id = get_open_version(course)
    waiting = _get_waiting(course, request_ids)
    for request in waiting:
        language = content.get_outline(version_id, request.language).language
        take_in(actor, now, course.id, version_id, request.person_id, language, again=True)
        _decide(actor, now, request, "approved")
    _tell(now, course, waiting)
    return len(waiting)


def decline_requests(
    actor: Actor, now: datetime, course: CourseRow, request_ids: Collection[str], reason: str
) -> int:
    """Decline requests and say why; return how many there are. Raises `NobodyChosen`."""
    waiting = _get_waiting(course, request_ids)
    for request in waiting:
        _decide(actor, now, request, "declined", reason)
    _tell(now, course, waiting)
    return len(waiting)


def _get_waiting(course: CourseRow, request_ids: Collection[str]) -> list[RequestRow]:
    waiting = queries.list_waiting_locked(course.id, request_ids)
    if not waiting:
        raise rules.NobodyChosen
    return waiting


def _decide(
    actor: Actor, now: datetime, request: RequestRow, status: str, reason: str = ""
) -> None:
    write(
        update(EnrolmentRequest)
        .where(EnrolmentRequest.id == request.id)
        .values(status=status, decided_by=actor.person_id, decided_at=now, reason=reason)
    )
    _record(actor, now, status, request.id)


def _tell(now: datetime, course: CourseRow, decided: Collection[RequestRow]) -> None:
    arguments = {"course": course.slug, "requests": [row.id for row in decided]}
    jobs.enqueue(rules.TELL_DECIDED, new_id(), arguments, now)


def _record(actor: Actor, now: datetime, what: str, request_id: str) -> None:
    audit.record(
        actor, now, f"enrolment_request.{what}",
        subject_type="enrolment_request", subject_id=request_id,
    )  # fmt: skip
