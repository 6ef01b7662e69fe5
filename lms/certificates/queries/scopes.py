"""For what certificates are issued: courses, programmes and cohorts, named for a reader.

Who administers them is decided in `issuing_policy`.
"""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select

from lms.certificates.rules.issuing import Scope
from lms.content import queries as content
from lms.content.models import Course
from lms.content.queries import CourseRow
from lms.kit.db import read
from lms.programmes.queries import cohorts, curricula
from lms.programmes.rules.cohorts import choose_text
from lms.programmes.rules.rows import CohortRow, ProgrammeRow, ProgrammeVersionRow


def get_slug(course_id: str) -> str:
    """Return the short name of a course."""
    return read(select(Course.slug).where(Course.id == course_id)).scalar_one()


def list_of_courses(courses: Sequence[CourseRow], language: str) -> list[Scope]:
    """Return published courses as they are named in `language`, in order, in a few statements."""
    published = [course for course in courses if course.newest_version_id is not None]
    outlines = content.get_outlines([(str(one.newest_version_id), language) for one in published])
    return [
        Scope(course.owner_id, course.slug, (outline.title, outline.language), course.id)
        for course, outline in zip(published, outlines, strict=True)
    ]


def list_of_programmes(programmes: Sequence[ProgrammeRow], language: str) -> list[Scope]:
    """Return published programmes as they are named in `language`, in order, in one statement."""
    published = [one for one in programmes if one.version_id is not None]
    versions = curricula.get_versions([str(one.version_id) for one in published])
    return [_of_programme(one, versions[str(one.version_id)], language) for one in published]


def list_cohorts_of(programmes: Sequence[Scope], language: str) -> dict[str, list[Scope]]:
    """Return the cohorts of several programmes, by programme, in one statement."""
    by_id = {str(one.programme_id): one for one in programmes}
    found: dict[str, list[Scope]] = {key: [] for key in by_id}
    for row in cohorts.list_all():
        if row.programme_id in by_id and row.cancelled_at is None:
            programme = by_id[row.programme_id]
            found[row.programme_id].append(_of_cohort(programme, row, language))
    return found


def name_cohorts(scope: Scope, language: str) -> dict[str, tuple[str, str]]:
    """Return the titles of a programme's cohorts, with their languages, by id; none of a course."""
    if scope.programme_id is None:
        return {}
    of_programme = list_cohorts_of([scope], language)[scope.programme_id]
    return {str(one.cohort_id): one.cohort_title for one in of_programme if one.cohort_title}


def get_of_cohort(cohort: CohortRow, programme: ProgrammeRow, language: str) -> Scope:
    """Return a cohort as it is named in `language`."""
    version = curricula.get_version(cohort.programme_version_id)
    return _of_cohort(_of_programme(programme, version, language), cohort, language)


def _of_programme(programme: ProgrammeRow, version: ProgrammeVersionRow, language: str) -> Scope:
    definition = version.definition
    title = choose_text(definition.title, language, definition.source_language)
    return Scope(programme.organisation_id, programme.slug, title, programme_id=programme.id)


def _of_cohort(programme: Scope, cohort: CohortRow, language: str) -> Scope:
    title = choose_text(cohort.title, language, programme.title[1])
    return replace(programme, cohort_id=cohort.id, cohort_title=title)
