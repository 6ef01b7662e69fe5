"""Verbs of a cohort's own survey questions: change them until the survey opens.

How they are asked and counted stands in `surveys`.
"""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import insert, update

from lms.audit import services as audit
from lms.kit.actor import Actor
from lms.kit.db import db
from lms.programmes.models import SurveyPlan
from lms.programmes.queries import own_questions, surveys
from lms.programmes.queries.places import lock_cohort
from lms.programmes.rules.own_questions import (
    MOST_QUESTIONS,
    OwnQuestion,
    SurveyOpened,
    TooManyQuestions,
    write_questions,
)
from lms.programmes.rules.rows import CohortRow
from lms.programmes.rules.surveys import SurveyKind

Questions = tuple[OwnQuestion, ...]


def copy_questions(source: CohortRow, cohort: CohortRow) -> None:
    """Give a new cohort the own questions of an earlier one."""
    values = [
        {"cohort_id": cohort.id, "kind": kind, "questions": write_questions(questions)}
        for kind, questions in own_questions.list_own(source.id).items()
        if questions
    ]
    if values:
        db.session.execute(insert(SurveyPlan), values)


def change_questions(
    actor: Actor,
    now: datetime,
    cohort: CohortRow,
    kind: SurveyKind,
    change: Callable[[Questions], Questions],
) -> None:
    """Keep what `change` makes of the questions as they are now.

    Raises `SurveyOpened`, `TooManyQuestions`.
    """
    # The survey opens under the same lock; of two who change at once the second sees the first's.
    lock_cohort(cohort.id)
    if any(row.kind == kind for row in surveys.list_surveys(cohort.id)):
        raise SurveyOpened
    questions = change(own_questions.list_own(cohort.id)[kind])
    if len(questions) > MOST_QUESTIONS:
        raise TooManyQuestions
    written = write_questions(questions)
    place = (SurveyPlan.cohort_id == cohort.id, SurveyPlan.kind == kind)
    changed = update(SurveyPlan).where(*place).values(questions=written)
    kept = db.session.execute(changed.returning(SurveyPlan.kind))
    if kept.one_or_none() is None:
        values = {"cohort_id": cohort.id, "kind": kind, "questions": written}
        db.session.execute(insert(SurveyPlan).values(values))
    audit.record(
        actor, now, "cohort.survey_questions_changed",
        subject_type="cohort", subject_id=cohort.id,
        details={"survey": kind, "questions": len(questions)},
    )  # fmt: skip
