"""Verbs of the selection panel: say how it selects, declare conflicts of interest, give points.

Who may do it was decided by `selection_policy`; what the points come to is reckoned in `rules`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import insert, update

from lms.audit import services as audit
from lms.kit.actor import Actor
from lms.kit.db import db
from lms.kit.ids import new_id
from lms.programmes.models import PanelConflict, PanelDeclaration, PanelScore, SelectionPlan
from lms.programmes.queries import panel, selection
from lms.programmes.queries.selection import Candidate
from lms.programmes.rules.criteria import read_criteria
from lms.programmes.rules.rows import CohortRow
from lms.programmes.rules.scoring import ConflictRow, PlanRow, Reason, read_points
from lms.programmes.rules.selection_errors import (
    ConflictDeclared,
    DeclarationMissing,
    NothingToAgree,
    NotToBeScored,
    PlacesGivenOut,
    PointsNotValid,
)


def save_plan(actor: Actor, now: datetime, cohort: CohortRow, plan: PlanRow) -> None:
    """Keep how the panel selects; raise `PlacesGivenOut`."""
    if selection.has_confirmed(cohort.id):
        raise PlacesGivenOut
    if panel.has_plan(cohort.id):
        place = SelectionPlan.cohort_id == cohort.id
        db.session.execute(update(SelectionPlan).where(place).values(asdict(plan)))
    else:
        values = {"cohort_id": cohort.id, **asdict(plan)}
        db.session.execute(insert(SelectionPlan).values(values))
    _record(actor, now, "selection_planned", "cohort", cohort.id, asdict(plan))


def declare(
    actor: Actor,
    now: datetime,
    cohort: CohortRow,
    nominations: Collection[str],
    conflicts: Mapping[str, Reason],
) -> None:
    """Say with which of some nominees there is a conflict of interest; none is a declaration too.

    What was declared of others before stays.
    """
    person_id = str(actor.person_id)
    known = panel.list_declared(cohort.id).get(person_id)
    values: dict[str, Any] = {
        "nominations": sorted({*nominations, *(known or ())}),
        "declared_at": now,
    }
    if known is None:
        values |= {"id": new_id(), "cohort_id": cohort.id, "person_id": person_id}
        db.session.execute(insert(PanelDeclaration).values(values))
    else:
        place = (PanelDeclaration.cohort_id == cohort.id, PanelDeclaration.person_id == person_id)
        db.session.execute(update(PanelDeclaration).where(*place).values(values))
    for nomination_id, reason in conflicts.items():
        declare_conflict(actor, now, nomination_id, reason)
    details = {"nominations": len(nominations), "conflicts": len(conflicts)}
    _record(actor, now, "conflicts_declared", "cohort", cohort.id, details)


def declare_conflict(actor: Actor, now: datetime, nomination_id: str, reason: Reason) -> None:
    """Declare a conflict of interest with one nominee; a second time changes nothing."""
    if panel.has_conflict(nomination_id, str(actor.person_id)):
        return
    values = {
        "id": new_id(),
        "nomination_id": nomination_id,
        "person_id": actor.person_id,
        "reason": reason,
        "declared_at": now,
    }
    db.session.execute(insert(PanelConflict).values(values))
    _record(actor, now, "conflict_declared", "nomination", nomination_id, {"reason": reason})


def lift_conflict(actor: Actor, now: datetime, conflict: ConflictRow) -> None:
    """Lift a conflict of interest that was declared by a slip; that it was, stays on record."""
    place = (PanelConflict.id == conflict.id, PanelConflict.lifted_at.is_(None))
    values = {"lifted_at": now, "lifted_by": actor.person_id}
    db.session.execute(update(PanelConflict).where(*place).values(values))
    details = {"person": conflict.person_id}
    _record(actor, now, "conflict_lifted", "nomination", conflict.nomination_id, details)


def score(
    actor: Actor,
    now: datetime,
    cohort: CohortRow,
    candidate: Candidate,
    sent: Mapping[str, Sequence[str]],
    note: str,
    *,
    is_agreed: bool,
) -> None:
    """Give a nominee points by each criterion, or those that the panel has agreed on.

    Raises `DeclarationMissing`, `ConflictDeclared`, `NotToBeScored`, `NothingToAgree`, and
    `PointsNotValid` with what is wrong by criterion.
    """
    nomination_id = candidate.file.row.id
    if nomination_id not in panel.list_declared(cohort.id).get(str(actor.person_id), ()):
        raise DeclarationMissing
    if actor.person_id in candidate.excluded:
        raise ConflictDeclared
    if selection.has_confirmed(cohort.id) or not cohort.criteria:
        raise NotToBeScored
    if is_agreed and not (candidate.scored.is_to_be_agreed or candidate.scored.agreed is not None):
        raise NothingToAgree
    points, errors = read_points(sent, read_criteria(cohort.criteria))
    if errors:
        raise PointsNotValid(errors)
    values = {
        "nomination_id": nomination_id,
        "person_id": actor.person_id,
        "points": points,
        "note": note,
        "is_agreed": is_agreed,
        "scored_at": now,
    }
    db.session.execute(insert(PanelScore).values(values))
    what = "score_agreed" if is_agreed else "scored"
    _record(actor, now, what, "nomination", nomination_id, {})


def _record(
    actor: Actor, now: datetime, what: str, kind: str, subject_id: str, details: dict[str, Any]
) -> None:
    audit.record(
        actor, now, f"{kind}.{what}", subject_type=kind, subject_id=subject_id, details=details
    )
