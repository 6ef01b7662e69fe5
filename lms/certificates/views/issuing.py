"""The administrator's run: who would get a certificate, who got one, and why not.

Issuing itself is a job's work.
"""

from typing import Any

from flask import url_for

from lms.accounts import queries as people
from lms.certificates import policy
from lms.certificates.queries import candidates
from lms.certificates.rules import OUTCOMES
from lms.certificates.services import runs
from lms.certificates.views.door import administrator, room
from lms.certificates.views.register import titles_of
from lms.content.queries import CourseRow
from lms.kit import jobs
from lms.kit.actor import Actor
from lms.kit.i18n import Text
from lms.web.render import redirect_to, render
from lms.web.room import Answer, Visit


@room.get("/admin/courses/<slug:slug>/certificates/issue", policy=administrator)
def show_issue(visit: Visit[None], slug: str) -> Answer:
    course = policy.load_register_for(visit.actor, slug)
    outcomes = candidates.list_outcomes(course.id)
    names = people.get_names(visit.actor, [candidate.person_id for candidate, _ in outcomes])
    return render(
        "certificates/pages/show_issue.html",
        course=course,
        title=titles_of([course])[slug],
        rows=[(names.get(candidate.person_id, ""), outcome) for candidate, outcome in outcomes],
        labels=OUTCOMES,
    )


@room.post("/admin/courses/<slug:slug>/certificates/issue", policy=administrator)
def start_issue(visit: Visit[None], slug: str) -> Answer:
    course = policy.load_register_for(visit.actor, slug)
    job_id = runs.start_issue(visit.actor, visit.now, course)
    return redirect_to("certificates.show_issue_job", job_id=job_id)


@room.get("/admin/certificates/runs/<id:job_id>", policy=administrator)
def show_issue_job(visit: Visit[None], job_id: str) -> Answer:
    course, progress = policy.load_issue_job_for(visit.actor, job_id)
    return render(
        "certificates/pages/show_issue_job.html",
        course=course,
        title=titles_of([course])[course.slug],
        progress=progress,
        rows=_results(visit.actor, course, job_id),
        address=url_for("certificates.show_issue_job", job_id=job_id),
    )


def _results(actor: Actor, course: CourseRow, job_id: str) -> list[tuple[str, str, Text | None]]:
    """Return the name, what was done (issued, asked, failed) and why not, of each so far."""
    person_of = {row.enrolment_id: row.person_id for row in candidates.list_candidates(course.id)}
    names = people.get_names(actor, person_of.values())
    return [
        (
            names.get(person_of.get(key, ""), ""),
            result.get("outcome", "failed"),
            _reason(result) if status == "failed" else None,
        )
        for key, status, result in jobs.list_items(job_id)
    ]


def _reason(result: dict[str, Any]) -> Text:
    msgid, values = result["msgid"], result["params"]
    return Text(msgid, **values)


@room.post("/admin/certificates/runs/<id:job_id>/retry", policy=administrator)
def retry_issue(visit: Visit[None], job_id: str) -> Answer:
    course, _progress = policy.load_issue_job_for(visit.actor, job_id)
    failed = [key for key, status, _result in jobs.list_items(job_id) if status == "failed"]
    new_id = runs.start_issue(visit.actor, visit.now, course, failed)
    return redirect_to("certificates.show_issue_job", job_id=new_id)
