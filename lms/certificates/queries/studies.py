"""In which language somebody was examined, and how long a course counts, for certificates.

Results themselves are read in the rooms below.
"""

from collections.abc import Collection

from sqlalchemy import Select, select

from lms.assessment.models import Attempt
from lms.content.models import Course, Edition, Version
from lms.kit.db import read


def find_exam_language(enrolment_id: str) -> str | None:
    """Return the language of the best attempt that was passed in an enrolment, or nothing."""
    return _find(select(Attempt.language).where(Attempt.enrolment_id == enrolment_id))


def find_exam_language_in(person_id: str, slugs: Collection[str]) -> str | None:
    """Return the language of a person's best attempt passed in any of these courses, or nothing."""
    if not slugs:
        return None
    query = (
        select(Attempt.language)
        .join(Version, Version.id == Attempt.version_id)
        .join(Course, Course.id == Version.course_id)
        .where(Attempt.person_id == person_id, Course.slug.in_(slugs))
    )
    return _find(query)


def list_valid_months(edition_ids: Collection[str]) -> dict[str, int | None]:
    """Return for how many months what was completed in these editions counts; `None`: for ever."""
    query = (
        select(Edition.id, Version.facts)
        .join(Version, Version.id == Edition.version_id)
        .where(Edition.id.in_(edition_ids))
    )
    return {row.id: row.facts.get("valid_months") for row in read(query)}


def _find(query: Select[str]) -> str | None:
    best = (Attempt.points.desc(), Attempt.finished_at.desc())
    passed = query.where(Attempt.is_passed.is_(True), Attempt.released_at.is_not(None))
    return read(passed.order_by(*best).limit(1)).scalar_one_or_none()
