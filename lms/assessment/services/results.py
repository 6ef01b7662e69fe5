"""A result: reckoned from the marks that count, written down, passed on.

Who may release it, and when, is decided by those who call.
"""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import update

from lms.assessment import rules
from lms.assessment.events import AttemptFinished
from lms.assessment.models import Attempt
from lms.assessment.rules import AttemptRow
from lms.content import queries as content
from lms.kit import events
from lms.kit.actor import Actor
from lms.kit.db import db
from lms.learning import services as learning


def give_result(
    actor: Actor,
    now: datetime,
    attempt: AttemptRow,
    shares: Mapping[str, Fraction],
    **changes: object,
) -> Decimal:
    """Write down what an attempt is worth, pass it on to learning and to whoever listens.

    Returns it, in percent. `shares` are the points of each question, 0 to 1; `changes` are written
    in the same statement. A paper without points, such as a survey, is worth 0 and is neither
    passed nor failed; learning takes it as visited.
    """
    questions = content.get_items(attempt.version_id, shares)
    quiz = content.get_quiz(attempt.version_id, attempt.quiz_id)
    reached, total = rules.sum_points(shares, questions)
    points = rules.grade(reached, total)
    values = {
        "points": points,
        "is_passed": rules.is_passed(points, rules.pass_mark(quiz)) if total else None,
        "released_at": attempt.released_at or now,
        **changes,
    }
    db.session.execute(update(Attempt).where(Attempt.id == attempt.id).values(values))
    learning.record_quiz_result(
        actor, now, attempt.enrolment_id, attempt.activity_id, points if total else None
    )
    events.announce(AttemptFinished(attempt.id, attempt.enrolment_id, attempt.activity_id), now)
    return points
