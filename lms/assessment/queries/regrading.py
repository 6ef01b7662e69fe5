"""Reads for a regrade: the attempts that have a question, with all that their result is made of.

Statements are few and long: ten thousand attempts are read at once.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import bindparam, func, select

from lms.accounts import queries as people
from lms.assessment.models import Attempt, Mark, PaperItem, Regrade, Response
from lms.assessment.queries.marks import COLUMNS, mark_row, place
from lms.assessment.rules import Change, MarkRow, RegradeRow, Sat, corrected, reckon
from lms.content import queries as content
from lms.kit.actor import Actor
from lms.kit.db import read
from lms.kit.errors import NotVisible
from lms.questions.rules import Presented, Question
from lms.questions.types import get_type

_COLUMNS = (
    Regrade.id,
    Regrade.version_id,
    Regrade.item_id,
    Regrade.way,
    Regrade.key,
    Regrade.reason,
    Regrade.person_id,
    Regrade.at,
    Regrade.job_id,
)
_of_version = (
    select(*_COLUMNS)
    .where(Regrade.version_id == bindparam("version_id"))
    .order_by(Regrade.at, Regrade.id)
)
_by_id = select(*_COLUMNS).where(Regrade.id == bindparam("id"))
_has_item = (
    Attempt.version_id == bindparam("version_id"),
    Attempt.finished_at.is_not(None),
    PaperItem.item_id == bindparam("item_id"),
)
_ids = (
    select(Attempt.id)
    .join(PaperItem, PaperItem.attempt_id == Attempt.id)
    .where(*_has_item)
    .order_by(Attempt.id)
)
_sat = (
    select(
        Attempt.id,
        Attempt.enrolment_id,
        Attempt.person_id,
        Attempt.activity_id,
        Attempt.quiz_id,
        Attempt.language,
        Attempt.released_at.is_not(None),
        Attempt.points,
        Attempt.is_passed,
        PaperItem.choices,
        PaperItem.made,
    )
    .join(PaperItem, PaperItem.attempt_id == Attempt.id)
    .where(*_has_item, Attempt.id.in_(bindparam("ids", expanding=True)))
    .order_by(Attempt.id)
)
_locked = _sat.with_for_update(of=Attempt)
_newest = (
    select(
        Response.attempt_id,
        Response.value,
        Response.seq,
        func.row_number()
        .over(partition_by=Response.attempt_id, order_by=Response.revision.desc())
        .label("place"),
    )
    .where(
        Response.attempt_id.in_(bindparam("ids", expanding=True)),
        Response.item_id == bindparam("item_id"),
        Response.is_late.is_(False),
    )
    .subquery()
)
_responses = select(_newest.c.attempt_id, _newest.c.value, _newest.c.seq).where(
    _newest.c.place == 1
)
_ranked = (
    select(*COLUMNS, place.label("place"))
    .where(Mark.attempt_id.in_(bindparam("ids", expanding=True)))
    .subquery()
)
_marks = select(*[_ranked.c[column.name] for column in COLUMNS]).where(_ranked.c.place == 1)
_bests = (
    select(Attempt.enrolment_id, Attempt.activity_id, func.max(Attempt.points))
    .where(Attempt.enrolment_id.in_(bindparam("ids", expanding=True)), Attempt.points.is_not(None))
    .group_by(Attempt.enrolment_id, Attempt.activity_id)
)
# Attempts whose papers are read in one go.
AT_ONCE = 500


def list_regrades(version_id: str) -> list[RegradeRow]:
    """Return what was decided about the questions of a version, the oldest first."""
    rows: Iterable[Any] = read(_of_version, {"version_id": version_id})
    return [RegradeRow(*row) for row in rows]


def get_regrade(regrade_id: str) -> RegradeRow:
    """Return a regrade; raise `NotVisible` where there is none."""
    row: Any = read(_by_id, {"id": regrade_id}).one_or_none()
    if row is None:
        raise NotVisible
    return RegradeRow(*row)


def list_papers_with(version_id: str, item_id: str) -> list[str]:
    """Return the finished attempts of a version whose paper has a question."""
    return list(read(_ids, {"version_id": version_id, "item_id": item_id}).scalars())


def list_changes(regrade: RegradeRow) -> list[Change]:
    """Return what a regrade would change, attempt by attempt."""
    ids = list_papers_with(regrade.version_id, regrade.item_id)
    return [
        change
        for start in range(0, len(ids), AT_ONCE)
        for change in iter_changes(regrade, ids[start : start + AT_ONCE])
    ]


def iter_changes(
    regrade: RegradeRow, ids: Sequence[str], *, is_locked: bool = False
) -> Iterator[Change]:
    """Yield what a regrade changes for some attempts, at most `AT_ONCE`."""
    questions = content.get_items(regrade.version_id)
    quizzes = content.get_quizzes(regrade.version_id)
    for sat in _read(regrade, ids, is_locked=is_locked):
        change = reckon(sat, regrade, questions, quizzes[sat.quiz_id])
        if change is not None:
            yield change


def _read(regrade: RegradeRow, ids: Sequence[str], *, is_locked: bool) -> Iterator[Sat]:
    values = {"version_id": regrade.version_id, "item_id": regrade.item_id, "ids": list(ids)}
    rows = read(_locked if is_locked else _sat, values).all()
    responses = {row.attempt_id: (row.value, row.seq) for row in read(_responses, values)}
    marks: dict[str, dict[str, MarkRow]] = {}
    for row in read(_marks, values):
        mark = mark_row(row)
        marks.setdefault(mark.attempt_id, {})[mark.item_id] = mark
    for row in rows:
        presented = Presented(tuple(row.choices), row.made)
        response, seq = responses.get(row.id, (None, None))
        yield _sat_of(row[:-2], presented, response, seq, marks.get(row.id, {}))


def _sat_of(columns: Any, *others: Any) -> Sat:  # noqa: ANN401 - what `_sat` selects
    return Sat(*columns, *others)


def list_regradable(version_id: str) -> frozenset[str]:
    """Return the questions of a version that can be put right: those that rules mark."""
    return frozenset(
        name
        for name, question in content.get_items(version_id).items()
        if get_type(question.type).marked_by == "rules"
    )


def get_corrected(version_id: str, ids: Iterable[str]) -> dict[str, Question]:
    """Return questions of a version, each with the key that it has by now."""
    questions = content.get_items(version_id, ids)
    for regrade in list_regrades(version_id):
        if regrade.item_id in questions:
            # The newest of several is the last.
            original = content.get_items(version_id, [regrade.item_id])[regrade.item_id]
            questions[regrade.item_id] = corrected(original, regrade)
    return questions


def get_bests(enrolment_ids: Iterable[str]) -> dict[tuple[str, str], Any]:
    """Return the best result of each quiz of some enrolments, by (enrolment, activity)."""
    rows = read(_bests, {"ids": list(enrolment_ids)})
    return {(enrolment, activity): best for enrolment, activity, best in rows}


def list_names(actor: Actor, changes: Iterable[Change]) -> dict[str, str]:
    """Return the names of the people of some attempts, as the actor may see them."""
    return people.get_names(actor, {change.sat.person_id for change in changes})


def list_deciders(actor: Actor, regrades: Iterable[RegradeRow]) -> dict[str, str]:
    """Return the names of those who decided, as the actor may see them."""
    return people.get_names(actor, {row.person_id for row in regrades if row.person_id})
