"""Studying: read on, take a quiz's result, complete.

Who may do it was decided by `policy` before, except for what a job does.
"""

from datetime import datetime
from decimal import Decimal

from lms.content import queries as content
from lms.kit import events
from lms.kit.actor import OPERATOR, Actor
from lms.kit.db import db
from lms.kit.errors import NotVisible
from lms.kit.ids import new_id
from lms.learning import queries, rules
from lms.learning.events import CourseCompleted
from lms.learning.models import Completion
from lms.learning.rules import CompletionRow, EnrolmentRow
from lms.learning.services.rows import ask_to_evaluate, change, mark, record


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
        progress[activity_id] = mark(enrolment.id, activity_id, rules.Done("done", now))
        # Most pages reach no threshold: they spare the worker a job.
        if rules.measure(outline, progress).is_participation and not before.is_participation:
            ask_to_evaluate(enrolment.id, now)
    following = rules.follow(outline, progress, place)
    if following is not None and following.id not in progress:
        mark(enrolment.id, following.id, rules.Done("opened", now))
    return following


def record_quiz_result(
    actor: Actor, now: datetime, enrolment_id: str, activity_id: str, points: Decimal | None
) -> None:
    """Take the result of a quiz, in percent of its points if it has any; the best result counts.

    Called by assessment, in the transaction that finished the attempt.
    """
    enrolment = queries.get_enrolment_locked(enrolment_id)
    before = queries.get_progress(enrolment.id).get(activity_id)
    reached = [each for each in (points, before.points if before else None) if each is not None]
    best = max(reached, default=None)
    mark(enrolment.id, activity_id, rules.Done("done", now, best))
    details = {"activity": activity_id, "points": None if best is None else str(best)}
    record(actor, now, "quiz.result", enrolment.id, details)
    ask_to_evaluate(enrolment.id, now)


def correct_quiz_result(
    actor: Actor,
    now: datetime,
    enrolment_id: str,
    activity_id: str,
    best: Decimal,
    *,
    is_higher: bool,
) -> None:
    """Take the best result of a quiz anew, higher or lower: marks were put right.

    What is completed stays completed: a lower one has no consequence. Called by assessment, in the
    transaction that did so.
    """
    mark(enrolment_id, activity_id, rules.Done("done", now, best))
    details = {"activity": activity_id, "points": str(best)}
    record(actor, now, "quiz.corrected", enrolment_id, details)
    if is_higher:
        ask_to_evaluate(enrolment_id, now)


def evaluate_completion(now: datetime, enrolment_id: str) -> None:
    """Freeze what the enrolment has reached; run by a job, and harmless when run again.

    Announces `CourseCompleted` when participation or achievement is newly reached.
    """
    enrolment = queries.get_enrolment_locked(enrolment_id)
    if enrolment.is_withdrawn:
        return
    outline = content.get_outline(enrolment.version_id, enrolment.language)
    former = queries.find_completion(enrolment_id)
    newly = rules.measure(outline, queries.get_progress(enrolment_id))
    reached = rules.add_up(newly, former)
    if rules.is_news(newly, former):
        completion_id = _freeze(now, enrolment, outline, reached, former)
        events.announce(CourseCompleted(enrolment_id, completion_id), now)
    # Also without news: a version that somebody moved to may ask for less.
    if enrolment.status == "active" and rules.is_all_reached(
        outline,
        is_participation=reached.is_participation,
        is_achievement=reached.is_achievement,
    ):
        change(enrolment.id, status="completed", ended_at=now)


def _freeze(
    now: datetime,
    enrolment: EnrolmentRow,
    outline: content.Outline,
    reached: rules.Reached,
    former: CompletionRow | None,
) -> str:
    completion_id = former.id if former else new_id()
    db.session.merge(
        Completion(
            id=completion_id,
            enrolment_id=enrolment.id,
            version_id=enrolment.version_id,
            edition_id=outline.edition_id,
            is_participation=reached.is_participation,
            is_achievement=reached.is_achievement,
            visited_percent=reached.visited_percent,
            points=reached.points,
            hours=outline.hours,
            completed_at=now,
        )
    )
    details = {
        "participation": reached.is_participation,
        "achievement": reached.is_achievement,
        "visited_percent": reached.visited_percent,
        "points": None if reached.points is None else str(reached.points),
        "edition": outline.edition_id,
    }
    record(OPERATOR, now, "course.completed", enrolment.id, details)
    return completion_id
