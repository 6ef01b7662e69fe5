"""Reads of lineage: from what a course derives, what is new there, who derives from it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from lms.content import queries as content
from lms.content.models import Course
from lms.content.queries import CourseRow
from lms.kit.db import read
from lms.kit.errors import DomainError
from lms.workshop.models import CourseOrigin, DerivingOpen, UpstreamMerge, WorkingCopy
from lms.workshop.rules import SlugReserved, SlugTaken

# The addresses that the workshop's own pages have beside the courses.
RESERVED = frozenset({"new", "import", "questions"})


@dataclass(frozen=True, slots=True)
class State:
    """A published state of a course: its version, and the tree with its newest texts."""

    version_number: int
    tree_hash: str


@dataclass(frozen=True, slots=True)
class Origin:
    """From which course another derives, and which state of it was taken in last, and when."""

    upstream: CourseRow
    taken: State
    at: datetime


def find_slug_problem(slug: str) -> DomainError | None:
    """Return why no course can begin under a slug, or nothing."""
    if slug in RESERVED:
        return SlugReserved(slug=slug)
    return SlugTaken(slug=slug) if content.find_course(slug) is not None else None


def find_state(course: CourseRow) -> State | None:
    """Return the newest published state of a course, or nothing where none is published."""
    versions = content.list_versions(course.id)
    if not versions:
        return None
    newest = versions[0]
    return State(newest.number, content.find_edition_tree(newest.id) or newest.tree_hash)


def find_origin(course_id: str) -> Origin | None:
    """Return from what a course derives, or nothing where it was written from nothing."""
    row = read(
        select(
            Course.slug, CourseOrigin.version_number, CourseOrigin.tree_hash,
            CourseOrigin.created_at,
        )
        .join(Course, Course.id == CourseOrigin.upstream_id)
        .where(CourseOrigin.course_id == course_id)
        .order_by(CourseOrigin.seq.desc())
        .limit(1)
    ).one_or_none()  # fmt: skip
    if row is None:
        return None
    taken = State(row.version_number, row.tree_hash)
    return Origin(content.get_course(row.slug), taken, row.created_at)


def find_pending_merge(course_id: str, person_id: str | None) -> State | None:
    """Return the upstream state that a person's working copy has taken in, if any."""
    row = read(
        select(UpstreamMerge.version_number, UpstreamMerge.tree_hash)
        .join(WorkingCopy, WorkingCopy.id == UpstreamMerge.copy_id)
        .where(WorkingCopy.course_id == course_id, WorkingCopy.person_id == person_id)
    ).one_or_none()
    return State(*row) if row else None


def is_deriving_open(course_id: str) -> bool:
    """Say whether trainers of other organisations may derive courses from this one."""
    query = select(DerivingOpen.course_id).where(DerivingOpen.course_id == course_id)
    return read(query).first() is not None


def list_open_courses() -> set[str]:
    """Return the ids of the courses from which everybody who teaches may derive."""
    return set(read(select(DerivingOpen.course_id)).scalars())


def list_derived(course_id: str) -> list[str]:
    """Return the slugs of the courses that derive from this one."""
    query = (
        select(Course.slug)
        .join(CourseOrigin, CourseOrigin.course_id == Course.id)
        .where(CourseOrigin.upstream_id == course_id)
        .distinct()
        .order_by(Course.slug)
    )
    return list(read(query).scalars())
