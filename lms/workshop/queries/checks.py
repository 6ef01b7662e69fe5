"""Reads of what was checked, who asks to publish what, and who has unsaved work on a course."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from lms.content.queries import CourseRow
from lms.content.services import state_of
from lms.kit import jobs
from lms.kit.db import read
from lms.kit.errors import NotVisible
from lms.kit.jobs import Progress
from lms.workshop.models import CourseCheck, PublicationRequest, WorkingCopy, WorkingFile
from lms.workshop.reports import Report


@dataclass(frozen=True, slots=True)
class CheckRow:
    """The last check of a course; `is_current`: nothing has changed since."""

    report: Report
    state: str
    made_at: datetime
    is_current: bool


@dataclass(frozen=True, slots=True)
class RequestRow:
    """Somebody's wish to publish, and what became of it."""

    id: str
    course_id: str
    state: str
    made: str
    is_declared_unchanged: bool
    offered: tuple[str, ...]
    left_out: tuple[str, ...]
    notes: str
    asked_by: str
    asked_at: datetime
    status: str
    decided_by: str | None
    decided_at: datetime | None
    reason: str
    job_id: str | None
    result: Mapping[str, Any]
    failure: Mapping[str, Any]

    @property
    def is_open(self) -> bool:
        """Say whether something is still to happen."""
        return self.status in {"waiting", "running"}


@dataclass(frozen=True, slots=True)
class UnsavedWork:
    """A person who has changed files of a course and not saved them."""

    person_id: str
    files: int
    updated_at: datetime


_requests = select(
    PublicationRequest.id, PublicationRequest.course_id, PublicationRequest.state,
    PublicationRequest.made, PublicationRequest.is_declared_unchanged, PublicationRequest.offered,
    PublicationRequest.left_out, PublicationRequest.notes, PublicationRequest.asked_by,
    PublicationRequest.asked_at, PublicationRequest.status, PublicationRequest.decided_by,
    PublicationRequest.decided_at, PublicationRequest.reason, PublicationRequest.job_id,
    PublicationRequest.result, PublicationRequest.failure,
)  # fmt: skip


def find_check(course: CourseRow) -> CheckRow | None:
    """Return the last check of a course, or nothing where it was never checked."""
    query = select(CourseCheck.report, CourseCheck.state, CourseCheck.made_at).where(
        CourseCheck.course_id == course.id
    )
    row = read(query).one_or_none()
    if row is None:
        return None
    is_current = row.state == state_of(course.id)
    return CheckRow(Report.model_validate(row.report), row.state, row.made_at, is_current)


def _request(row: Any) -> RequestRow:  # noqa: ANN401 - a row of seventeen columns has no type
    values = row._asdict()
    languages = {name: tuple(values[name]) for name in ("offered", "left_out")}
    return RequestRow(**{**values, **languages})


def get_request(course_id: str, request_id: str) -> RequestRow:
    """Return one wish to publish a course; raise `NotVisible` where there is none."""
    query = _requests.where(
        PublicationRequest.id == request_id, PublicationRequest.course_id == course_id
    )
    row = read(query).one_or_none()
    if row is None:
        raise NotVisible
    return _request(row)


def find_request(request_id: str) -> RequestRow | None:
    """Return one wish to publish, whatever its course, or nothing."""
    row = read(_requests.where(PublicationRequest.id == request_id)).one_or_none()
    return _request(row) if row else None


def find_open_request(course_id: str) -> RequestRow | None:
    """Return the publication of a course that waits or runs, or nothing."""
    query = _requests.where(
        PublicationRequest.course_id == course_id,
        PublicationRequest.status.in_(("waiting", "running")),
    )
    row = read(query).one_or_none()
    return _request(row) if row else None


def list_waiting(course_ids: Collection[str]) -> frozenset[str]:
    """Return those of the courses whose publication waits for a second person."""
    query = select(PublicationRequest.course_id).where(
        PublicationRequest.course_id.in_(course_ids), PublicationRequest.status == "waiting"
    )
    return frozenset(read(query).scalars())


def list_requests(course_id: str, limit: int) -> list[RequestRow]:
    """Return the wishes to publish a course, the newest first."""
    query = (
        _requests.where(PublicationRequest.course_id == course_id)
        .order_by(PublicationRequest.asked_at.desc(), PublicationRequest.id)
        .limit(limit)
    )
    return [_request(row) for row in read(query)]


def list_unsaved(course_id: str) -> list[UnsavedWork]:
    """Return who has unsaved work on a course, who wrote last first."""
    query = (
        select(WorkingCopy.person_id, func.count(WorkingFile.path), WorkingCopy.updated_at)
        .join(WorkingFile, WorkingFile.copy_id == WorkingCopy.id)
        .where(WorkingCopy.course_id == course_id)
        .group_by(WorkingCopy.person_id, WorkingCopy.updated_at)
        .order_by(WorkingCopy.updated_at.desc())
    )
    return [UnsavedWork(*row) for row in read(query)]


def find_job(course: CourseRow, kind: str, job_id: str | None) -> Progress | None:
    """Return how far a job on this course is, or nothing where it is none of this course's."""
    arguments = jobs.find_arguments(job_id) if job_id else None
    progress = jobs.find_progress(job_id) if job_id else None
    is_ours = arguments is not None and arguments.get("course") == course.slug
    return progress if is_ours and progress is not None and progress.kind == kind else None
