"""Reads of what became of a course's links to other sites when they were last tried."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from lms.content.queries import CourseRow
from lms.kit.db import read
from lms.workshop.models import CourseLinks
from lms.workshop.outgoing import Answer


@dataclass(frozen=True, slots=True)
class LinksRow:
    """The answers by address; a link that was written since has none."""

    answers: Mapping[str, Answer]
    made_at: datetime


def find_links(course: CourseRow) -> LinksRow | None:
    """Return what became of a course's links, or nothing where they were never tried."""
    query = select(CourseLinks.answers, CourseLinks.made_at).where(
        CourseLinks.course_id == course.id
    )
    row = read(query).one_or_none()
    if row is None:
        return None
    return LinksRow({key: Answer(key, *kept) for key, kept in row.answers.items()}, row.made_at)
