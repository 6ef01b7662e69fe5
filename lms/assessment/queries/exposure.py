"""Reads of exposure: on how many papers of a version each question stands, and how its forms do.

No person is named here. Papers count from the start of an attempt, results once released.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Float, Integer, bindparam, case, cast, distinct, func, select, type_coerce

from lms.assessment.models import Attempt, PaperItem
from lms.assessment.rules.exposure import Exposure, FormFigures, form_figures, withhold_forms
from lms.content import queries as content
from lms.kit.db import read

_of_version = Attempt.version_id == bindparam("version_id")
_is_released = Attempt.released_at.is_not(None)
_person = case((_is_released, Attempt.person_id))
# As it is stored: hundredths of a percent.
_points = case((_is_released, type_coerce(Attempt.points, Integer)), else_=0)
_drawn = (
    select(Attempt.activity_id, func.count(), func.count(distinct(_person)))
    .where(_of_version)
    .group_by(Attempt.activity_id)
)
_papers = (
    select(Attempt.activity_id, PaperItem.item_id, func.count())
    .join(PaperItem, PaperItem.attempt_id == Attempt.id)
    .where(_of_version)
    .group_by(Attempt.activity_id, PaperItem.item_id)
)
_forms = (
    select(
        Attempt.activity_id, Attempt.form, func.count(), func.count(Attempt.released_at),
        func.count(distinct(_person)), cast(func.sum(_points), Float) / 100,
        cast(func.sum(_points * _points), Float) / 10_000,
    )
    .where(_of_version, Attempt.form.is_not(None))
    .group_by(Attempt.activity_id, Attempt.form)
)  # fmt: skip


@dataclass(frozen=True)
class ExposurePage:
    """How often the questions of a version were drawn, by (activity, question), and its forms.

    `limits` are those of exposure, by activity; `on_forms` says on which forms a question stands.
    """

    questions: Mapping[tuple[str, str], Exposure]
    forms: list[FormFigures]
    limits: Mapping[str, int | None]
    on_forms: Mapping[tuple[str, str], list[int]]


def get_exposure(outline: content.Outline) -> ExposurePage:
    """Return the exposure of a version's questions, and the figures of its forms."""
    values = {"version_id": outline.version_id}
    drawn, people = {}, {}
    for activity_id, papers, persons in read(_drawn, values):
        drawn[activity_id], people[activity_id] = papers, persons
    rows: Any = read(_forms, values)
    forms = [form_figures(*row) for row in rows]
    quizzes = {row.id: row.quiz_id for row in outline.activities if row.quiz_id}
    rules = content.get_quizzes(outline.version_id)
    return ExposurePage(
        questions={
            (activity_id, item_id): Exposure(papers, drawn[activity_id])
            for activity_id, item_id, papers in read(_papers, values)
        },
        forms=withhold_forms(forms, people),
        limits={name: rules[quiz_id].exposure for name, quiz_id in quizzes.items()},
        on_forms=_on_forms(outline.version_id, quizzes),
    )


def _on_forms(version_id: str, quizzes: Mapping[str, str]) -> dict[tuple[str, str], list[int]]:
    found: dict[tuple[str, str], list[int]] = {}
    forms = content.get_quiz_forms(version_id)
    for activity_id, quiz_id in quizzes.items():
        for number, items in enumerate(forms.get(quiz_id, ()), start=1):
            for item_id in items:
                found.setdefault((activity_id, item_id), []).append(number)
    return found
