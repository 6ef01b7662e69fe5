"""Releasing results that people marked, one person after the other, and telling them.

Run by a job; who may ask for it was decided before.
"""

from datetime import datetime

from lms.accounts import queries as people
from lms.assessment import queries, rules
from lms.assessment.queries import Desk
from lms.assessment.rules import AttemptRow
from lms.assessment.services.results import give_result
from lms.audit import services as audit
from lms.content import queries as content
from lms.kit.actor import Actor
from lms.notifications.services import send


def release_result(actor: Actor, now: datetime, desk: Desk, attempt_id: str) -> None:
    """Give an attempt its result and tell the candidate; a second time is nothing.

    What is not marked to its end stays as it is: somebody may have taken a mark up again since the
    release was asked for.
    """
    attempt = queries.get_attempt_locked(attempt_id)
    if rules.status(attempt, now) != "awaiting" or not _is_ready(desk, attempt):
        return
    marks = queries.get_marks(attempt_id)
    points = give_result(actor, now, attempt, marks)
    audit.record(
        actor, now, "attempt.released", subject_type="attempt", subject_id=attempt_id,
        details={"points": str(points)},
    )  # fmt: skip
    language, email = people.get_language_and_email(attempt.person_id)
    outline = content.get_outline_of_edition(attempt.edition_id)
    send(
        now,
        kind="assessment.result_released",
        key=attempt_id,
        email=email,
        language=language,
        template="mail/assessment_result_released.txt",
        context={"attempt": attempt_id, "course": outline.title},
        person_id=attempt.person_id,
    )


def _is_ready(desk: Desk, attempt: AttemptRow) -> bool:
    found = [queries.find_answer(desk, attempt.id, row.item_id)
             for row in queries.get_paper(attempt.id)]  # fmt: skip
    return all(rules.stage(answer, desk.plan, desk.authors) == "done" for answer in found if answer)


def tell_marker(now: datetime, slug: str, quiz_id: str, duty_id: str, person_id: str) -> None:
    """Write to somebody who was asked to mark, or to decide on appeals, as long as that stands.

    A second time is nothing.
    """
    course = content.get_course(slug)
    duty = next((duty for duty in queries.list_duties(course.id) if duty.id == duty_id), None)
    if duty is None:
        return
    asked = "deciding" if duty.role == "appeal" else "marking"
    language, email = people.get_language_and_email(person_id)
    outline = content.get_outline(str(course.newest_version_id), language)
    send(
        now,
        kind=f"assessment.{asked}_asked",
        key=duty_id,
        email=email,
        language=language,
        template=f"mail/assessment_{asked}_asked.txt",
        context={"slug": slug, "quiz": quiz_id, "course": outline.title},
        person_id=person_id,
    )
