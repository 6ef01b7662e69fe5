"""Reads of results for the tested gain of a cohort, and of the gain that was measured last.

How results make a pair is decided in `rules.gains`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from lms.assessment.models import Attempt
from lms.content.models import Course, Version
from lms.kit.db import read
from lms.programmes.models import CohortGain, Participation
from lms.programmes.queries import cohorts, curricula, pages
from lms.programmes.queries.surveys import TAKES_PART
from lms.programmes.rules.definition import Definition, ExamPart
from lms.programmes.rules.gains import GainFigures, Sat, pair_up, read_gain
from lms.programmes.rules.rows import CohortRow

Pairs = list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class GainLine:
    """An examination with a pre-test, what it is called, and the gain if it was measured."""

    part: ExamPart
    title: str
    language: str
    gain: GainFigures | None
    measured_at: datetime | None


def list_tested(definition: Definition) -> list[ExamPart]:
    """Return the examinations of a programme of which a pre-test is named."""
    return [
        part for _, part in definition.parts() if isinstance(part, ExamPart) and part.before
    ]  # fmt: skip


def list_pairs(cohort_id: str) -> dict[str, Pairs]:
    """Return the points before and after of those who took part, by examination."""
    cohort = cohorts.get_cohort(cohort_id)
    definition = curricula.get_version(cohort.programme_version_id).definition
    return {
        part.id: pair_up(_list_sat(cohort_id, part), str(part.before), part.activity)
        for part in list_tested(definition)
    }


def _list_sat(cohort_id: str, part: ExamPart) -> list[Sat]:
    query: Any = (
        select(Attempt.person_id, Attempt.activity_id, Attempt.started_at, Attempt.points)
        .join(Version, Version.id == Attempt.version_id)
        .join(Course, Course.id == Version.course_id)
        .join(Participation, Participation.person_id == Attempt.person_id)
        .where(
            Course.slug == part.course,
            Attempt.activity_id.in_((part.before, part.activity)),
            Attempt.released_at.is_not(None),
            Participation.cohort_id == cohort_id,
            Participation.status.in_(TAKES_PART),
        )
        .order_by(Attempt.finished_at, Attempt.id)
    )
    return [Sat(row[0], row[1], row[2], float(row[3])) for row in read(query)]


def list_kept(
    cohort_ids: Collection[str],
) -> Mapping[str, Mapping[str, tuple[GainFigures, datetime]]]:
    """Return the gains that were measured, and when, by cohort and examination."""
    query: Any = select(
        CohortGain.cohort_id, CohortGain.part_id, CohortGain.figures, CohortGain.measured_at
    ).where(CohortGain.cohort_id.in_(cohort_ids))
    found: dict[str, dict[str, tuple[GainFigures, datetime]]] = {}
    for cohort_id, part_id, figures, at in read(query):
        found.setdefault(cohort_id, {})[part_id] = (read_gain(figures), at)
    return found


def list_lines(cohort: CohortRow, language: str) -> list[GainLine]:
    """Return the examinations of a cohort with a pre-test, in their order."""
    definition = curricula.get_version(cohort.programme_version_id).definition
    tested = list_tested(definition)
    if not tested:
        return []
    kept = list_kept([cohort.id]).get(cohort.id, {})
    names = pages.name_things(definition, language)
    lines = []
    for part in tested:
        gain, at = kept.get(part.id, (None, None))
        title, its_language = pages.name_part(part, definition, names, language)
        lines.append(GainLine(part, title, its_language, gain, at))
    return lines
