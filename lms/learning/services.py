"""Verbs of learning: enrol, withdraw, read on, change language, take a result, complete.

Nothing here commits; who may do it was decided by `policy` before, except for what a job does.
"""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite

from lms.audit import services as audit
from lms.content import queries as content
from lms.kit import events, jobs
from lms.kit.actor import OPERATOR, Actor
from lms.kit.db import db
from lms.kit.errors import NotVisible
from lms.kit.ids import new_id
from lms.learning import queries, rules
from lms.learning.events import CourseCompleted
from lms.learning.models import ActivityProgress, Completion, Enrolment
from lms.learning.rules import CompletionRow, EnrolmentRow

EVALUATE = "learning.evaluate_completion"


def enrol(
    actor: Actor, now: datetime, course: content.CourseRow, language: str, *, again: bool = False
) -> str:
    """Enrol the actor in the newest version of the course; return the enrolment's id.

    Who is enrolled already stays as she is. Who withdrew from this same version goes on where she
    stopped. Who completed begins anew only when `again` says so.

    Raises `EnrolmentNotOpen`, or `LanguageNotOffered`.
    """
    if course.enrolment != "open":
        raise rules.EnrolmentNotOpen
    version_id = course.newest_version_id
    if version_id is None or actor.person_id is None:
        raise NotVisible
    _check_offered(version_id, language)
    former = queries.list_enrolments(actor.person_id, course.id)
    kept = rules.find_kept(former, version_id, again=again)
    if kept is None:
        return _begin(actor, now, course.id, version_id, language)
    if kept.status == "withdrawn":
        _resume(actor, now, kept, language)
    return kept.id


def _begin(actor: Actor, now: datetime, course_id: str, version_id: str, language: str) -> str:
    enrolment_id = new_id()
    db.session.add(
        Enrolment(
            id=enrolment_id,
            person_id=actor.person_id,
            course_id=course_id,
            version_id=version_id,
            language=language,
            status="active",
            started_at=now,
        )
    )
    db.session.flush()
    _record(actor, now, "enrolment.begun", enrolment_id, {"version": version_id})
    return enrolment_id


def _resume(actor: Actor, now: datetime, enrolment: EnrolmentRow, language: str) -> None:
    _change(enrolment.id, status="active", ended_at=None, language=language)
    _record(actor, now, "enrolment.resumed", enrolment.id, {})
    # What was read before may have reached a threshold that the withdrawal left unevaluated.
    _ask_to_evaluate(enrolment.id, now)


def change_language(enrolment: EnrolmentRow, language: str) -> None:
    """Read the content in another of the languages offered; raises `LanguageNotOffered`."""
    _check_offered(enrolment.version_id, language)
    _change(enrolment.id, language=language)


def withdraw(actor: Actor, now: datetime, enrolment: EnrolmentRow) -> None:
    """End the enrolment and keep its progress; withdrawing twice is withdrawing once.

    Raises `AlreadyCompleted`.
    """
    current = queries.get_enrolment_locked(enrolment.id)
    if current.status == "completed":
        raise rules.AlreadyCompleted
    if current.status == "active":
        _change(enrolment.id, status="withdrawn", ended_at=now)
        _record(actor, now, "enrolment.withdrawn", enrolment.id, {})


def check_open(enrolment: EnrolmentRow, activity_id: str) -> None:
    """See that the activity may be opened now.

    Raises `NotVisible` where the course has no such part, `EnrolmentEnded`, or `ActivityLocked`.
    """
    outline = content.get_outline(enrolment.version_id, enrolment.language)
    rules.check_open(enrolment, outline, queries.get_progress(enrolment.id), activity_id)


def read_page(now: datetime, enrolment: EnrolmentRow, activity_id: str) -> rules.Activity | None:
    """Mark a page as read and open what follows; return that part, or nothing at the end.

    Raises as `check_open` does, and `NotVisible` where the part is not a page.
    """
    # Of two parts done at once, neither would see the other and ask whether the course is complete.
    enrolment = queries.get_enrolment_locked(enrolment.id)
    outline = content.get_outline(enrolment.version_id, enrolment.language)
    progress = dict(queries.get_progress(enrolment.id))
    place = rules.check_open(enrolment, outline, progress, activity_id)
    if place.activity.kind != "page":
        raise NotVisible
    if not rules.is_done(activity_id, progress):
        before = rules.measure(outline, progress)
        progress[activity_id] = _mark(enrolment.id, activity_id, rules.Done("done", now))
        # Most pages reach no threshold: they spare the worker a job.
        if rules.measure(outline, progress).is_participation and not before.is_participation:
            _ask_to_evaluate(enrolment.id, now)
    following = rules.follow(outline, progress, place)
    if following is not None and following.id not in progress:
        _mark(enrolment.id, following.id, rules.Done("opened", now))
    return following


