"""Who may see an attempt: the person whose it is; who may see its record, and an analysis.

A route's own policy, who may come in at all, is named beside the route.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from lms.assessment import queries
from lms.assessment.queries import AnalysisRow, Desk, Seat, Seats, appeals
from lms.assessment.rules import ANALYSE, Answer, AttemptRow, Role, SittingRow
from lms.assessment.rules.appeals import AppealRow
from lms.assessment.rules.results import is_named, shows_keys
from lms.content import queries as content
from lms.content.queries import CourseRow
from lms.kit import jobs
from lms.kit.actor import Actor
from lms.kit.errors import NotAllowed, NotVisible
from lms.kit.jobs import Progress
from lms.learning import queries as learning
from lms.learning.policy import is_over, load_results_for, load_taught_for
from lms.learning.queries import Scope
from lms.questions.rules import Question


def load_attempt_for(actor: Actor, attempt_id: str) -> AttemptRow:
    """Return the actor's own attempt.

    Raises `NotVisible` for everybody else: trainers and administrators read its record.
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


def load_seats_for(actor: Actor, attempt_id: str, client_ids: Collection[str]) -> Seats:
    """Return the whole paper of the actor's own attempt, locked for answers.

    Raises `NotVisible` as `load_attempt_for` does.
    """
    seats = queries.get_seats_locked(attempt_id, client_ids)
    if seats.attempt.person_id != actor.person_id:
        raise NotVisible
    return seats


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


def load_marking_for(actor: Actor, slug: str) -> tuple[CourseRow, frozenset[str] | None]:
    """Return a course with the quizzes of which the actor marks answers; none: of all of them.

    A trainer of the organisation that owns the course says who marks; others come in by their
    duties. Raises `NotVisible`.
    """
    course = content.find_course(slug)
    if course is None or course.newest_version_id is None:
        raise NotVisible
    if actor.has_role("trainer", path=course.owner_path):
        return course, None
    quizzes = {
        duty.quiz_id for duty in queries.list_duties(course.id) if duty.person_id == actor.person_id
    }
    if not quizzes:
        raise NotVisible
    return course, frozenset(quizzes)


def load_desk_for(actor: Actor, slug: str, quiz_id: str) -> Desk:
    """Return a quiz as the actor stands to its marking; raise `NotVisible` for everybody else."""
    course, quizzes = load_marking_for(actor, slug)
    is_manager = quizzes is None
    if not is_manager and quiz_id not in (quizzes or ()):
        raise NotVisible
    return queries.get_desk(course, quiz_id, actor.person_id or "", is_manager=is_manager)


def load_managed_desk_for(actor: Actor, slug: str, quiz_id: str) -> Desk:
    """Return a quiz of which the actor says who marks it; raise `NotVisible`, `NotAllowed`."""
    desk = load_desk_for(actor, slug, quiz_id)
    if not desk.is_manager:
        raise NotAllowed
    return desk


def load_answer_for(
    actor: Actor, slug: str, quiz_id: str, item_id: str, attempt_id: str
) -> tuple[Desk, Answer]:
    """Return an answer that waits for the actor's mark, or has it and may get another from them.

    Raises `NotVisible`: who has no part in an answer reads none.
    """
    desk = load_desk_for(actor, slug, quiz_id)
    answer = queries.find_answer(desk, attempt_id, item_id)
    if answer is None or desk.kind_for(answer, actor.person_id or "") is None:
        raise NotVisible
    return desk, answer


def load_sitting_for(actor: Actor, slug: str, sitting_id: str) -> tuple[CourseRow, SittingRow]:
    """Return a sitting of a course that the actor teaches; raise `NotVisible`."""
    course = load_taught_for(actor, slug)
    return course, queries.get_sitting(sitting_id, course.id)


def load_candidate_for(
    actor: Actor, slug: str, sitting_id: str, person_id: str
) -> tuple[CourseRow, SittingRow]:
    """Return a sitting of a course that the actor teaches, and in which somebody is.

    Raises `NotVisible`.
    """
    course, sitting = load_sitting_for(actor, slug, sitting_id)
    if person_id not in {row.person_id for row in queries.list_candidates(sitting.id)}:
        raise NotVisible
    return course, sitting


@dataclass(frozen=True, slots=True)
class Regradable:
    """A question of a published version that rules mark; `current` has the key of by now."""

    slug: str
    number: str
    version_id: str
    question: Question
    current: Question


def load_regradable_for(actor: Actor, slug: str, number: str, item_id: str) -> Regradable:
    """Return a question of a course that the actor teaches, to be put right.

    Raises `NotVisible` where there is none, or where people mark it; and as `load_taught_for` does.
    """
    course = load_taught_for(actor, slug)
    versions = {str(row.number): row.id for row in content.list_versions(course.id)}
    if number not in versions:
        raise NotVisible
    version_id = versions[number]
    if item_id not in queries.list_regradable(version_id):
        raise NotVisible
    question = content.get_items(version_id, [item_id])[item_id]
    current = queries.get_corrected(version_id, [item_id])[item_id]
    return Regradable(slug, number, version_id, question, current)


