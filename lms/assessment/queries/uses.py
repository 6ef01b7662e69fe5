"""Reads of how the questions of a version were used: papers, answers, figures; for the library.

The workshop keeps what is counted here, for its list of all courses' questions. Nobody is named.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy import bindparam, case, func, select

from lms.assessment.models import Attempt, ItemAnalysis, Mark, PaperItem, Sitting
from lms.assessment.queries.analyses import AnalysisRow, get_whole_analyses
from lms.assessment.queries.figures import list_question_figures
from lms.assessment.queries.marks import place
from lms.assessment.rules import QuestionFigures
from lms.assessment.rules.figures import FEWEST
from lms.content import queries as content
from lms.content.models import Version
from lms.kit.db import read
from lms.workshop.library.figures import Use

_of_version = Attempt.version_id == bindparam("version_id")
_papers = select(Attempt.activity_id, func.count()).where(_of_version).group_by(Attempt.activity_id)
_shown = (
    select(Attempt.activity_id, PaperItem.item_id, func.count())
    .join(Attempt, Attempt.id == PaperItem.attempt_id)
    .where(_of_version)
    .group_by(Attempt.activity_id, PaperItem.item_id)
)
_marks = (
    select(
        Attempt.activity_id,
        Mark.item_id,
        case((Mark.response_seq.is_(None), 1), else_=0).label("is_empty"),
        place.label("place"),
    )
    .join(Attempt, Attempt.id == Mark.attempt_id)
    .where(_of_version, Attempt.released_at.is_not(None))
    .subquery()
    .c
)
_empty = (
    select(_marks.activity_id, _marks.item_id, func.sum(_marks.is_empty), func.count())
    .where(_marks.place == 1)
    .group_by(_marks.activity_id, _marks.item_id)
)
_sat = (
    select(Sitting.activity_id)
    .join(Version, Version.course_id == Sitting.course_id)
    .where(Version.id == bindparam("version_id"))
    .distinct()
)
# What there is to count, by version; one of them changes whenever a figure may.
_amounts = (
    select(
        Attempt.version_id, func.count(), func.count(Attempt.released_at),
        func.max(Attempt.released_at),
    ).group_by(Attempt.version_id),
    select(ItemAnalysis.version_id, func.count()).group_by(ItemAnalysis.version_id),
    # People's marks, and those of a regrade.
    select(Attempt.version_id, func.count())
    .join(Mark, Mark.attempt_id == Attempt.id)
    .where(Mark.kind != "automatic")
    .group_by(Attempt.version_id),
    select(Version.id, func.count())
    .join(Sitting, Sitting.course_id == Version.course_id)
    .group_by(Version.id),
)  # fmt: skip


def mark_uses() -> dict[str, str]:
    """Return a mark of what there is to count, by version; of none there is none."""
    found: dict[str, str] = {}
    for kind, statement in enumerate(_amounts):
        rows: Any = read(statement)
        for version_id, *amounts in rows:
            found[version_id] = f"{found.get(version_id, '')}{kind}:{amounts};"
    return found


class _Counts(NamedTuple):
    """What was counted of a version, by quiz, or by quiz and question."""

    papers: Mapping[str, int]
    shown: Mapping[tuple[str, str], int]
    empty: Mapping[tuple[str, str], tuple[int, int]]
    figures: Mapping[tuple[str, str], QuestionFigures]
    analyses: Mapping[str, AnalysisRow]
    discriminations: Mapping[tuple[str, str], float | None]
    sat: frozenset[str]


def _count(version_id: str) -> _Counts:
    values, analyses = {"version_id": version_id}, get_whole_analyses(version_id)
    return _Counts(
        dict(read(_papers, values).all()),
        {(activity, item): count for activity, item, count in read(_shown, values)},
        {(activity, item): (none, of) for activity, item, none, of in read(_empty, values)},
        {(row.activity_id, row.item_id): row for row in list_question_figures(version_id)},
        analyses,
        {
            (activity, row.item): row.discrimination
            for activity, analysis in analyses.items()
            for row in analysis.found.questions
        },
        frozenset(read(_sat, values).scalars()),
    )


def list_uses(version_id: str) -> list[Use]:
    """Return how each question that a quiz of the version may draw did in that quiz."""
    counts = _count(version_id)
    return [_use(counts, activity, item) for activity, item in sorted(set(_list_drawn(version_id)))]


def _list_drawn(version_id: str) -> Iterator[tuple[str, str]]:
    """Yield activity and id of each question that may come in a quiz."""
    quizzes = content.get_quizzes(version_id)
    for activity in content.get_outline(version_id, "").activities:
        quiz = quizzes.get(activity.quiz_id or "")
        for section in quiz.sections if quiz else ():
            for item_id in content.get_items(version_id, bank=section.from_):
                yield activity.id, item_id


def _use(counts: _Counts, activity: str, item: str) -> Use:
    figures, analysis = counts.figures.get((activity, item)), counts.analyses.get(activity)
    people = figures.score.people if figures else 0
    none, of = counts.empty.get((activity, item), (0, 0))
    return Use(
        activity,
        item,
        counts.shown.get((activity, item), 0),
        counts.papers.get(activity, 0),
        figures.score.attempts if figures else 0,
        people,
        figures.score.mean if figures else None,
        100 * none // of if of and people >= FEWEST else None,
        counts.discriminations.get((activity, item)),
        analysis.found.reliability.alpha if analysis else None,
        analysis.id if analysis else None,
        activity in counts.sat,
    )
