"""Reads of the results of a quiz, attempt by attempt, for those who teach or administer.

Whose results the reader may see is decided in `policy`; the record of one attempt is in `records`.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, bindparam, case, func, select

from lms.accounts import queries as people
from lms.accounts.models import Person
from lms.assessment.models import Attempt, Mark, Response, Sitting
from lms.assessment.queries.grounds import Grounds, list_grounds
from lms.assessment.rules import KINDS, Kind, Role
from lms.assessment.rules.results import Arrival, QuizResult, ResultWish, count_flags, is_named
from lms.content.models import Version
from lms.content.queries import CourseRow, Outline
from lms.kit.actor import Actor
from lms.kit.db import read
from lms.kit.errors import NotVisible
from lms.learning.queries import Scope, list_version_outlines, within
from lms.organisations.models import Organisation

_OUTCOMES: Mapping[str, ColumnElement[bool]] = {
    "passed": Attempt.is_passed.is_(True),
    "failed": Attempt.is_passed.is_(False),
    "awaiting": Attempt.released_at.is_(None),
}
_ORDERS: Mapping[str, Sequence[Any]] = {
    "finished": (Attempt.finished_at, Attempt.id),
    "-finished": (Attempt.finished_at.desc(), Attempt.id),
    "points": (Attempt.points.is_(None), Attempt.points, Attempt.id),
    "-points": (Attempt.points.is_(None), Attempt.points.desc(), Attempt.id),
}
_arrivals = select(Response.attempt_id, Response.made_at, Response.at, Response.is_late).where(
    Response.attempt_id.in_(bindparam("ids", expanding=True))
)
_kinds = (
    select(Mark.attempt_id, Mark.kind)
    .where(Mark.attempt_id.in_(bindparam("ids", expanding=True)))
    .distinct()
)
_is_finished = Attempt.finished_at.is_not(None)
_finished = func.sum(case((_is_finished, 1), else_=0))
_open = func.sum(case((_is_finished, 0), else_=1))
_awaiting = func.sum(case((_is_finished & Attempt.released_at.is_(None), 1), else_=0))
_tallies = select(Attempt.language, _finished, _open).group_by(Attempt.language)


@dataclass(frozen=True, slots=True)
class QuizCounts:
    """A quiz of a course, with how many attempts at it are finished, and how many of them wait."""

    quiz_id: str
    title: str
    finished: int
    awaiting: int
    grounds: Grounds


@dataclass(frozen=True, slots=True)
class ResultsPage:
    """The results of one quiz that meet a wish: those of one page, with the names of their people.

    `total` counts all that meet it, `unfinished` the attempts that are open, `every` all that are
    finished; the rest is what the filters offer.
    """

    outline: Outline
    title: str
    rows: Sequence[QuizResult]
    names: Mapping[str, str]
    total: int
    every: int
    unfinished: int
    versions: Sequence[int]
    languages: Sequence[str]
    sittings: Sequence[tuple[str, str]]
    grounds: Grounds


def _of_course(course_id: str, scope: Scope) -> Any:  # noqa: ANN401 - conditions of three tables
    return (
        (Version.id == Attempt.version_id)
        & (Version.course_id == course_id)
        & (Person.id == Attempt.person_id)
        & (Organisation.id == Person.organisation_id)
        & within(scope)
    )


def list_quiz_counts(course: CourseRow, scope: Scope, language: str) -> list[QuizCounts]:
    """Return the quizzes that the versions of a course have, the newest version's first."""
    outlines = list_version_outlines(course, language)
    titles, activities = _quizzes(outlines)
    rows = read(
        select(Attempt.quiz_id, _finished, _awaiting)
        .where(_of_course(course.id, scope))
        .group_by(Attempt.quiz_id)
    )
    counts = {quiz_id: (finished, awaiting) for quiz_id, finished, awaiting in rows}
    grounds = list_grounds(course.id, [row.version_id for row in outlines], activities)
    return [
        QuizCounts(quiz_id, titles[quiz_id], *counts.get(quiz_id, (0, 0)), grounds[activity_id])
        for activity_id, quiz_id in activities.items()
    ]


