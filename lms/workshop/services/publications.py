"""Publishing by one or by two: somebody asks, another confirms or refuses, a job does it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import update

from lms.accounts.queries import find_actor
from lms.audit.services import record
from lms.content import queries as content
from lms.content import services as publishing
from lms.content.queries import CourseRow
from lms.content.rules import DraftChangedMeanwhile, NotTheCoursesTrainer
from lms.content.services import Plan
from lms.kit import jobs
from lms.kit.actor import Actor
from lms.kit.db import db
from lms.kit.errors import DomainError
from lms.kit.i18n import Text
from lms.kit.ids import new_id
from lms.workshop.models import PublicationRequest
from lms.workshop.queries import checks
from lms.workshop.queries.checks import RequestRow
from lms.workshop.reports import Message, Report, Way
from lms.workshop.rules import (
    CheckOutdated,
    CourseHasProblems,
    NothingToPublish,
    NotYourRequest,
    PublicationDecided,
    PublicationUnderWay,
    SecondPersonIsFirst,
)
from lms.workshop.services.telling import TELL_ASKED, tell_of_end

PUBLISH = "workshop.publish"
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Wish:
    """How somebody wants a course published."""

    is_declared_unchanged: bool
    offered: tuple[str, ...]
    left_out: tuple[str, ...]
    notes: str


def ask_publication(actor: Actor, now: datetime, course: CourseRow, wish: Wish) -> str:
    """Ask for a publication of what was checked last; return the request's id.

    It begins at once, or waits for a second person where one is needed. Raises `CheckOutdated`,
    `CourseHasProblems`, `NothingToPublish`, `PublicationUnderWay`.
    """
    content.lock_course(course.id)
    _end_what_failed(course.id)
    if checks.find_open_request(course.id) is not None:
        raise PublicationUnderWay
    check = checks.find_check(course)
    if check is None or not check.is_current:
        raise CheckOutdated
    way = _choose_way(check.report, wish)
    request_id = new_id()
    db.session.add(
        PublicationRequest(
            id=request_id, course_id=course.id, state=check.state,
            made="version" if way.made == "version" else "edition",
            is_declared_unchanged=way.is_declared_unchanged, offered=list(wish.offered),
            # An edition takes no language away.
            left_out=list(wish.left_out) if way.made == "version" else [],
            notes=wish.notes, asked_by=str(actor.person_id), asked_at=now, status="waiting",
        )
    )  # fmt: skip
    db.session.flush()
    _record(actor, now, "publication_asked", course.id, request_id)
    if way.needs_second_person:
        arguments = {"course": course.slug, "request": request_id}
        jobs.enqueue(TELL_ASKED, request_id, arguments, now)
    else:
        _start(now, course, request_id)
    return request_id


def _choose_way(report: Report, wish: Wish) -> Way:
    if report.problem_count:
        raise CourseHasProblems
    way = report.find_way(is_declared_unchanged=wish.is_declared_unchanged)
    if way.made == "nothing" and not wish.offered:
        raise NothingToPublish
    return way


def _end_what_failed(course_id: str) -> None:
    """End a publication whose job gave up for a technical reason, so that another may begin."""
    stuck = checks.find_open_request(course_id)
    progress = jobs.find_progress(stuck.job_id) if stuck and stuck.job_id else None
    if stuck and progress and progress.status == "failed":
        _set(stuck.id, status="failed", failure=Message(msgid=jobs.ITEM_FAILED).model_dump())


def confirm_publication(
    actor: Actor, now: datetime, course: CourseRow, request: RequestRow
) -> None:
    """Confirm what somebody else declared, so that it is published.

    Raises `SecondPersonIsFirst`, `PublicationDecided`, `DraftChangedMeanwhile`.
    """
    _check_second(actor, course, request)
    if publishing.state_of(course.id) != request.state:
        raise DraftChangedMeanwhile
    _set(request.id, decided_by=actor.person_id, decided_at=now)
    _start(now, course, request.id)
    _record(actor, now, "publication_confirmed", course.id, request.id)


def refuse_publication(
    actor: Actor, now: datetime, course: CourseRow, request: RequestRow, reason: str
) -> None:
    """Refuse what somebody else wants to publish, and say why; raises as confirming does."""
    _check_second(actor, course, request)
    _set(request.id, status="refused", decided_by=actor.person_id, decided_at=now, reason=reason)
    tell_of_end(now, course.slug, checks.get_request(course.id, request.id))
    _record(actor, now, "publication_refused", course.id, request.id)


def withdraw_publication(
    actor: Actor, now: datetime, course: CourseRow, request: RequestRow
) -> None:
    """Take one's own wish back while it waits; raise `NotYourRequest`, `PublicationDecided`."""
    content.lock_course(course.id)
    if request.asked_by != actor.person_id:
        raise NotYourRequest
    _check_waiting(course, request)
    _set(request.id, status="withdrawn", decided_by=actor.person_id, decided_at=now)
    _record(actor, now, "publication_withdrawn", course.id, request.id)


