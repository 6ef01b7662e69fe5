"""Reads of several cohorts beside each other, in a fixed number of statements.

What of each may be told is decided in `rules.comparison` and where it was measured.
"""

from collections.abc import Collection, Sequence

from sqlalchemy import func, select

from lms.kit.db import read
from lms.programmes.models import Participation
from lms.programmes.queries import curricula, gains, improvements, surveys
from lms.programmes.queries.surveys import TAKES_PART
from lms.programmes.rules.cohorts import choose_text
from lms.programmes.rules.comparison import CohortFigures, find_before_and_now, find_means
from lms.programmes.rules.rows import CohortRow


def list_figures(rows: Sequence[CohortRow], language: str) -> list[CohortFigures]:
    """Return the figures of these cohorts, in their order."""
    ids = [row.id for row in rows]
    versions = curricula.get_versions([row.programme_version_id for row in rows])
    places = _count_places(ids)
    reactions = surveys.list_reactions(ids)
    answered = surveys.count_answered([survey.id for survey in reactions.values()])
    measured = gains.list_kept(ids)
    actions = improvements.count_open(ids)
    lines = []
    for row in rows:
        definition = versions[row.programme_version_id].definition
        survey = reactions.get(row.id)
        results = survey.results.get("participants") if survey else None
        came, asked = answered.get(survey.id, (0, 0)) if survey else (0, 0)
        completed = places.get((row.id, "completed"), 0)
        lines.append(
            CohortFigures(
                cohort_id=row.id,
                title=choose_text(row.title, language, definition.source_language)[0],
                programme=choose_text(definition.title, language, definition.source_language)[0],
                starts_on=row.starts_on,
                ends_on=row.ends_on,
                took_part=places.get((row.id, "accepted"), 0) + completed,
                completed=completed,
                asked=asked,
                answered=came,
                means=find_means(results),
                self_reported=find_before_and_now(results),
                tested=next(
                    (kept[0] for part in gains.list_tested(definition)
                     if (kept := measured.get(row.id, {}).get(part.id))), None,
                ),
                open_actions=actions[row.id],
            )
        )  # fmt: skip
    return lines


def _count_places(cohort_ids: Collection[str]) -> dict[tuple[str, str], int]:
    """Return how many take part in each cohort, and have completed it, by cohort and status."""
    query = (
        select(Participation.cohort_id, Participation.status, func.count())
        .where(Participation.cohort_id.in_(cohort_ids), Participation.status.in_(TAKES_PART))
        .group_by(Participation.cohort_id, Participation.status)
    )
    return {(row[0], row[1]): row[2] for row in read(query)}
