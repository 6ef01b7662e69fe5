"""Who may see a course, an enrolment, and the results of a course.

A route's own policy, who may come in at all, is named beside the route.
"""

from collections.abc import Callable, Collection, Mapping

from lms.content import queries as content
from lms.content.queries import CourseRow
from lms.kit import jobs
from lms.kit.actor import Actor, Role
from lms.kit.errors import NotVisible
from lms.kit.jobs import Progress
from lms.learning import queries
from lms.learning.queries import Scope
from lms.learning.rules import (
    MOVE_UNBEGUN,
    EnrolmentRow,
    NotPublishedYet,
    OfferRow,
    RequestRow,
    ResultsNotYours,
)

Certified = Callable[[str], bool]
_certified: list[Certified] = []
OVER: tuple[Role, ...] = ("trainer", "administrator")


def ask_whether_certified(certified: Certified) -> None:
    """Let `certified(enrolment_id)` say whether what an enrolment reached has its certificate.

    Certificates are the business of a room above; `lms.wiring` names it here.
    """
    if certified not in _certified:
        _certified.append(certified)


def is_certified(enrolment_id: str) -> bool:
    """Say whether the certificate of an enrolment is there to be seen."""
    return any(certified(enrolment_id) for certified in _certified)


Refused = Callable[[Collection[str]], Mapping[str, str]]
_refused: list[Refused] = []


def ask_for_refusals(refused: Refused) -> None:
    """Let `refused(enrolment_ids)` say which certificates it was decided not to issue, and why."""
    if refused not in _refused:
        _refused.append(refused)


def list_refused(enrolment_ids: Collection[str]) -> dict[str, str]:
    """Return the reasons of those of these enrolments whose certificate is not issued."""
    reasons: dict[str, str] = {}
    for refused in _refused:
        reasons.update(refused(enrolment_ids))
    return reasons


def load_course_for(actor: Actor, slug: str) -> CourseRow:
    """Return a published course that the actor may see.

    Raises `NotVisible` where there is none, where it is not published yet, or where it is for the
    people of its owner alone and the actor is neither one of them nor over them.
    """
    course = content.find_course(slug)
    if course is None or course.newest_version_id is None or not _may_see(actor, course):
        raise NotVisible
    return course


def list_courses_for(actor: Actor) -> list[CourseRow]:
    """Return the published courses that the actor may see."""
    return [
        course
        for course in content.list_catalogue()
        if course.newest_version_id is not None and _may_see(actor, course)
    ]


def list_catalogue_for(actor: Actor) -> list[CourseRow]:
    """Return the courses that the actor may see and of which a version is open to begin."""
    return [course for course in list_courses_for(actor) if course.open_version_id is not None]


def _may_see(actor: Actor, course: CourseRow) -> bool:
    owner = course.owner_path
    return (
        course.visibility == "public"
        or f"{actor.organisation_path}/".startswith(f"{owner}/")
        or actor.has_role("administrator", path=owner)
        or actor.has_role("trainer", path=owner)
    )


def load_enrolment_for(actor: Actor, enrolment_id: str) -> EnrolmentRow:
    """Return the actor's own enrolment.

    Raises `NotVisible` where it is another person's: nobody studies in somebody else's name, and
    what others may know of it stands in the results of the course.
    """
    enrolment = queries.find_enrolment(enrolment_id)
    if enrolment is None or enrolment.person_id != actor.person_id:
        raise NotVisible
    return enrolment


def may_read(actor: Actor, version_id: str) -> bool:
    """Say whether the actor studies this version, and so may be given its pictures."""
    return actor.person_id is not None and queries.is_enrolled(actor.person_id, version_id)


def load_results_for(actor: Actor, slug: str) -> tuple[CourseRow, Scope]:
    """Return a course and whose results the actor may see: `None` is everybody's.

    A trainer of the organisation that owns the course sees all its results, protected people
    without their names; an administrator sees those of the people administered. Raises
    `NotVisible`, or `ResultsNotYours`.
    """
    course = load_course_for(actor, slug)
    if not may_see_results(actor, course):
        raise ResultsNotYours
    return course, scope_of(actor, course)


def list_results_for(actor: Actor) -> list[tuple[CourseRow, Scope]]:
    """Return the courses of which the actor may see results, with whose they are."""
    return [
        (course, scope_of(actor, course))
        for course in list_courses_for(actor)
        if may_see_results(actor, course)
    ]


def may_see_results(actor: Actor, course: CourseRow) -> bool:
    """Say whether there is anybody whose results in the course the actor may see."""
    return scope_of(actor, course) != ()


def is_over(actor: Actor, course: CourseRow) -> bool:
    """Say whether the actor is a trainer or administrator of the organisation owning a course."""
    return any(actor.has_role(role, path=course.owner_path) for role in OVER)


def scope_of(actor: Actor, course: CourseRow) -> Scope:
    """Return the paths of the organisations whose people's results the actor may see.

    `None` is everybody's, and nothing at all is an empty tuple.
    """
    if actor.is_operator or actor.has_role("trainer", path=course.owner_path):
        return None
    return tuple(grant.organisation_path for grant in actor.grants if grant.role == "administrator")


def load_taught_for(actor: Actor, slug: str) -> CourseRow:
    """Return a published course that the actor teaches: a trainer of the organisation owning it.

    Raises `NotVisible`, `NotPublishedYet`, or `ResultsNotYours`.
    """
    course = content.find_course(slug)
    is_own = course is not None and actor.has_role("trainer", path=course.owner_path)
    if is_own and course is not None and course.newest_version_id is None:
        raise NotPublishedYet
    course = load_course_for(actor, slug)
    if not is_own:
        raise ResultsNotYours
    return course


def list_taught_for(actor: Actor) -> list[CourseRow]:
    """Return the published courses that the actor teaches, by slug."""
    return [
        course
        for course in list_courses_for(actor)
        if actor.has_role("trainer", path=course.owner_path)
    ]


def load_offer_for(actor: Actor, offer_id: str) -> tuple[EnrolmentRow, OfferRow]:
    """Return the actor's own enrolment, and a version offered to it; raise `NotVisible`."""
    offer = queries.get_offer(offer_id)
    return load_enrolment_for(actor, offer.enrolment_id), offer


def load_request_for(actor: Actor, request_id: str) -> RequestRow:
    """Return the actor's own request to be taken into a course; raise `NotVisible`."""
    request = queries.get_request(request_id)
    if request.person_id != actor.person_id:
        raise NotVisible
    return request


def load_moving_job_for(actor: Actor, job_id: str) -> tuple[CourseRow, Progress]:
    """Return a run of moving people, with its course; raise `NotVisible`, or `ResultsNotYours`."""
    progress, arguments = jobs.find_progress(job_id), jobs.find_arguments(job_id)
    if progress is None or arguments is None or progress.kind != MOVE_UNBEGUN:
        raise NotVisible
    return load_taught_for(actor, arguments["course"]), progress
