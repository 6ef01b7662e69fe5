"""Reads of the courses that a participant takes for a programme, and of who needs a course.

Who is enrolled at once, and who chooses, is said in `services.enrolments`.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import exists, select

from lms.assessment.models import Attempt
from lms.content.models import Course
from lms.kit.db import read
from lms.learning.models import ActivityProgress, Enrolment
from lms.learning.queries.programmes import Needing
from lms.programmes.queries import cohorts, curricula, participations
from lms.programmes.rules.cohorts import choose_text
from lms.programmes.rules.definition import CoursePart, Definition, ExamPart
from lms.programmes.rules.rows import ParticipationRow


@dataclass(frozen=True, slots=True)
class TakenCourse:
    """A course in which somebody is enrolled, or was until it was completed."""

    slug: str
    enrolment_id: str
    status: str
    started_at: datetime
    is_begun: bool

    def may_be_undone(self, row: ParticipationRow) -> bool:
        """Say whether a participant may take the choice back: made for the place, nothing done."""
        since = row.answered_at or row.offered_at
        return self.status == "active" and not self.is_begun and self.started_at >= since


def list_taken(person_id: str, slugs: Collection[str]) -> dict[str, TakenCourse]:
    """Return in which of these courses somebody is enrolled or has completed, by course.

    One under way counts before one completed; one query.
    """
    has_read = exists().where(ActivityProgress.enrolment_id == Enrolment.id)
    has_sat = exists().where(Attempt.enrolment_id == Enrolment.id)
    query: Any = (
        select(
            Course.slug, Enrolment.id, Enrolment.status, Enrolment.started_at, has_read | has_sat
        )
        .join(Course, Course.id == Enrolment.course_id)
        .where(
            Enrolment.person_id == person_id,
            Enrolment.status != "withdrawn",
            Course.slug.in_(slugs),
        )
        # Of several the last one read stays: the active one.
        .order_by(Enrolment.status.desc(), Enrolment.started_at)
    )
    return {row[0]: TakenCourse(*row) for row in read(query)}


def list_courses(definition: Definition) -> set[str]:
    """Return the courses of a programme, those to choose from included."""
    parts = [part for _place, part in definition.parts()]
    return {part.course for part in parts if isinstance(part, CoursePart | ExamPart)}


def list_required(definition: Definition) -> list[str]:
    """Return the courses that everybody takes in a programme, in its order."""
    parts = definition.requirements
    courses = [part.course for part in parts if isinstance(part, CoursePart | ExamPart)]
    return list(dict.fromkeys(courses))


def list_needing(slug: str, person_id: str | None, language: str) -> list[Needing]:
    """Return the published programmes that need a course, by title; those of the person lead on.

    A course may be needed by one to be chosen, too.
    """
    rows = curricula.list_published()
    versions = curricula.get_versions([str(row.version_id) for row in rows])
    own = _list_own(person_id, slug) if person_id else {}
    found = []
    for row in rows:
        definition = versions[str(row.version_id)].definition
        if slug in list_courses(definition) or row.id in own:
            named = choose_text(definition.title, language, definition.source_language)
            place_id, is_choice = own.get(row.id, (None, False))
            found.append(Needing(row.slug, *named, place_id, is_choice))
    # What one takes anyway stands before what one may choose.
    return sorted(found, key=lambda one: (one.is_choice, one.title.casefold()))


def _list_own(person_id: str, slug: str) -> dict[str, tuple[str, bool]]:
    """Return a person's places in programmes whose version needs a course, by programme.

    With each whether the course is one to choose from.
    """
    places = participations.list_evaluated(person_id)
    held = cohorts.get_cohorts([row.cohort_id for row in places])
    versions = curricula.get_versions([row.programme_version_id for row in held.values()])
    found: dict[str, tuple[str, bool]] = {}
    for row in places:
        version = versions[held[row.cohort_id].programme_version_id]
        if row.status == "accepted" and slug in list_courses(version.definition):
            is_choice = slug not in list_required(version.definition)
            found[version.programme_id] = row.id, is_choice
    return found
