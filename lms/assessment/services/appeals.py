"""Verbs of appeals: make one, take it back, decide on it, tell those whom it concerns.

Who may do it was decided by `policy` before, and who decides again under the lock.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import insert, update

from lms.accounts import queries as people
from lms.assessment import queries, rules
from lms.assessment.models import Appeal, AppealItem, Mark
from lms.assessment.queries import Desk
from lms.assessment.queries import appeals as rows
from lms.assessment.rules import AttemptRow
from lms.assessment.rules import appeals as appealing
from lms.assessment.rules.appeals import AppealRow, Decision, Settled
from lms.assessment.services.marking import end_duty
from lms.assessment.services.results import Corrected, correct_results
from lms.audit import services as audit
from lms.content import queries as content
from lms.kit import jobs
from lms.kit.actor import Actor
from lms.kit.db import db, write
from lms.kit.errors import NotVisible
from lms.kit.ids import new_id
from lms.notifications.services import send


def make_appeal(
    actor: Actor, now: datetime, attempt_id: str, places: Sequence[int] | None, reason: str
) -> None:
    """Appeal against a result; the same sent twice is one appeal.

    `places` are those of the questions concerned on the paper; `None`: the whole result. Raises
    what `find_obstacle` returns, and `QuestionsMissing` where no place is one.
    """
    # One after the other: of two that are sent at once the second finds the first.
    attempt = queries.get_attempt_locked(attempt_id)
    former = rows.list_appeals(attempt.id)
    if any(row.is_open and row.reason == reason for row in former):
        return
    marks = rules.counting(queries.list_marks(attempt.id))
    obstacle = appealing.find_obstacle(attempt, len(marks), rows.get_days(attempt), former, now)
    if obstacle is not None:
        raise obstacle
    paper = [row for row in queries.get_paper(attempt.id) if row.item_id in marks]
    concerned = [row.item_id for row in paper if places is None or row.position in places]
    if not concerned:
        raise appealing.QuestionsMissing
    appeal_id = new_id()
    values = {
        "id": appeal_id, "attempt_id": attempt.id, "is_whole": places is None, "reason": reason,
        "status": "open", "asked_at": now,
    }  # fmt: skip
    write(insert(Appeal).values(values))
    items = [
        {"appeal_id": appeal_id, "item_id": item_id, "attempt_id": attempt.id}
        for item_id in concerned
    ]
    db.session.execute(insert(AppealItem), items)
    _record(actor, now, "made", appeal_id, {"attempt": attempt.id, "items": concerned})
    jobs.enqueue(appealing.TELL_ASKED, appeal_id, {"appeal": appeal_id}, now)


def withdraw_appeal(actor: Actor, now: datetime, attempt_id: str) -> None:
    """Take one's own appeal back; twice is once. Raises `AppealEnded` where it is decided."""
    queries.get_attempt_locked(attempt_id)
    appeals = rows.list_appeals(attempt_id)
    if any(appeal.is_decided for appeal in appeals):
        raise appealing.AppealEnded
    for appeal in appeals:
        if appeal.is_open:
            _end(appeal, {"status": "withdrawn", "ended_at": now})
            _record(actor, now, "withdrawn", appeal.id, {"attempt": attempt_id})


def decide_appeal(
    actor: Actor, now: datetime, desk: Desk, appeal_id: str, decision: Decision
) -> None:
    """Decide on an appeal, once and for all: marks are appended, the result follows.

    Raises `AppealEnded` where somebody was quicker, `NotYoursToDecide` where the actor had a part
    in the result meanwhile, or what `find_problem` returns.
    """
    # The attempt is locked first, as everywhere; a regrade of it waits, or has been.
    attempt = queries.get_attempt_locked(rows.get_appeal(appeal_id).attempt_id)
    appeal = rows.get_appeal(appeal_id)
    if not appeal.is_open:
        raise appealing.AppealEnded
    involved = rows.get_involved(desk.course.id, [appeal])[attempt.id]
    if actor.person_id is None or actor.person_id in involved:
        raise appealing.NotYoursToDecide
    decision = _only(decision, {item.item_id for item in rows.list_items(appeal.id)})
    settled = _settle(attempt, decision)
    seqs = _append_marks(actor.person_id, now, attempt, decision, settled)
    for item_id, ruling in decision.rulings.items():
        place = (AppealItem.appeal_id == appeal.id, AppealItem.item_id == item_id)
        values = {"answer": ruling.why, "mark_seq": seqs.get(item_id)}
        db.session.execute(update(AppealItem).where(*place).values(values))
    # An appeal never lowers, whatever the marks say.
    points = max(attempt.points or settled.points, settled.points)
    ended = {
        "status": decision.verdict, "ended_at": now, "decided_by": actor.person_id,
        "answer": decision.answer, "points_before": attempt.points, "points_after": points,
    }  # fmt: skip
    _end(appeal, ended)
    if settled.raised:
        _correct(actor, now, attempt, settled)
    details = {
        "verdict": decision.verdict, "raised": sorted(settled.raised),
        "before": str(attempt.points), "after": str(points),
    }  # fmt: skip
    _record(actor, now, "decided", appeal.id, details)
    jobs.enqueue(appealing.TELL_DECIDED, appeal.id, {"appeal": appeal.id}, now)


