"""Who may see an attempt, so far only the person whose it is; and who may see an analysis.

A route's own policy, who may come in at all, is named beside the route.
"""

from lms.assessment import queries
from lms.assessment.queries import AnalysisRow, Seat
from lms.assessment.rules import ANALYSE, AttemptRow
from lms.content.queries import CourseRow
from lms.kit import jobs
from lms.kit.actor import Actor
from lms.kit.errors import NotVisible
from lms.kit.jobs import Progress
from lms.learning.policy import load_taught_for


def load_attempt_for(actor: Actor, attempt_id: str) -> AttemptRow:
    """Return the actor's own attempt.

    Raises `NotVisible` for everybody else: trainers and administrators see results, not answers.
    """
    attempt = queries.find_attempt(attempt_id)
    if attempt is None or attempt.person_id != actor.person_id:
        raise NotVisible
    return attempt


def load_seat_for(actor: Actor, attempt_id: str, position: int, client_id: str) -> Seat:
    """Return a place of the paper of the actor's own attempt, locked for an answer.

    With it comes what was stored before under the same client-made id. Raises `NotVisible` as
    `load_attempt_for` does.
    """
    seat = queries.find_seat_locked(attempt_id, position, client_id)
    if seat is None or seat.attempt.person_id != actor.person_id:
        raise NotVisible
    return seat


def load_analysis_for(
    actor: Actor, slug: str, analysis_id: str
) -> tuple[CourseRow, AnalysisRow | Progress]:
    """Return an analysis of a course that the actor teaches, or how far its job is.

    Raises `NotVisible` where it is none of this course's, and what `load_taught_for` raises.
    """
    course = load_taught_for(actor, slug)
    row = queries.find_analysis(analysis_id)
    if row is not None and row.course_id == course.id:
        return course, row
    progress, arguments = jobs.find_progress(analysis_id), jobs.find_arguments(analysis_id)
    if progress is None or arguments is None or row is not None:
        raise NotVisible
    if progress.kind != ANALYSE or arguments["course"] != slug:
        raise NotVisible
    return course, progress
