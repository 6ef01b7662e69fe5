"""Issuing without anybody's hand: what is due is asked for as jobs, each for one person.

Whether it is due, by the rule and by what was decided, the job finds out: `services.due`.
"""

from datetime import datetime

from lms.certificates.rules.issuing import ISSUE_DUE
from lms.kit import jobs
from lms.learning import queries as learning
from lms.learning.events import CourseCompleted
from lms.programmes.events import ProgrammeCompleted
from lms.programmes.queries import curricula


def hear_of_course(event: CourseCompleted, now: datetime) -> None:
    """Have it looked into whether a completed course gives its certificate by itself."""
    ask([("enrolment", event.enrolment_id)], now)


def hear_of_award(event: ProgrammeCompleted, now: datetime) -> None:
    """Have it looked into whether an award gives its certificate by itself."""
    ask([("award", event.award_id)], now)


def ask_for_person(now: datetime, person_id: str) -> None:
    """Have it looked into what waited for a person's name to be confirmed."""
    completed = [
        ("enrolment", enrolment.id)
        for enrolment, completion in learning.list_with_completions(person_id)
        if completion is not None
    ]
    ask([*completed, *(("award", one.id) for one in curricula.list_awards(person_id))], now)


def ask(due: list[tuple[str, str]], now: datetime) -> None:
    """Ask for each: `enrolment` or `award`, and its id."""
    jobs.enqueue_many(ISSUE_DUE, [(key, {subject: key}) for subject, key in due], now)
