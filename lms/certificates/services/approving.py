"""Deciding that people get their certificates, or not, where the rule asks for a decision.

Whoever taught does not decide alone, and nobody decides on their own: `rules.issuing`.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import insert

from lms.audit import services as audit
from lms.certificates.models import IssueDecision
from lms.certificates.queries import approvals
from lms.certificates.rules.issuing import (
    Candidate,
    DecisionByTeacher,
    DecisionOnOwn,
    EndedAlready,
    NobodyChosen,
    ReasonMissing,
    Scope,
)
from lms.certificates.services import automatic
from lms.certificates.services.telling import notify
from lms.kit.actor import Actor
from lms.kit.db import db


def decide(
    actor: Actor,
    now: datetime,
    scope: Scope,
    keys: Collection[str],
    *,
    is_approved: bool,
    reason: str,
) -> int:
    """Decide on some of those who wait for a decision; return on how many.

    `keys` are those of the candidates. Who is approved gets the certificate, or is asked for the
    name; the others read the reason. Raises `ReasonMissing`, `NobodyChosen`, `EndedAlready`,
    `DecisionOnOwn`, `DecisionByTeacher`.
    """
    if not is_approved and not reason.strip():
        raise ReasonMissing
    waiting = approvals.list_waiting(actor, now, scope)
    chosen = [one for one in waiting if one.candidate.key in keys]
    if approvals.has_ended(actor, now, scope, keys):
        raise EndedAlready
    if not chosen:
        raise NobodyChosen
    if any(one.candidate.person_id == actor.person_id for one in chosen):
        raise DecisionOnOwn
    if any(one.is_taught for one in chosen):
        raise DecisionByTeacher
    for one in chosen:
        _decide(actor, now, scope, one.candidate, is_approved=is_approved, reason=reason.strip())
    if is_approved:
        subject = "enrolment" if scope.course_id else "award"
        automatic.ask([(subject, one.candidate.key) for one in chosen], now)
    return len(chosen)


def _decide(
    actor: Actor,
    now: datetime,
    scope: Scope,
    candidate: Candidate,
    *,
    is_approved: bool,
    reason: str,
) -> None:
    subject = "completion_id" if scope.course_id else "award_id"
    values = {
        subject: candidate.subject_id,
        "kind": candidate.kind,
        "is_approved": is_approved,
        "reason": reason,
        "decided_by": actor.person_id,
        "decided_at": now,
    }
    db.session.execute(insert(IssueDecision).values(values))
    audit.record(
        actor, now, "certificates.approved" if is_approved else "certificates.refused",
        subject_type="completion" if scope.course_id else "award",
        subject_id=str(candidate.subject_id), details={"kind": candidate.kind, "reason": reason},
    )  # fmt: skip
    if not is_approved:
        where = candidate.key if scope.course_id else f"awards/{candidate.key}"
        notify(now, "certificates.refused", f"{candidate.subject_id}:{now.isoformat()}",
               candidate.person_id, {"where": where, "reason": reason})  # fmt: skip
