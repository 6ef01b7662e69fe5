"""What content announces.

Who listens is named in `lms.wiring`.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CoursePublished:
    """A course was published: a new version, or new editions of versions that stand."""

    course_id: str
    version_id: str
    is_new_version: bool
    edition_ids: tuple[str, ...]
