"""Writing doubts about awards: open, tell anew, close; decide them with a reason.

When there is one is said in `rules.reviews`; `evaluation` looks.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import insert, update

from lms.audit import services as audit
from lms.kit.actor import OPERATOR, Actor
from lms.kit.db import db
from lms.kit.errors import NotVisible
from lms.kit.ids import new_id
from lms.programmes.models import Award, AwardReview, Participation
from lms.programmes.queries.award_reviews import find_review
from lms.programmes.queries.participations import find_participation_locked
from lms.programmes.rules.reviews import (
    Decision,
    Figures,
    NotYourOwnAward,
    ReviewChanged,
    ReviewIsOver,
    ReviewRow,
)
from lms.programmes.rules.rows import AwardRow, CohortRow
from lms.programmes.services import review_mail


def open_review(now: datetime, cohort: CohortRow, award: AwardRow, figures: Figures) -> None:
    """Put an award before those who manage the cohort, and have them told."""
    review_id = new_id()
    values = {"id": review_id, "award_id": award.id, "figures": figures, "opened_at": now}
    db.session.execute(insert(AwardReview).values(values))
    _record(OPERATOR, now, "questioned", award.id, {"review": review_id})
    review_mail.tell_managers(now, cohort, review_id)


def refresh(review: ReviewRow, figures: Figures) -> None:
    """Keep what has changed since a doubt was opened."""
    place = AwardReview.id == review.id
    db.session.execute(update(AwardReview).where(place).values(figures=figures))


def settle(now: datetime, review: ReviewRow) -> None:
    """Close a doubt: the facts bear the award out again."""
    _end(review, {"decision": "settled", "decided_at": now})
    _record(OPERATOR, now, "settled", review.award_id, {"review": review.id})


def restore(now: datetime, award: AwardRow, values: dict[str, Any]) -> None:
    """Give a withdrawn award back, with the figures and the validity of today."""
    place = Award.id == award.id
    db.session.execute(update(Award).where(place).values(**values, withdrawn_at=None))
    _record(OPERATOR, now, "restored", award.id, {"participation": award.participation_id})


def decide(
    actor: Actor,
    now: datetime,
    cohort: CohortRow,
    award: AwardRow,
    review_id: str,
    *,
    seen: str,
    is_kept: bool,
    reason: str,
) -> None:
    """Keep an award, or withdraw it, with a reason that its holder reads; told and on record.

    `seen` is the mark of what the page showed. Whoever has lost one may go on in the cohort. Raises
    `NotYourOwnAward`, `ReviewIsOver`, `ReviewChanged`.
    """
    if award.person_id == actor.person_id:
        raise NotYourOwnAward
    # Two who decide at once, or a job: the second waits, and finds what the first has done.
    place = find_participation_locked(str(award.participation_id))
    review = find_review(review_id)
    if place is None or review is None:
        raise NotVisible
    if not review.is_open:
        raise ReviewIsOver
    if review.mark != seen:
        raise ReviewChanged
    decision: Decision = "kept" if is_kept else "withdrawn"
    by = {"decided_by": actor.person_id, "decided_at": now}
    _end(review, {"decision": decision, "reason": reason, **by})
    if not is_kept:
        _withdraw(now, award, place.id)
    _record(actor, now, decision, award.id, {"review": review.id, "reason": reason})
    review_mail.tell_holder(now, cohort, review.id, place)


def _withdraw(now: datetime, award: AwardRow, participation_id: str) -> None:
    """Take an award away, and let its holder go on where the participation was completed."""
    db.session.execute(update(Award).where(Award.id == award.id).values(withdrawn_at=now))
    again = (Participation.id == participation_id, Participation.status == "completed")
    values = {"status": "accepted", "ended_at": None}
    db.session.execute(update(Participation).where(*again).values(values))


def _end(review: ReviewRow, values: dict[str, Any]) -> None:
    db.session.execute(update(AwardReview).where(AwardReview.id == review.id).values(values))


def _record(actor: Actor, now: datetime, what: str, award_id: str, details: dict[str, Any]) -> None:
    audit.record(
        actor, now, f"award.{what}", subject_type="award", subject_id=award_id, details=details
    )
