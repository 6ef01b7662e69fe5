"""Issuing to many: the job is started here, and each person is one transaction of it.

Who would get one is told by `queries.candidates`.
"""

from datetime import datetime

from lms.accounts import queries as people
from lms.audit import services as audit
from lms.certificates.queries import candidates
from lms.certificates.rules import (
    ISSUE,
    CourseNotCompleted,
    NothingToIssue,
)
from lms.certificates.services.files import request_file
from lms.certificates.services.issuing import issue_certificate
from lms.certificates.services.telling import notify
from lms.content.queries import CourseRow
from lms.kit import jobs
from lms.kit.actor import Actor
from lms.kit.ids import digest
from lms.learning import queries as learning


def start_issue(
    actor: Actor, now: datetime, course: CourseRow, enrolment_ids: list[str] | None = None
) -> str:
    """Start issuing to all who completed (or to those named of them); return the job's id.

    Raises `NothingToIssue`.
    """
    wanted = [
        candidate.enrolment_id
        for candidate, outcome in candidates.list_outcomes(course.id)
        if outcome in {"ready", "ask"}
        and (enrolment_ids is None or candidate.enrolment_id in enrolment_ids)
    ]
    if not wanted:
        raise NothingToIssue
    arguments = {"course": course.slug, "enrolments": wanted, "person": actor.person_id}
    # The people are part of the key: another choice of people is another job.
    chosen = digest("\n".join(sorted(wanted)))
    job_id = jobs.enqueue(ISSUE, f"{course.id}:{chosen}", arguments, now)
    audit.record(
        actor, now, "certificates.issue_started", subject_type="course", subject_id=course.id,
        details={"job": job_id, "people": len(wanted)},
    )  # fmt: skip
    return job_id


def issue_one(actor: Actor, now: datetime, enrolment_id: str) -> dict[str, str]:
    """Issue to one of many, or ask for the name first; return what was done, for the record.

    Raises what `issue_certificate` raises, but for a name that is not confirmed.
    """
    enrolment = learning.find_enrolment(enrolment_id)
    if enrolment is None:
        raise CourseNotCompleted
    if people.find_confirmed_name(enrolment.person_id) is None:
        # One reminder a day, however often an administrator tries.
        notify(now, "certificates.confirm_name", f"{enrolment_id}:{now.date()}",
                enrolment.person_id, {"enrolment": enrolment_id})  # fmt: skip
        return {"outcome": "asked", "person": enrolment.person_id}
    certificate_id = issue_certificate(actor, now, enrolment)
    language, _email = people.get_language_and_email(enrolment.person_id)
    request_file(now, certificate_id, language)
    return {
        "outcome": "issued",
        "person": enrolment.person_id,
        "certificate": certificate_id,
    }
