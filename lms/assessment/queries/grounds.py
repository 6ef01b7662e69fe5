"""Reads of what a result rests on: how reliable a quiz is, and how its pass mark was set.

What is reckoned stands in `lms.assessment.analysis`; every list of results shows these beside it.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from lms.assessment.analysis.findings import Reliability
from lms.assessment.models import ItemAnalysis, MarkingPlan
from lms.assessment.rules import has_points
from lms.content import queries as content
from lms.content.queries import Outline
from lms.kit.db import read


@dataclass(frozen=True, slots=True)
class Grounds:
    """What the results of one quiz rest on; `standard` is how its pass mark was set, or empty.

    `reliability` is that of the newest analysis of everybody's first attempt at one version; none
    where there is no analysis yet. Where nothing `has_points`, as in a survey, there is neither.
    """

    quiz_id: str
    standard: str = ""
    reliability: Reliability | None = None
    analysis_id: str = ""
    made_at: datetime | None = None
    has_points: bool = True


_analyses = (
    select(
        ItemAnalysis.activity_id,
        ItemAnalysis.id,
        ItemAnalysis.made_at,
        # The whole of what was found is much longer.
        ItemAnalysis.found["reliability"],
    )
    .where(
        ItemAnalysis.course_id == bindparam("course_id"),
        ItemAnalysis.version_id.in_(bindparam("versions", expanding=True)),
        ItemAnalysis.is_whole.is_(True),
    )
    .order_by(ItemAnalysis.made_at)
)
_standards = select(MarkingPlan.quiz_id, MarkingPlan.standard).where(
    MarkingPlan.course_id == bindparam("course_id")
)


def list_grounds(
    course_id: str, versions: Collection[str], quizzes: Mapping[str, str]
) -> dict[str, Grounds]:
    """Return what the results of quizzes rest on, by activity; `quizzes` are their ids by activity.

    `versions` are those of which an analysis may be.
    """
    values = {"course_id": course_id, "versions": list(versions)}
    # Of several the newest: it comes last.
    analyses = {row[0]: row[1:] for row in read(_analyses, values)}
    standards = {row.quiz_id: row.standard for row in read(_standards, {"course_id": course_id})}
    found = {}
    for activity_id, quiz_id in quizzes.items():
        analysis_id, made_at, reliability = analyses.get(activity_id, ("", None, None))
        kept = Reliability.model_validate(reliability) if reliability else None
        standard = standards.get(quiz_id, "")
        is_scored = is_with_points(versions, quiz_id)
        found[activity_id] = Grounds(quiz_id, standard, kept, analysis_id, made_at, is_scored)
    return found


def is_with_points(versions: Iterable[str], quiz_id: str) -> bool:
    """Say whether anything is marked in a quiz, as the first of the versions that has it asks it.

    Of one that none of them has nothing is known, and points are not ruled out.
    """
    for version_id in versions:
        quiz = content.get_quizzes(version_id).get(quiz_id)
        if quiz is not None:
            return has_points(content.list_offered(version_id, quiz))
    return True


def get_grounds(outline: Outline, versions: Collection[str], quiz_id: str) -> Grounds:
    """Return what the results of one quiz rest on, which `outline` is of a version of."""
    activities = (row.id for row in outline.activities if row.quiz_id == quiz_id)
    # A quiz that this version no longer has may have its record all the same.
    activity_id = next(activities, "")
    return list_grounds(outline.course_id, versions, {activity_id: quiz_id})[activity_id]
