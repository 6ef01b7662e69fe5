"""Reads of the results of courses, for administrators and trainers.

Which people's rows are wanted is decided in `policy`; names come from `lms.accounts.queries`.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Subquery, and_, case, false, func, or_, select, true

from lms.accounts import queries as accounts
from lms.accounts.models import Person
from lms.content import queries as content
from lms.kit.actor import Actor
from lms.kit.db import read
from lms.kit.folding import fold
from lms.kit.i18n import translate
from lms.kit.territories import territory_name
from lms.learning.models import ActivityProgress, Completion, Enrolment
from lms.learning.rules import (
    STATUS_WORDS,
    Counts,
    ResultRow,
    ResultWish,
    count_activities,
    select_results,
    sort_results,
    status_of,
)
from lms.organisations.models import Organisation

Scope = Sequence[str] | None
Choices = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Results:
    """One page of a course's results, with names by person and what the filters offer."""

    rows: Sequence[ResultRow]
    names: Mapping[str, str]
    total: int
    statuses: Choices
    versions: Choices
    organisations: Choices


def _within(scope: Scope) -> ColumnElement[bool]:
    """Return the condition that a person's organisation stands at or below one of the paths."""
    if scope is None:
        return true()
    path = Organisation.path
    return or_(false(), *[or_(path == top, path.startswith(f"{top}/")) for top in scope])


def list_course_counts(
    courses: Sequence[tuple[content.CourseRow, Scope]], language: str
) -> list[tuple[content.Outline, Counts]]:
    """Return each course with the counts of its enrolments within the scope given, by title."""
    wanted = [(str(course.shown_version_id), language) for course, _ in courses]
    outlines = content.get_outlines(wanted) if wanted else []
    counts = _count({course.id: scope for course, scope in courses})
    found = [(outline, counts.get(outline.course_id, Counts())) for outline in outlines]
    return sorted(found, key=lambda pair: pair[0].title.casefold())


def _count(scopes: Mapping[str, Scope]) -> dict[str, Counts]:
    wanted = [
        and_(Enrolment.course_id == course_id, _within(scope))
        for course_id, scope in scopes.items()
    ]
    statement = (
        select(Enrolment.course_id, func.count(Enrolment.id), func.count(Completion.id))
        .join(Person, Person.id == Enrolment.person_id)
        .join(Organisation, Organisation.id == Person.organisation_id)
        .outerjoin(Completion, Completion.enrolment_id == Enrolment.id)
        .where(or_(false(), *wanted))
        .group_by(Enrolment.course_id)
    )
    return {
        course_id: Counts(enrolled, completed) for course_id, enrolled, completed in read(statement)
    }


def get_results(
    actor: Actor, course_id: str, scope: Scope, language: str, wish: ResultWish, paging: slice
) -> Results:
    """Return the results that meet the wish, and of them those of one page with their names."""
    every = _list_rows(course_id, scope, language)
    names: Mapping[str, str] = {}
    if wish.needs_names:
        names = _get_names(actor, every)
    chosen = sort_results(select_results(every, names, wish), names, wish.sort)
    rows = chosen[paging]
    return Results(
        rows=rows,
        names=names or _get_names(actor, rows),
        total=len(chosen),
        statuses=[(name, translate(language, word)) for name, word in STATUS_WORDS.items()],
        versions=[(str(number), str(number)) for number in sorted({row.version for row in every})],
        organisations=_list_organisations(every),
    )


def _get_names(actor: Actor, rows: Sequence[ResultRow]) -> Mapping[str, str]:
    return defaultdict(str, accounts.get_names(actor, [row.person_id for row in rows]))


def _list_organisations(rows: Sequence[ResultRow]) -> Choices:
    labels = {row.organisation_id: row.organisation for row in rows}
    return sorted(labels.items(), key=lambda pair: fold(pair[1]))


def _list_rows(course_id: str, scope: Scope, language: str) -> list[ResultRow]:
    outlines = _get_outlines(course_id, language)
    label = cache(lambda code, name: territory_name(code, language) if code else name)
    totals = {key: count_activities(outline) for key, outline in outlines.items()}
    return [
        ResultRow(
            row.id, row.person_id, row.organisation_id, label(row.country_code, row.name),
            outlines[row.version_id].version_number, row.language,
            row.done or 0, totals[row.version_id], row.points,
            status_of(row.status, row.is_participation, row.is_achievement),
            row.started_at, row.completed_at,
        )
        for row in read(_results(course_id, scope, outlines))
    ]  # fmt: skip


def _get_outlines(course_id: str, language: str) -> dict[str, content.Outline]:
    """Return the outline of each version in which anybody is or was enrolled."""
    versions = list(
        read(
            select(Enrolment.version_id).where(Enrolment.course_id == course_id).distinct()
        ).scalars()
    )
    found = content.get_outlines([(version_id, language) for version_id in versions])
    return dict(zip(versions, found, strict=True))


def _results(course_id: str, scope: Scope, outlines: Mapping[str, content.Outline]) -> Any:  # noqa: ANN401 - a statement of many columns
    progress = _summed_progress(course_id, outlines)
    return (
        select(
            Enrolment.id, Enrolment.person_id, Enrolment.version_id, Enrolment.language,
            Enrolment.status, Enrolment.started_at, Person.organisation_id, Organisation.name,
            Organisation.country_code, progress.c.done, progress.c.points,
            Completion.is_participation, Completion.is_achievement, Completion.completed_at,
        )
        .join(Person, Person.id == Enrolment.person_id)
        .join(Organisation, Organisation.id == Person.organisation_id)
        .outerjoin(progress, progress.c.enrolment_id == Enrolment.id)
        .outerjoin(Completion, Completion.enrolment_id == Enrolment.id)
        .where(Enrolment.course_id == course_id, _within(scope))
    )  # fmt: skip


def _summed_progress(course_id: str, outlines: Mapping[str, content.Outline]) -> Subquery:
    """Return, for each enrolment, the parts done and the best points of the quiz that counts."""
    counts = [
        and_(
            Enrolment.version_id == version_id,
            ActivityProgress.activity_id == outline.quiz_activity,
        )
        for version_id, outline in outlines.items()
        if outline.quiz_activity
    ]
    return (
        select(
            ActivityProgress.enrolment_id,
            func.sum(case((ActivityProgress.status == "done", 1), else_=0)).label("done"),
            func.max(case((or_(false(), *counts), ActivityProgress.points))).label("points"),
        )
        .join(Enrolment, Enrolment.id == ActivityProgress.enrolment_id)
        .where(Enrolment.course_id == course_id)
        .group_by(ActivityProgress.enrolment_id)
        .subquery()
    )
