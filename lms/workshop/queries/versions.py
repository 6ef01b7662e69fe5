"""Reads of a course's versions: what was published when, who is on which, what differs."""

from dataclasses import dataclass

from sqlalchemy import func, select

from lms.content import queries as content
from lms.content.queries import CourseRow, PublishedEdition, ReleaseRow, VersionRow
from lms.kit.db import read
from lms.learning.models import Enrolment
from lms.workshop.queries.history import Compared, Side, compare_sides


@dataclass(frozen=True, slots=True)
class People:
    """How many are under way in a version, and how many have completed it."""

    active: int = 0
    completed: int = 0


@dataclass(frozen=True, slots=True)
class PublishedVersion:
    """A version with its newest edition in each language, its releases, and its people."""

    version: VersionRow
    editions: tuple[PublishedEdition, ...]
    releases: tuple[ReleaseRow, ...]
    people: People


def count_people(course_id: str) -> dict[str, People]:
    """Return how many people each version of a course has, by the version's id."""
    query = (
        select(Enrolment.version_id, Enrolment.status, func.count())
        .where(Enrolment.course_id == course_id)
        .group_by(Enrolment.version_id, Enrolment.status)
    )
    counts: dict[str, dict[str, int]] = {}
    for version_id, status, count in read(query):
        counts.setdefault(version_id, {})[status] = count
    return {
        version_id: People(found.get("active", 0), found.get("completed", 0))
        for version_id, found in counts.items()
    }


def list_published(course: CourseRow) -> list[PublishedVersion]:
    """Return a course's versions, the newest first, in a fixed number of queries."""
    people = count_people(course.id)
    editions: dict[str, dict[str, PublishedEdition]] = {}
    for edition in content.list_editions(course.id):
        editions.setdefault(edition.version_id, {}).setdefault(edition.language, edition)
    releases: dict[str, list[ReleaseRow]] = {}
    for release in content.list_releases(course.id):
        releases.setdefault(release.version_id, []).append(release)
    return [
        PublishedVersion(
            version,
            tuple(editions.get(version.id, {}).values()),
            tuple(releases.get(version.id, ())),
            people.get(version.id, People()),
        )
        for version in content.list_versions(course.id)
    ]


def compare_versions(course: CourseRow, old: int, new: int, only: str) -> Compared:
    """Return what differs between two versions as they were published last.

    Raises `VersionUnknown`.
    """
    return compare_sides(_open_version(course, old), _open_version(course, new), only)


def _open_version(course: CourseRow, number: int) -> Side:
    version = content.get_version(course.id, number)
    tree_hash = content.find_edition_tree(version.id) or version.tree_hash
    return Side(version.id, content.get_entries(tree_hash))
