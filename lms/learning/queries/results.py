"""Reads of the results of courses, for administrators and trainers.

Which people's rows are wanted is decided in `policy`; names come from `lms.accounts.queries`.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Subquery,
    and_,
    case,
    distinct,
    false,
    func,
    or_,
    select,
    true,
    type_coerce,
)

from lms.accounts import queries as accounts
from lms.accounts.models import Person
from lms.content import queries as content
from lms.kit.actor import Actor
from lms.kit.db import read
from lms.kit.folding import fold
from lms.kit.i18n import native_name, translate
from lms.kit.territories import territory_name
from lms.learning.models import ActivityProgress, Completion, Enrolment
from lms.learning.rules import (
    FEWEST,
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
Scopes = Mapping[str, Scope]
Choices = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Results:
    """One page of the results of courses, with names by person and what the filters offer."""

    rows: Sequence[ResultRow]
    names: Mapping[str, str]
    total: int
    statuses: Choices
    versions: Choices
    organisations: Choices
    courses: Choices
    languages: Choices


@dataclass(frozen=True, slots=True)
class PartFigure:
    """How many have done a part, and the mean of the best results in whole percent.

    `people` have a result; of fewer than `FEWEST` there is no mean.
    """

    done: int = 0
    people: int = 0
    points: int | None = None


@dataclass(frozen=True, slots=True)
class PartFigures:
    """How many are or were enrolled in a version, and how each of its parts does, by its name."""

    people: int
    by_part: Mapping[str, PartFigure]


def within(scope: Scope) -> ColumnElement[bool]:
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


def _count(scopes: Scopes) -> dict[str, Counts]:
    statement = (
        select(Enrolment.course_id, func.count(Enrolment.id), func.count(Completion.id))
        .join(Person, Person.id == Enrolment.person_id)
        .join(Organisation, Organisation.id == Person.organisation_id)
        .outerjoin(Completion, Completion.enrolment_id == Enrolment.id)
        .where(_of_courses(scopes))
        .group_by(Enrolment.course_id)
    )
    return {
        course_id: Counts(enrolled, completed) for course_id, enrolled, completed in read(statement)
    }


def get_results(
    actor: Actor, scopes: Scopes, language: str, wish: ResultWish, paging: slice
) -> Results:
    """Return the results that meet the wish, and of them those of one page with their names."""
    every = _list_rows(scopes, language)
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
        organisations=_list_choices(every, lambda row: (row.organisation_id, row.organisation)),
        courses=_list_choices(every, lambda row: (row.course_id, row.course)),
        languages=_list_choices(every, lambda row: (row.language, native_name(row.language))),
    )


def _get_names(actor: Actor, rows: Sequence[ResultRow]) -> Mapping[str, str]:
    return defaultdict(str, accounts.get_names(actor, [row.person_id for row in rows]))


def _list_choices(
    rows: Sequence[ResultRow], read_pair: Callable[[ResultRow], tuple[str, str]]
) -> Choices:
    labels = dict(map(read_pair, rows))
    return sorted(labels.items(), key=lambda pair: fold(pair[1]))


def _list_rows(scopes: Scopes, language: str) -> list[ResultRow]:
    outlines, editions = _get_outlines(scopes, language)
    label = cache(lambda code, name: territory_name(code, language) if code else name)
    totals = {key: count_activities(outline) for key, outline in outlines.items()}
    return [
        ResultRow(
            row.id, row.person_id, row.organisation_id, label(row.country_code, row.name),
            outlines[row.version_id].version_number, row.language,
            row.done or 0, totals[row.version_id], row.points,
            status_of(row.status, row.is_participation, row.is_achievement),
            row.started_at, row.completed_at,
            row.course_id, outlines[row.version_id].title, row.version_id,
            editions[row.version_id, row.language], row.last_at,
        )
        for row in read(_results(scopes, outlines))
    ]  # fmt: skip


def _get_outlines(
    scopes: Scopes, language: str
) -> tuple[dict[str, content.Outline], dict[tuple[str, str], int]]:
    """Return the outline of each version ever studied, and the edition read in each language."""
    statement = (
        select(Enrolment.version_id, Enrolment.language)
        .where(Enrolment.course_id.in_(list(scopes)))
        .distinct()
    )
    studied = [(version_id, code) for version_id, code in read(statement)]
    versions = list(dict.fromkeys(version_id for version_id, _ in studied))
    found = content.get_outlines([(version_id, language) for version_id in versions] + studied)
    shown, read_ones = found[: len(versions)], found[len(versions) :]
    return dict(zip(versions, shown, strict=True)), {
        pair: outline.edition_number for pair, outline in zip(studied, read_ones, strict=True)
    }


def _results(scopes: Scopes, outlines: Mapping[str, content.Outline]) -> Any:  # noqa: ANN401 - a statement of many columns
    progress = _summed_progress(scopes, outlines)
    return (
        select(
            Enrolment.id, Enrolment.person_id, Enrolment.course_id, Enrolment.version_id,
            Enrolment.language, Enrolment.status, Enrolment.started_at, Person.organisation_id,
            Organisation.name, Organisation.country_code, progress.c.done, progress.c.points,
            progress.c.last_at, Completion.is_participation, Completion.is_achievement,
            Completion.completed_at,
        )
        .join(Person, Person.id == Enrolment.person_id)
        .join(Organisation, Organisation.id == Person.organisation_id)
        .outerjoin(progress, progress.c.enrolment_id == Enrolment.id)
        .outerjoin(Completion, Completion.enrolment_id == Enrolment.id)
        .where(_of_courses(scopes))
    )  # fmt: skip


def _of_courses(scopes: Scopes) -> ColumnElement[bool]:
    """Return the condition that an enrolment is in one of the courses, within its scope."""
    return or_(
        false(),
        *[
            and_(Enrolment.course_id == course_id, within(scope))
            for course_id, scope in scopes.items()
        ],
    )


def _summed_progress(scopes: Scopes, outlines: Mapping[str, content.Outline]) -> Subquery:
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
            func.max(ActivityProgress.at).label("last_at"),
        )
        .join(Enrolment, Enrolment.id == ActivityProgress.enrolment_id)
        .where(Enrolment.course_id.in_(list(scopes)))
        .group_by(ActivityProgress.enrolment_id)
        .subquery()
    )


def get_last_parts(rows: Sequence[ResultRow], language: str) -> dict[str, str]:
    """Return the title of the part that each enrolment was at last."""
    statement = (
        select(ActivityProgress.enrolment_id, ActivityProgress.activity_id)
        .where(ActivityProgress.enrolment_id.in_([row.enrolment_id for row in rows]))
        # Of parts noted at one instant the one that was done stands before the one it opened.
        .order_by(ActivityProgress.at, ActivityProgress.status.desc(), ActivityProgress.activity_id)
    )
    last = {row.enrolment_id: row.activity_id for row in read(statement)}
    versions = list(dict.fromkeys(row.version_id for row in rows))
    found = content.get_outlines([(version_id, language) for version_id in versions])
    outlines = dict(zip(versions, found, strict=True))
    parts = {
        row.enrolment_id: outlines[row.version_id].find_activity(last.get(row.enrolment_id, ""))
        for row in rows
    }
    return {enrolment_id: part.title for enrolment_id, part in parts.items() if part}


def list_version_outlines(course: content.CourseRow, language: str) -> list[content.Outline]:
    """Return the outline of each version of a published course, the newest first."""
    return content.get_outlines([(row.id, language) for row in content.list_versions(course.id)])


def get_part_figures(outline: content.Outline) -> PartFigures:
    """Return how many people study a version, and how they do in each of its parts."""
    here = Enrolment.version_id == outline.version_id
    everybody = read(select(func.count(Enrolment.id)).where(here)).scalar_one()
    points = type_coerce(ActivityProgress.points, Integer)
    statement = (
        select(
            ActivityProgress.activity_id,
            func.sum(case((ActivityProgress.status == "done", 1), else_=0)),
            func.count(ActivityProgress.points),
            # Who takes the course again is one person still.
            func.count(distinct(case((points.is_not(None), Enrolment.person_id)))),
            func.sum(points),
        )
        .join(Enrolment, Enrolment.id == ActivityProgress.enrolment_id)
        .where(here)
        .group_by(ActivityProgress.activity_id)
    )
    figures = {
        activity_id: PartFigure(
            done, people, hundredths // (100 * taken) if people >= FEWEST else None
        )
        for activity_id, done, taken, people, hundredths in read(statement)
    }
    return PartFigures(everybody, figures)