def _quizzes(outlines: Sequence[Outline]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the titles of all quizzes by their id, and their ids by activity; the newest's."""
    titles: dict[str, str] = {}
    activities: dict[str, str] = {}
    for row in (row for outline in outlines for row in outline.activities):
        if row.quiz_id and row.quiz_id not in titles:
            titles[row.quiz_id] = row.title
            activities.setdefault(row.id, row.quiz_id)
    return titles, activities


def get_results_page(
    actor: Actor,
    course: CourseRow,
    quiz_id: str,
    scope: Scope,
    wish: ResultWish,
    paging: slice,
    language: str,
    *,
    roles: Collection[Role],
) -> ResultsPage:
    """Return the results of a quiz; raise `NotVisible` where no version has it.

    `roles` are those that the actor has in its marking. Statements are as many for one attempt as
    for ten thousand.
    """
    outlines = list_version_outlines(course, language)
    title, activity_id = _find_quiz(outlines, quiz_id)
    of_quiz = _of_course(course.id, scope) & (Attempt.quiz_id == quiz_id)
    wanted = of_quiz & _is_finished & _meets(wish)
    rows = _list_results(wanted, wish, paging)
    known = [row.person_id for row in rows if is_named(row.released_at, roles)]
    tallies = read(_tallies.where(of_quiz)).all()
    chosen = [row for row in outlines if wish.version in {"", str(row.version_number)}]
    grounds = list_grounds(course.id, [row.version_id for row in chosen], {activity_id: quiz_id})
    return ResultsPage(
        outline=outlines[0],
        title=title,
        rows=rows,
        names=people.get_names(actor, known),
        total=read(select(func.count(Attempt.id)).where(wanted)).scalar_one(),
        every=sum(row[1] for row in tallies),
        unfinished=sum(row[2] for row in tallies),
        versions=[row.version_number for row in outlines],
        languages=sorted(row.language for row in tallies),
        sittings=_list_sittings(course.id, activity_id),
        grounds=grounds[activity_id],
    )


def _find_quiz(outlines: Sequence[Outline], quiz_id: str) -> tuple[str, str]:
    """Return the title and the activity of a quiz; raise `NotVisible` where no version has it."""
    titles, activities = _quizzes(outlines)
    for activity_id, name in activities.items():
        if name == quiz_id:
            return titles[quiz_id], activity_id
    raise NotVisible


def _meets(wish: ResultWish) -> ColumnElement[bool]:
    """Return the condition of a wish; what is no number of a version meets nothing."""
    condition = _OUTCOMES.get(wish.outcome, _is_finished)
    if wish.version:
        condition &= Version.number == int(wish.version)
    if wish.sitting:
        condition &= Attempt.sitting_id == wish.sitting
    if wish.language:
        condition &= Attempt.language == wish.language
    return condition


def _list_sittings(course_id: str, activity_id: str) -> list[tuple[str, str]]:
    query = (
        select(Sitting.id, Sitting.title)
        .where(Sitting.course_id == course_id, Sitting.activity_id == activity_id)
        .order_by(Sitting.opens_at.desc(), Sitting.id)
    )
    return [(row.id, row.title) for row in read(query)]


def _list_results(wanted: ColumnElement[bool], wish: ResultWish, paging: slice) -> list[QuizResult]:
    query = (
        select(
            Attempt.id, Attempt.person_id, Attempt.number, Version.number.label("version"),
            Attempt.language, Attempt.deadline, Attempt.finished_at, Attempt.points,
            Attempt.is_passed, Attempt.released_at, Sitting.title,
            Attempt.form,
        )
        .select_from(Attempt)
        .join(Version, Version.id == Attempt.version_id)
        .join(Person, Person.id == Attempt.person_id)
        .join(Organisation, Organisation.id == Person.organisation_id)
        .outerjoin(Sitting, Sitting.id == Attempt.sitting_id)
        .where(wanted)
        .order_by(*_ORDERS[wish.sort])
        .offset(paging.start)
        .limit(paging.stop - paging.start)
    )  # fmt: skip
    rows: Sequence[Any] = read(query).all()
    values = {"ids": [row.id for row in rows]}
    arrivals: dict[str, list[Arrival]] = defaultdict(list)
    for row in read(_arrivals, values):
        arrivals[row.attempt_id].append(Arrival(*row))
    kinds: dict[str, list[Kind]] = defaultdict(list)
    pairs: Iterable[Any] = read(_kinds, values)
    for attempt_id, kind in pairs:
        kinds[attempt_id].append(kind)
    return [_result(row, kinds[row.id], arrivals[row.id]) for row in rows]


def _result(
    row: Any,  # noqa: ANN401 - twelve columns of a row
    kinds: Sequence[Kind],
    arrivals: Sequence[Arrival],
) -> QuizResult:
    flags = count_flags(row.deadline, arrivals)
    values: Sequence[Any] = (*row, tuple(sorted(kinds, key=KINDS.index)), flags)
    return QuizResult(*values)


def is_in_scope(attempt_id: str, course_id: str, quiz_id: str, scope: Scope) -> bool:
    """Say whether an attempt is a finished one at this quiz, of somebody within a scope."""
    query = select(Attempt.id).where(
        _of_course(course_id, scope), _is_finished,
        Attempt.id == attempt_id, Attempt.quiz_id == quiz_id,
    )  # fmt: skip
    return read(query).first() is not None
