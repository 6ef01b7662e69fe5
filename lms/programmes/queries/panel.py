"""Reads of how a panel selects: its plan, who has declared what, the points given.

What the points come to is reckoned in `rules.scoring`.
"""

from typing import Any

from sqlalchemy import select

from lms.kit.db import read
from lms.programmes.models import (
    Nomination,
    PanelConflict,
    PanelDeclaration,
    PanelScore,
    SelectionPlan,
)
from lms.programmes.rules.scoring import ConflictRow, PlanRow, ScoreRow

_score: Any = select(
    PanelScore.seq,
    PanelScore.nomination_id,
    PanelScore.person_id,
    PanelScore.points,
    PanelScore.note,
    PanelScore.is_agreed,
    PanelScore.scored_at,
).order_by(PanelScore.seq)
_conflict: Any = select(
    PanelConflict.id,
    PanelConflict.nomination_id,
    PanelConflict.person_id,
    PanelConflict.reason,
    PanelConflict.declared_at,
)


def get_plan(cohort_id: str) -> PlanRow:
    """Return how the panel of a cohort selects; the usual way where nobody has said."""
    query = select(
        SelectionPlan.is_anonymous,
        SelectionPlan.shows_place,
        SelectionPlan.spread,
        SelectionPlan.scores_each,
    ).where(SelectionPlan.cohort_id == cohort_id)
    row = read(query).one_or_none()
    return PlanRow(*row) if row else PlanRow()


def has_plan(cohort_id: str) -> bool:
    """Say whether somebody has said how the panel selects."""
    query = select(SelectionPlan.cohort_id).where(SelectionPlan.cohort_id == cohort_id)
    return read(query).first() is not None


def list_declared(cohort_id: str) -> dict[str, frozenset[str]]:
    """Return by member the nominations of which they have said whether there is a conflict."""
    query = select(PanelDeclaration.person_id, PanelDeclaration.nominations).where(
        PanelDeclaration.cohort_id == cohort_id
    )
    return {person_id: frozenset(ids) for person_id, ids in read(query)}


def list_conflicts(cohort_id: str) -> list[ConflictRow]:
    """Return the conflicts of interest that hold, the first declared first."""
    query = (
        _conflict.join(Nomination, Nomination.id == PanelConflict.nomination_id)
        .where(Nomination.cohort_id == cohort_id, PanelConflict.lifted_at.is_(None))
        .order_by(PanelConflict.declared_at, PanelConflict.id)
    )
    return [ConflictRow(*row) for row in read(query)]


def has_conflict(nomination_id: str, person_id: str) -> bool:
    """Say whether somebody has declared a conflict of interest with a nominee."""
    query = select(PanelConflict.id).where(
        PanelConflict.nomination_id == nomination_id,
        PanelConflict.person_id == person_id,
        PanelConflict.lifted_at.is_(None),
    )
    return read(query).first() is not None


def list_scores(cohort_id: str) -> dict[str, list[ScoreRow]]:
    """Return all points given in a cohort by nomination, in the order of their giving."""
    query = _score.join(Nomination, Nomination.id == PanelScore.nomination_id).where(
        Nomination.cohort_id == cohort_id
    )
    found: dict[str, list[ScoreRow]] = {}
    for row in read(query):
        found.setdefault(row.nomination_id, []).append(ScoreRow(*row))
    return found


def list_scores_of(nomination_id: str) -> list[ScoreRow]:
    """Return all points given to one nominee, in the order of their giving."""
    return [ScoreRow(*row) for row in read(_score.where(PanelScore.nomination_id == nomination_id))]


def has_scores(cohort_id: str) -> bool:
    """Say whether anybody was scored in a cohort."""
    query = (
        select(PanelScore.seq)
        .join(Nomination, Nomination.id == PanelScore.nomination_id)
        .where(Nomination.cohort_id == cohort_id)
        .limit(1)
    )
    return read(query).first() is not None
