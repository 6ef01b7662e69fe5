"""Verbs of those who mark: keep a half-done mark, give one; and who marks, how.

Nothing here commits; who may do it was decided by `policy` before, and again under the lock.
"""

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction

from sqlalchemy import delete, insert, update

from lms.accounts import queries as people
from lms.assessment import queries, rules
from lms.assessment.models import Mark, MarkingDraft, MarkingDuty, MarkingPhrase, MarkingPlan
from lms.assessment.queries import Desk
from lms.assessment.rules import Answer, Plan, Role, Sheet
from lms.assessment.rules.appeals import AuthorsDoNotDecide, NoSuchDecider
from lms.audit import services as audit
from lms.kit import jobs
from lms.kit.actor import Actor
from lms.kit.db import db
from lms.kit.errors import NotVisible
from lms.kit.ids import new_id


def keep_draft(now: datetime, answer: Answer, person_id: str, sheet: Sheet) -> None:
    """Keep a half-done mark; it counts for nothing until it is given."""
    db.session.merge(
        MarkingDraft(
            attempt_id=answer.attempt_id,
            item_id=answer.item_id,
            person_id=person_id,
            details=sheet.as_json(),
            at=now,
        )
    )


def give_mark(
    actor: Actor, now: datetime, desk: Desk, answer: Answer, sheet: Sheet, reason: str
) -> None:
    """Append a mark of the kind that the answer waits for from the actor, or change the own one.

    Raises `RubricIncomplete` or `LevelUnknown`, `ReasonNeeded` where it takes another mark's place,
    `MarkedMeanwhile` where somebody else was quicker.
    """
    person_id = _person(actor)
    # One after the other: what two markers do at once is seen by the second.
    queries.get_attempt_locked(answer.attempt_id)
    current = queries.find_answer(desk, answer.attempt_id, answer.item_id)
    kind = desk.kind_for(current, person_id) if current else None
    if current is None or kind is None:
        raise rules.MarkedMeanwhile
    before = current.mark(kind)
    if (before is not None or kind == "moderated") and not reason:
        raise rules.ReasonNeeded
    points = sheet.share(queries.get_rubric(answer))
    given = {"kind": kind, "person_id": person_id, "reason": reason or None}
    _append(now, answer, given, sheet, points)
    _drop_draft(answer, person_id)
    details = {"item": answer.item_id, "kind": kind, "points": str(points), "reason": reason}
    audit.record(
        actor, now, "answer.marked", subject_type="attempt", subject_id=answer.attempt_id,
        details=details,
    )  # fmt: skip


def _append(
    now: datetime, answer: Answer, values: Mapping[str, object], sheet: Sheet, points: Fraction
) -> None:
    response = queries.get_responses(answer.attempt_id).get(answer.item_id)
    mark = {
        "attempt_id": answer.attempt_id,
        "item_id": answer.item_id,
        "numerator": points.numerator,
        "denominator": points.denominator,
        "response_seq": response.seq if response else None,
        "details": sheet.as_json(),
        "at": now,
        **values,
    }
    db.session.execute(insert(Mark).values(mark))


def _drop_draft(answer: Answer, person_id: str) -> None:
    db.session.execute(
        delete(MarkingDraft).where(
            MarkingDraft.attempt_id == answer.attempt_id,
            MarkingDraft.item_id == answer.item_id,
            MarkingDraft.person_id == person_id,
        )
    )


def keep_phrase(actor: Actor, now: datetime, course_id: str, item_id: str, text: str) -> None:
    """Keep a comment at hand for all who mark a question; the same one is kept once."""
    if not text or any(text == known for _, known in queries.list_phrases(course_id, item_id)):
        return
    values = {
        "id": new_id(), "course_id": course_id, "item_id": item_id, "text": text,
        "kept_by": actor.person_id, "kept_at": now,
    }  # fmt: skip
    db.session.execute(insert(MarkingPhrase).values(values))


def change_plan(actor: Actor, now: datetime, desk: Desk, plan: Plan) -> None:
    """Set how a quiz is marked; what is marked already keeps its marks."""
    values = {
        "second_percent": plan.second_percent,
        "threshold_percent": plan.threshold_percent,
        "may_authors_decide": plan.may_authors_decide,
        "standard": plan.standard,
        "appeal_days": plan.appeal_days,
    }
    db.session.merge(MarkingPlan(course_id=desk.course.id, quiz_id=desk.quiz_id, **values))
    _record(actor, now, "changed", desk, values)


def assign_duty(actor: Actor, now: datetime, desk: Desk, email: str, role: Role) -> None:
    """Ask somebody to mark, and tell them; asking twice is asking once.

    Raises `NoSuchMarker`; for appeals, on which administrators may decide too, `NoSuchDecider` or
    `AuthorsDoNotDecide`.
    """
    person = people.find_person_by_email(email)
    found = people.find_actor(person.id, now) if person and person.is_active else None
    is_for_appeals = role == "appeal"
    if person is None or found is None or not _may_be_asked(found, is_for_appeals=is_for_appeals):
        raise NoSuchDecider if is_for_appeals else rules.NoSuchMarker
    if is_for_appeals and person.id in desk.authors:
        raise AuthorsDoNotDecide
    if any(duty.person_id == person.id and duty.role == role for duty in desk.duties):
        return
    values = {
        "id": new_id(), "course_id": desk.course.id, "quiz_id": desk.quiz_id,
        "person_id": person.id, "role": role, "assigned_by": actor.person_id, "assigned_at": now,
    }  # fmt: skip
    db.session.execute(insert(MarkingDuty).values(values))
    _record(actor, now, "assigned", desk, {"person": person.id, "role": role})
    arguments = {"duty": values["id"], "person": person.id, "course": desk.course.slug}
    jobs.enqueue(rules.TELL_MARKER, str(values["id"]), {**arguments, "quiz": desk.quiz_id}, now)


def _may_be_asked(person: Actor, *, is_for_appeals: bool) -> bool:
    return person.has_role("trainer") or (is_for_appeals and person.has_role("administrator"))


def end_duty(actor: Actor, now: datetime, desk: Desk, duty_id: str) -> None:
    """Take somebody's duty back; the marks given stay. Raises `NotVisible`."""
    duty = next((duty for duty in desk.duties if duty.id == duty_id), None)
    if duty is None:
        raise NotVisible
    db.session.execute(update(MarkingDuty).where(MarkingDuty.id == duty_id).values(ended_at=now))
    _record(actor, now, "ended", desk, {"person": duty.person_id, "role": duty.role})


def start_release(actor: Actor, now: datetime, desk: Desk) -> int:
    """Ask for the release of every result that is marked to its end, and return how many.

    Raises `NothingToRelease`.
    """
    ready = rules.list_ready(queries.list_answers(desk), desk.plan, desk.authors)
    if not ready:
        raise rules.NothingToRelease
    _record(actor, now, "released", desk, {"attempts": len(ready)})
    arguments = {
        "course": desk.course.slug, "quiz": desk.quiz_id, "attempts": ready,
        "person": actor.person_id,
    }  # fmt: skip
    jobs.enqueue(
        rules.RELEASE, f"{desk.course.id}/{desk.quiz_id}/{now.isoformat()}", arguments, now
    )
    return len(ready)


def _person(actor: Actor) -> str:
    if actor.person_id is None:
        raise NotVisible
    return actor.person_id


def _record(actor: Actor, now: datetime, verb: str, desk: Desk, details: dict[str, object]) -> None:
    audit.record(
        actor, now, f"marking.{verb}", subject_type="course", subject_id=desk.course.id,
        details={"quiz": desk.quiz_id, **details},
    )  # fmt: skip