@dataclass(frozen=True, slots=True)
class Readable:
    """The results of a course as the actor may read them: whose, and in which part.

    `roles` are those that the actor has in the marking of each quiz, appeals included.
    """

    course: CourseRow
    scope: Scope
    is_teaching: bool
    roles: Mapping[str, frozenset[Role]]


def load_readable_for(actor: Actor, slug: str) -> Readable:
    """Return the results of a course as the actor may read them; raise as `load_results_for`."""
    course, scope = load_results_for(actor, slug)
    duties = [duty for duty in queries.list_duties(course.id) if duty.person_id == actor.person_id]
    roles = {
        quiz_id: frozenset(duty.role for duty in duties if duty.quiz_id == quiz_id)
        for quiz_id in {duty.quiz_id for duty in duties}
    }
    return Readable(course, scope, actor.has_role("trainer", path=course.owner_path), roles)


@dataclass(frozen=True, slots=True)
class Recorded:
    """A finished attempt whose record the actor may read, and how much of it."""

    course: CourseRow
    attempt: AttemptRow
    is_teaching: bool
    has_keys: bool


def load_record_for(actor: Actor, slug: str, quiz_id: str, attempt_id: str) -> Recorded:
    """Return a finished attempt of somebody whose results the actor may read.

    Raises `NotVisible` where it is not finished, or the actor's own, or the actor may not learn
    whose it is; and as `load_results_for` does.
    """
    readable = load_readable_for(actor, slug)
    course_id, scope = readable.course.id, readable.scope
    attempt = queries.find_attempt(attempt_id)
    if attempt is None or attempt.person_id == actor.person_id:
        raise NotVisible
    if not is_named(attempt.released_at, readable.roles.get(quiz_id, frozenset())):
        raise NotVisible
    if not queries.is_in_scope(attempt_id, course_id, quiz_id, scope):
        raise NotVisible
    is_learner = bool(learning.list_enrolments(actor.person_id or "", course_id))
    has_keys = shows_keys(is_teaching=readable.is_teaching, is_learner=is_learner)
    return Recorded(readable.course, attempt, readable.is_teaching, has_keys)


def load_appealed_course_for(actor: Actor, slug: str) -> tuple[CourseRow, frozenset[str] | None]:
    """Return a course with the quizzes of which the actor sees appeals; none: of all of them.

    Trainers and administrators of the organisation that owns the course see how appeals go and say
    who decides; others come in to decide. Raises `NotVisible`.
    """
    course = content.find_course(slug)
    if course is None or course.newest_version_id is None:
        raise NotVisible
    if is_over(actor, course):
        return course, None
    quizzes = {
        duty.quiz_id
        for duty in queries.list_duties(course.id)
        if duty.person_id == actor.person_id and duty.role == "appeal"
    }
    if not quizzes:
        raise NotVisible
    return course, frozenset(quizzes)


def load_appeals_for(actor: Actor, slug: str, quiz_id: str) -> Desk:
    """Return a quiz as the actor stands to the appeals against its results; raise `NotVisible`."""
    course, only = load_appealed_course_for(actor, slug)
    desk = queries.get_desk(course, quiz_id, actor.person_id or "", is_manager=only is None)
    is_quiz = any(quiz_id in content.get_quizzes(version_id) for version_id in desk.versions)
    if not is_quiz or (only is not None and quiz_id not in only):
        raise NotVisible
    return desk


def load_managed_appeals_for(actor: Actor, slug: str, quiz_id: str) -> Desk:
    """Return a quiz of which the actor says who decides; raise `NotVisible`, `NotAllowed`."""
    desk = load_appeals_for(actor, slug, quiz_id)
    if not desk.is_manager:
        raise NotAllowed
    return desk


def load_appeal_for(
    actor: Actor, slug: str, quiz_id: str, appeal_id: str
) -> tuple[Desk, AppealRow, bool]:
    """Return an appeal, and whether the actor decides on it.

    While it is open, only those read it who may decide; what was decided is read by those too who
    say who decides. One taken back is read by its candidate alone. Raises `NotVisible`.
    """
    desk = load_appeals_for(actor, slug, quiz_id)
    appeal = appeals.get_appeal(appeal_id)
    is_here = appeal.version_id in desk.versions and appeal.quiz_id == quiz_id
    if not is_here or appeal.status == "withdrawn":
        raise NotVisible
    involved = appeals.get_involved(desk.course.id, [appeal])[appeal.attempt_id]
    is_free = "appeal" in desk.roles and actor.person_id not in involved
    if not (is_free or (appeal.is_decided and desk.is_manager)):
        raise NotVisible
    return desk, appeal, is_free and appeal.is_open