def record_quiz_result(
    actor: Actor, now: datetime, enrolment_id: str, activity_id: str, points: Decimal
) -> None:
    """Take the result of a quiz, in percent of its points; the best result counts.

    Called by assessment, in the transaction that finished the attempt.
    """
    enrolment = queries.get_enrolment_locked(enrolment_id)
    before = queries.get_progress(enrolment.id).get(activity_id)
    best = max(points, before.points) if before and before.points is not None else points
    _mark(enrolment.id, activity_id, rules.Done("done", now, best))
    _record(actor, now, "quiz.result", enrolment.id, {"activity": activity_id, "points": str(best)})
    _ask_to_evaluate(enrolment.id, now)


def evaluate_completion(now: datetime, enrolment_id: str) -> None:
    """Freeze what the enrolment has reached; run by a job, and harmless when run again.

    Announces `CourseCompleted` when participation or achievement is newly reached.
    """
    enrolment = queries.get_enrolment_locked(enrolment_id)
    if enrolment.is_withdrawn:
        return
    outline = content.get_outline(enrolment.version_id, enrolment.language)
    reached = rules.measure(outline, queries.get_progress(enrolment_id))
    former = queries.find_completion(enrolment_id)
    if not rules.is_news(reached, former):
        return
    completion_id = _freeze(now, enrolment, outline, reached, former)
    events.announce(CourseCompleted(enrolment_id, completion_id), now)


def _freeze(
    now: datetime,
    enrolment: EnrolmentRow,
    outline: content.Outline,
    reached: rules.Reached,
    former: CompletionRow | None,
) -> str:
    is_participation = reached.is_participation or (former is not None and former.is_participation)
    is_achievement = reached.is_achievement or (former is not None and former.is_achievement)
    completion_id = former.id if former else new_id()
    db.session.merge(
        Completion(
            id=completion_id,
            enrolment_id=enrolment.id,
            version_id=enrolment.version_id,
            edition_id=outline.edition_id,
            is_participation=is_participation,
            is_achievement=is_achievement,
            visited_percent=reached.visited_percent,
            points=reached.points,
            hours=outline.hours,
            completed_at=now,
        )
    )
    if enrolment.status == "active" and rules.is_all_reached(
        outline, is_participation=is_participation, is_achievement=is_achievement
    ):
        _change(enrolment.id, status="completed", ended_at=now)
    details = {
        "participation": is_participation,
        "achievement": is_achievement,
        "visited_percent": reached.visited_percent,
        "points": None if reached.points is None else str(reached.points),
        "edition": outline.edition_id,
    }
    _record(OPERATOR, now, "course.completed", enrolment.id, details)
    return completion_id


def _check_offered(version_id: str, language: str) -> None:
    if language not in content.list_languages(version_id):
        raise rules.LanguageNotOffered


def _ask_to_evaluate(enrolment_id: str, now: datetime) -> None:
    jobs.enqueue(EVALUATE, enrolment_id, {"enrolment_id": enrolment_id}, now)


def _mark(enrolment_id: str, activity_id: str, done: rules.Done) -> rules.Done:
    """Write the progress of one activity; of two browsers that write at once the last one wins."""
    insert = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
    values = {"status": done.status, "at": done.at, "points": done.points}
    statement = insert(ActivityProgress).values(
        enrolment_id=enrolment_id, activity_id=activity_id, **values
    )
    key = ["enrolment_id", "activity_id"]
    if done.status == "opened":
        db.session.execute(statement.on_conflict_do_nothing(index_elements=key))
    else:
        db.session.execute(statement.on_conflict_do_update(index_elements=key, set_=values))
    return done


def _change(enrolment_id: str, **values: Any) -> None:  # noqa: ANN401 - columns of all types
    db.session.execute(update(Enrolment).where(Enrolment.id == enrolment_id).values(**values))


def _record(
    actor: Actor, now: datetime, action: str, enrolment_id: str, details: Mapping[str, Any]
) -> None:
    audit.record(
        actor, now, action, subject_type="enrolment", subject_id=enrolment_id, details=details
    )
