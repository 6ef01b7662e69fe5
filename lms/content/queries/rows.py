"""What the reads for learners return: rows made for pages, and what is said where there are none.

How they are read is in `delivery`.
"""

from dataclasses import dataclass
from datetime import datetime

from lms.kit.errors import NotVisible
from lms.kit.i18n import N_


class CourseUnknown(NotVisible):
    """There is no course under this slug."""

    message = N_("There is no course “%(slug)s”.")


class VersionUnknown(NotVisible):
    """There is no such version, or it has no edition in the source language."""

    message = N_("There is no such version of the course.")


class PageUnknown(NotVisible):
    """The edition has no page at this activity."""

    message = N_("The course has no such page.")


class QuizUnknown(NotVisible):
    """The version has no quiz of this id."""

    message = N_("The course has no such quiz.")


@dataclass(frozen=True, slots=True)
class CourseRow:
    """A course, its owner, who may see it, how one enrols, and its newest published version.

    `open_version_id` is the newest version that anybody may still begin.
    """

    id: str
    slug: str
    owner_id: str
    owner_path: str
    visibility: str
    enrolment: str
    newest_version_id: str | None
    open_version_id: str | None = None

    @property
    def shown_version_id(self) -> str | None:
        """Return the version that readers are told about: the one to begin, else the newest."""
        return self.open_version_id or self.newest_version_id


@dataclass(frozen=True, slots=True)
class Activity:
    """A page or a quiz at its place in a module."""

    id: str
    kind: str
    title: str
    minutes: int | None
    quiz_id: str | None


@dataclass(frozen=True, slots=True)
class Module:
    """A part of a course; `requires` are the ids of modules to be done before."""

    id: str
    title: str
    requires: tuple[str, ...]
    activities: tuple[Activity, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """All that a course says of itself in one edition.

    `visited_percent` is the threshold of participation, `quiz_points` that of achievement in the
    activity `quiz_activity`. `is_unreviewed`: no native professional reviewed the texts;
    `is_checked`: somebody compared them with the official text of the Convention.
    """

    course_id: str
    slug: str
    version_id: str
    version_number: int
    version_hash: str
    edition_id: str
    edition_number: int
    edition_hash: str
    published_at: datetime
    language: str
    source_language: str
    title: str
    summary: str
    articles: tuple[str, ...]
    topics: tuple[str, ...]
    job_families: tuple[str, ...]
    level: str
    hours: float
    objectives: tuple[tuple[str, str], ...]
    modules: tuple[Module, ...]
    visited_percent: int | None
    quiz_activity: str | None
    quiz_points: int | None
    valid_months: int | None
    is_unreviewed: bool
    is_checked: bool

    @property
    def activities(self) -> tuple[Activity, ...]:
        """Return the activities of all modules, in order."""
        return tuple(activity for module in self.modules for activity in module.activities)

    def find_activity(self, activity_id: str) -> Activity | None:
        """Return one activity, or nothing."""
        return next((a for a in self.activities if a.id == activity_id), None)


@dataclass(frozen=True, slots=True)
class Page:
    """A page as finished HTML; `is_older`: some of it is older than the original."""

    html: str
    language: str
    direction: str
    is_older: bool
    minutes: int | None
    html_hash: str


@dataclass(frozen=True, slots=True)
class LanguageRow:
    """A language in which a version is offered; `missing` texts are shown in the source language.

    How many there are is not known of an edition made before they were counted.
    """

    code: str
    is_unreviewed: bool
    missing: int = 0
