"""Trying a course's links to other sites: other sites take their time, so that a job does it."""

from collections.abc import Iterable
from datetime import datetime

from lms.audit.services import record
from lms.content import queries as content
from lms.content.queries import CourseRow
from lms.kit import jobs
from lms.kit.actor import Actor
from lms.kit.db import db
from lms.workshop.models import CourseLinks
from lms.workshop.outgoing import Answer
from lms.workshop.queries import checks
from lms.workshop.rules import CheckOutdated

TRY_LINKS = "workshop.try_links"


def start_trying(actor: Actor, now: datetime, course: CourseRow) -> str:
    """Ask for the links of the last check to be tried; return the job's id.

    Raises `CheckOutdated`.
    """
    check = checks.find_check(course)
    if check is None or not check.is_current:
        raise CheckOutdated
    addresses = list(dict.fromkeys(link.address for link in check.report.links))
    # With the addresses in hand the job asks the database nothing while it waits for other sites.
    arguments = {"course": course.slug, "addresses": addresses}
    job_id = jobs.enqueue(TRY_LINKS, course.id, arguments, now)
    record(
        actor, now, "course.links_tried", subject_type="course", subject_id=course.id,
        details={"job": job_id, "links": len(addresses)},
    )  # fmt: skip
    return job_id


def keep_answers(now: datetime, slug: str, answers: Iterable[Answer]) -> None:
    """Keep what became of the links in the place of what was found before."""
    kept = {one.address: [one.outcome, one.status, one.moved_to] for one in answers}
    course_id = content.get_course(slug).id
    db.session.merge(CourseLinks(course_id=course_id, answers=kept, made_at=now))
    db.session.flush()
