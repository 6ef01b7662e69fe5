"""Reads of how the questions of a version do: the marks that count, of released results, summed.

No person is named here, and no answer shown.
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Float, bindparam, cast, distinct, func, select

from lms.assessment.models import Attempt, Mark
from lms.assessment.queries.marks import place
from lms.assessment.rules import QuestionFigures, Score, score_of
from lms.assessment.rules.figures import withhold_languages
from lms.kit.db import read

_marks = (
    select(
        Attempt.activity_id,
        Mark.item_id,
        Attempt.language,
        Attempt.person_id,
        (cast(Mark.numerator, Float) / Mark.denominator).label("share"),
        Mark.is_left_out,
        place.label("place"),
    )
    .join(Attempt, Attempt.id == Mark.attempt_id)
    .where(Attempt.version_id == bindparam("version_id"), Attempt.released_at.is_not(None))
    .subquery()
    .c
)
_sums = (func.count(), func.count(distinct(_marks.person_id)), func.sum(_marks.share))
_question = (_marks.activity_id, _marks.item_id)


def _grouped(*columns: Any) -> Any:  # noqa: ANN401 - columns, and a statement of as many
    return (
        select(*columns, *_sums)
        .where(_marks.place == 1, _marks.is_left_out.is_(False))
        .group_by(*columns)
    )


# Whoever sat in two languages is one person overall.
_overall = _grouped(*_question)
_by_language = _grouped(*_question, _marks.language)


def list_question_figures(version_id: str) -> list[QuestionFigures]:
    """Return the figures of every question that a finished paper of this version has."""
    by_language: dict[tuple[str, str], dict[str, Score]] = defaultdict(dict)
    values = {"version_id": version_id}
    for activity_id, item_id, language, *sums in read(_by_language, values):
        by_language[activity_id, item_id][language] = score_of(*sums)
    return [
        _figures(activity_id, item_id, score_of(*sums), by_language[activity_id, item_id])
        for activity_id, item_id, *sums in read(_overall, values)
    ]


def _figures(
    activity_id: str, item_id: str, total: Score, by_language: Mapping[str, Score]
) -> QuestionFigures:
    return QuestionFigures(activity_id, item_id, total, withhold_languages(total, by_language))
