"""A result: reckoned from the marks that count, written down, passed on.

Who may release it, and when, is decided by those who call.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import bindparam, update

from lms.assessment import queries, rules
from lms.assessment.events import AttemptFinished, ResultCorrected
from lms.assessment.models import Attempt
from lms.assessment.rules import AttemptRow
from lms.content import queries as content
from lms.kit import events
from lms.kit.actor import Actor
from lms.kit.db import db, write
from lms.learning import services as learning

_corrected = (
    update(Attempt)
    .where(Attempt.id == bindparam("attempt"))
    .values(points=bindparam("result"), is_passed=bindparam("passed"))
)


@dataclass(frozen=True, slots=True)
class Corrected:
    """A result that marks appended later make anew; `points` in percent."""

    attempt_id: str
    enrolment_id: str
    activity_id: str
    points: Decimal | None
    is_passed: bool | None
    is_higher: bool

    @property
    def quiz(self) -> tuple[str, str]:
        """Return the quiz as learning knows it: the enrolment, and the activity."""
        return self.enrolment_id, self.activity_id


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
    write(update(Attempt).where(Attempt.id == attempt.id).values(values))
    learning.record_quiz_result(
        actor, now, attempt.enrolment_id, attempt.activity_id, points if total else None
    )
    events.announce(AttemptFinished(attempt.id, attempt.enrolment_id, attempt.activity_id), now)
    return points


def correct_results(actor: Actor, now: datetime, results: Sequence[Corrected]) -> None:
    """Write results anew, and let learning have the best one of each quiz.

    What is completed stays; a higher result may complete a course. Whoever listens is told.
    """
    values = [
        {"attempt": each.attempt_id, "result": each.points, "passed": each.is_passed}
        for each in results
    ]
    db.session.connection().execute(_corrected, values)
    bests = queries.get_bests({each.enrolment_id for each in results})
    higher = {each.quiz for each in results if each.is_higher}
    for quiz in sorted({each.quiz for each in results}):
        learning.correct_quiz_result(actor, now, *quiz, bests[quiz], is_higher=quiz in higher)
    for each in results:
        events.announce(ResultCorrected(each.attempt_id, *each.quiz), now)