def _check_second(actor: Actor, course: CourseRow, request: RequestRow) -> None:
    content.lock_course(course.id)
    if request.asked_by == actor.person_id:
        raise SecondPersonIsFirst
    _check_waiting(course, request)


def _check_waiting(course: CourseRow, request: RequestRow) -> None:
    # Read again under the lock: of two who decide at once the second finds it decided.
    if checks.get_request(course.id, request.id).status != "waiting":
        raise PublicationDecided


def _start(now: datetime, course: CourseRow, request_id: str) -> None:
    arguments = {"course": course.slug, "request": request_id}
    job_id = jobs.enqueue(PUBLISH, course.id, arguments, now)
    _set(request_id, status="running", job_id=job_id)


def plan(now: datetime, slug: str, request_id: str, report: Progress) -> Plan | DomainError | None:
    """Compile what was asked for; return why it cannot be, or nothing where it is done already."""
    request = checks.find_request(request_id)
    if request is None or request.status != "running":
        return None
    try:
        return _plan(now, slug, request, report)
    except DomainError as error:
        return error


def _plan(now: datetime, slug: str, request: RequestRow, report: Progress) -> Plan:
    actor = find_actor(request.asked_by, now)
    if actor is None:
        raise NotTheCoursesTrainer
    made = publishing.plan_publication(
        actor,
        slug,
        is_declared_unchanged=request.is_declared_unchanged,
        confirmed_by=find_actor(request.decided_by, now) if request.decided_by else None,
        offered=request.offered,
        left_out=request.left_out,
        report=report,
    )
    if made.state != request.state:
        raise DraftChangedMeanwhile
    return made


def carry_out(
    now: datetime, slug: str, request_id: str, planned: Plan | DomainError | None
) -> None:
    """Publish what was planned, or note why that cannot be done; a second time is nothing.

    Whoever asked is told either way.
    """
    request = checks.find_request(request_id)
    if request is None or request.status != "running" or planned is None:
        return
    _try_to_publish(now, request, planned)
    tell_of_end(now, slug, checks.get_request(request.course_id, request.id))


def _try_to_publish(now: datetime, request: RequestRow, planned: Plan | DomainError) -> None:
    if isinstance(planned, DomainError):
        _fail(request, planned.text)
        return
    actor = find_actor(request.asked_by, now)
    if actor is None:
        _fail(request, Text(NotTheCoursesTrainer.message))
        return
    try:
        made = publishing.publish(actor, now, planned, request.notes)
    except DraftChangedMeanwhile as error:
        _fail(request, error.text)
        return
    result = {
        "made": made.made, "version": made.version_number,
        "editions": [[e.version_number, e.language, e.number] for e in made.editions],
    }  # fmt: skip
    _set(request.id, status="done", result=result)


def _fail(request: RequestRow, text: Text) -> None:
    _set(request.id, status="failed", failure=Message.of(text).model_dump())


def _set(request_id: str, **values: Any) -> None:  # noqa: ANN401 - of all columns
    db.session.execute(
        update(PublicationRequest).where(PublicationRequest.id == request_id).values(values)
    )


def _record(actor: Actor, now: datetime, what: str, course_id: str, request_id: str) -> None:
    record(
        actor, now, f"course.{what}", subject_type="course", subject_id=course_id,
        details={"request": request_id},
    )  # fmt: skip