def _only(decision: Decision, concerned: Collection[str]) -> Decision:
    """Return a decision without what it says of questions that the appeal is not about."""
    kept = {name: ruling for name, ruling in decision.rulings.items() if name in concerned}
    return replace(decision, rulings=kept)


def _settle(attempt: AttemptRow, decision: Decision) -> Settled:
    marks = rules.counting(queries.list_marks(attempt.id))
    questions = content.get_items(attempt.version_id, marks)
    problem = appealing.find_problem(decision, marks, questions)
    if problem is not None:
        raise problem
    return appealing.settle(marks, decision.given, questions)


def _append_marks(
    person_id: str, now: datetime, attempt: AttemptRow, decision: Decision, settled: Settled
) -> dict[str, int]:
    """Append a mark for each question that is raised, and return their places, by question."""
    responses, seqs = queries.get_responses(attempt.id), {}
    for item_id, share in settled.raised.items():
        ruling, response = decision.rulings[item_id], responses.get(item_id)
        mark = {
            "attempt_id": attempt.id, "item_id": item_id, "kind": "appeal",
            "numerator": share.numerator, "denominator": share.denominator,
            "response_seq": response.seq if response else None, "person_id": person_id,
            "details": ruling.sheet.as_json() if ruling.sheet else {}, "reason": ruling.why,
            "at": now,
        }  # fmt: skip
        statement = insert(Mark).values(mark).returning(Mark.seq)
        seqs[item_id] = db.session.execute(statement).scalar_one()
    return seqs


def _correct(actor: Actor, now: datetime, attempt: AttemptRow, settled: Settled) -> None:
    """Write the result anew as a regrade does."""
    quiz = content.get_quiz(attempt.version_id, attempt.quiz_id)
    points = max(attempt.points or settled.points, settled.points)
    corrected = Corrected(
        attempt_id=attempt.id,
        enrolment_id=attempt.enrolment_id,
        activity_id=attempt.activity_id,
        points=points,
        is_passed=rules.is_passed(points, rules.pass_mark(quiz)),
        is_higher=points > (attempt.points or 0),
    )
    correct_results(actor, now, [corrected])


def _end(appeal: AppealRow, values: Mapping[str, object]) -> None:
    # Under the lock it is open still; that nothing else is ended twice does not rest on that alone.
    still_open = (Appeal.id == appeal.id, Appeal.status == "open")
    write(update(Appeal).where(*still_open).values(values))


def end_decider(actor: Actor, now: datetime, desk: Desk, duty_id: str) -> None:
    """Let somebody decide on appeals no more; what was decided stays. Raises `NotVisible`."""
    if all(duty.id != duty_id or duty.role != "appeal" for duty in desk.duties):
        raise NotVisible
    end_duty(actor, now, desk, duty_id)


def tell_asked(now: datetime, appeal_id: str) -> None:
    """Write to those who may decide on an appeal while it is open; a second time is nothing.

    Where there is nobody, the trainers and administrators of the course are asked for somebody.
    """
    appeal = rows.get_appeal(appeal_id)
    if not appeal.is_open:
        return
    course = content.get_course(content.get_outline(appeal.version_id, "").slug)
    involved = rows.get_involved(course.id, [appeal])[appeal.attempt_id]
    duties = [duty for duty in queries.list_duties(course.id) if duty.quiz_id == appeal.quiz_id]
    deciders = appealing.choose_deciders(duties, involved)
    managers = {
        person_id
        for role in ("administrator", "trainer")
        for person_id in people.list_role_holders(role, course.owner_path, now)
    }
    for person_id in deciders or sorted(managers - {appeal.person_id}):
        language, email = people.get_language_and_email(person_id)
        outline = content.get_outline(str(course.newest_version_id), language)
        send(
            now,
            kind="assessment.appeal_asked",
            key=f"{appeal.id}:{person_id}",
            email=email,
            language=language,
            template="mail/assessment_appeal_asked.txt",
            context={
                "slug": course.slug, "quiz": appeal.quiz_id, "course": outline.title,
                "has_decider": bool(deciders), "days": appealing.DAYS_TO_ANSWER,
            },
            person_id=person_id,
        )  # fmt: skip


def tell_decided(now: datetime, appeal_id: str) -> None:
    """Write to the candidate that an appeal is decided; what was decided stands on its page."""
    appeal = rows.get_appeal(appeal_id)
    language, email = people.get_language_and_email(appeal.person_id)
    outline = content.get_outline(appeal.version_id, language)
    send(
        now,
        kind="assessment.appeal_decided",
        key=appeal.id,
        email=email,
        language=language,
        template="mail/assessment_appeal_decided.txt",
        context={"attempt": appeal.attempt_id, "course": outline.title},
        person_id=appeal.person_id,
    )


def _record(
    actor: Actor, now: datetime, what: str, appeal_id: str, details: Mapping[str, object]
) -> None:
    audit.record(
        actor, now, f"appeal.{what}", subject_type="appeal", subject_id=appeal_id, details=details
    )
