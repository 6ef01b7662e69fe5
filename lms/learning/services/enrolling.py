"""Enrolling: begin, go on, change the language, withdraw.

Who may do it was decided by `policy` before.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update

from lms.content import queries as content
from lms.kit.actor import Actor
from lms.kit.db import db, write
from lms.kit.errors import NotVisible
from lms.kit.ids import new_id
from lms.learning import queries, rules
from lms.learning.models import Enrolment, EnrolmentRequest
from lms.learning.rules import EnrolmentRow
from lms.learning.services.rows import ask_to_evaluate, change, record


def enrol(
    actor: Actor, now: datetime, course: content.CourseRow, language: str, *, again: bool = False
) -> str:
    """Enrol the actor in the newest open version of the course; return the enrolment's id.

    Who is enrolled already stays as she is. Who withdrew from this same version goes on where she
    stopped. Who completed begins anew only when `again` says so.

    Raises `EnrolmentNotOpen`, `EnrolmentNeedsApproval`, `NoVersionOpen`, or `LanguageNotOffered`.
    """
    if course.enrolment == "approval":
        raise rules.EnrolmentNeedsApproval
    if course.enrolment != "open":
        raise rules.EnrolmentNotOpen
    if actor.person_id is None:
        raise NotVisible
    version_id = get_open_version(course)
    check_offered(version_id, language)
    _drop_request(now, course.id, actor.person_id)
    return take_in(actor, now, course.id, version_id, actor.person_id, language, again=again)


def _drop_request(now: datetime, course_id: str, person_id: str) -> None:
    """End a request that waits from when the course still asked for approval."""
    write(
        update(EnrolmentRequest)
        .where(
            EnrolmentRequest.course_id == course_id,
            EnrolmentRequest.person_id == person_id,
            EnrolmentRequest.status == "waiting",
        )
        .values(status="withdrawn", decided_by=person_id, decided_at=now)
    )


def get_open_version(course: content.CourseRow) -> str:
    """Return the version that is begun at present; raise `NotVisible`, or `NoVersionOpen`."""
    if course.newest_version_id is None:
        raise NotVisible
    if course.open_version_id is None:
        raise rules.NoVersionOpen
    return course.open_version_id


def take_in(
    actor: Actor, now: datetime, course_id: str, version_id: str, person_id: str, language: str,
    *, again: bool,
) -> str:  # fmt: skip
    """Enrol a person, or lead back to an enrolment that she has; return its id."""
    former = queries.list_enrolments(person_id, course_id)
    kept = rules.find_kept(former, version_id, again=again)
    if kept is None:
        return _begin(actor, now, course_id, version_id, person_id, language)
    if kept.status == "withdrawn":
        _resume(actor, now, kept, language)
    return kept.id


@dataclass(frozen=True, slots=True)
class Anew:
    """An enrolment in which a course is taken once more.

    `is_begun` where it was made for that; `ended_id` is the one that was ended before, or nothing.
    """

    enrolment_id: str
    is_begun: bool
    ended_id: str | None


def begin_anew(
    actor: Actor, now: datetime, course_id: str, version_id: str, person_id: str, language: str,
    *, since: datetime, unused: Collection[str] = (),
) -> Anew:  # fmt: skip
    """Let a person complete a course once more, which counts from `since` on.

    Who is under way goes on, unless that enrolment has brought its completion before: then it is
    ended, for none completes twice. One of `unused` in this version is taken up, as if begun now.
    """
    former = queries.list_enrolments(person_id, course_id)
    active = next((one for one in former if one.status == "active"), None)
    if active is not None:
        completion = queries.find_completion(active.id)
        if completion is None or completion.completed_at >= since:
            return Anew(active.id, is_begun=False, ended_id=None)
        change(active.id, status="completed", ended_at=now)
        record(actor, now, "enrolment.ended", active.id, {})
    left = (one for one in former if one.id in unused and one.is_withdrawn)
    again = next((one for one in left if one.version_id == version_id), None)
    if again is not None:
        change(again.id, started_at=now)
        _resume(actor, now, again, language)
    enrolment_id = (
        again.id if again else _begin(actor, now, course_id, version_id, person_id, language)
    )
    return Anew(enrolment_id, is_begun=True, ended_id=active.id if active else None)


def go_on(actor: Actor, now: datetime, enrolment_id: str) -> None:
    """Take up an enrolment as it was left: ended to begin anew, or withdrawn from.

    Whoever calls sees to it that the person has no other under way in the course.
    """
    change(enrolment_id, status="active", ended_at=None)
    record(actor, now, "enrolment.resumed", enrolment_id, {})


def _begin(
    actor: Actor, now: datetime, course_id: str, version_id: str, person_id: str, language: str
) -> str:
    enrolment_id = new_id()
    db.session.add(
        Enrolment(
            id=enrolment_id,
            person_id=person_id,
            course_id=course_id,
            version_id=version_id,
            language=language,
            status="active",
            started_at=now,
        )
    )
    db.session.flush()
    record(actor, now, "enrolment.begun", enrolment_id, {"version": version_id})
    return enrolment_id


def _resume(actor: Actor, now: datetime, enrolment: EnrolmentRow, language: str) -> None:
    change(enrolment.id, status="active", ended_at=None, language=language)
    record(actor, now, "enrolment.resumed", enrolment.id, {})
    # What was read before may have reached a threshold that the withdrawal left unevaluated.
    ask_to_evaluate(enrolment.id, now)


def change_language(enrolment: EnrolmentRow, language: str) -> None:
    """Read the content in another of the languages offered; raises `LanguageNotOffered`."""
    check_offered(enrolment.version_id, language)
    change(enrolment.id, language=language)


def withdraw(actor: Actor, now: datetime, enrolment: EnrolmentRow) -> None:
    """End the enrolment and keep its progress; withdrawing twice is withdrawing once.

    Raises `AlreadyCompleted`.
    """
    current = queries.get_enrolment_locked(enrolment.id)
    if current.status == "completed":
        raise rules.AlreadyCompleted
    if current.status == "active":
        change(enrolment.id, status="withdrawn", ended_at=now)
        record(actor, now, "enrolment.withdrawn", enrolment.id, {})


def check_offered(version_id: str, language: str) -> None:
    """Raise `LanguageNotOffered` where a version has no edition in a language."""
    if language not in content.list_languages(version_id):
        raise rules.LanguageNotOffered


def hold(enrolment: EnrolmentRow) -> None:
    """Keep an enrolment in its version until the transaction ends: an attempt begins in it.

    Raises `MovedMeanwhile` where it was moved to another version since it was read.
    """
    if queries.get_enrolment_locked(enrolment.id).version_id != enrolment.version_id:
        raise rules.MovedMeanwhile
