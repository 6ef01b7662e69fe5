"""What was published of a course, and when: releases with their notes, editions by version."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from lms.content.models import Edition, Release, Version
from lms.kit.db import read


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """One publication, what it made, and what was said about it."""

    version_id: str
    version_number: int
    made: str
    notes: str
    published_at: datetime
    published_by: str | None
    confirmed_by: str | None


@dataclass(frozen=True, slots=True)
class PublishedEdition:
    """An edition with the version whose texts it has."""

    version_id: str
    language: str
    number: int
    is_unreviewed: bool
    published_at: datetime


def list_releases(course_id: str) -> list[ReleaseRow]:
    """Return a course's publications, the newest first."""
    query = (
        select(
            Release.version_id, Version.number, Release.made, Release.notes,
            Release.published_at, Release.published_by, Release.confirmed_by,
        )
        .join(Version, Version.id == Release.version_id)
        .where(Release.course_id == course_id)
        .order_by(Release.seq.desc())
    )  # fmt: skip
    return [ReleaseRow(*row) for row in read(query)]


def list_editions(course_id: str) -> list[PublishedEdition]:
    """Return every edition of a course, by version and language, the newest first."""
    query = (
        select(
            Edition.version_id, Edition.language, Edition.number, Edition.is_unreviewed,
            Edition.published_at,
        )
        .join(Version, Version.id == Edition.version_id)
        .where(Version.course_id == course_id)
        .order_by(Version.number.desc(), Edition.language, Edition.number.desc())
    )  # fmt: skip
    return [PublishedEdition(*row) for row in read(query)]
