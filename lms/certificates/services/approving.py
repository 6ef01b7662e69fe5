"""Deciding that people get their certificates, or not, where the rule asks for a decision.

Whoever taught does not decide alone, and nobody decides on their own: `rules.issuing`.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import insert

from lms.audit import services as audit
from lms.certificates.models import IssueDecision
from lms.certificates.queries import approvals
from lms.certificates.queries.approvals import Waiting
from lms.certificates.queries.issuing_rules import lock_rule
from lms.certificates.rules.issuing import (
    Candidate,
    DecidedMeanwhile,
    DecisionByTeacher,
    DecisionOnOwn,
    EndedAlready,
    NobodyChosen,
    ReasonMissing,
    Scope,
)
from lms.certificates.services import automatic, previews
from lms.certificates.services.telling import notify
from lms.kit.actor import Actor
from lms.kit.db import db


def decide(
    actor: Actor,
    now: datetime,
    scope: Scope,
    marks: Collection[str],
    *,
    is_approved: bool,
    reason: str,
) -> int:
    """Decide on some of those who wait for a decision; return on how many.

    `marks` are those of the candidates as the actor saw them. Who is approved gets the certificate,
    or is asked for the name; the others read the reason. What the actor has just decided so
    is not decided twice. Raises `ReasonMissing`, `NobodyChosen`, `EndedAlready`,
    `DecidedMeanwhile`, `DecisionOnOwn`, `DecisionByTeacher`.
    """
    reason = reason.strip()
    if not is_approved and not reason:
        raise ReasonMissing
    # Of two who decide at once the second sees what the first has decided.
    lock_rule(course_id=scope.course_id, programme_id=scope.programme_id)
    is_repeated = _is_repeated(actor, now, scope, marks, (is_approved, reason, actor.person_id))
    chosen = _choose(actor, now, scope, marks)
    if not chosen and not is_repeated:
        raise NobodyChosen
    previews.forget_of([one.candidate.key for one in chosen])
    for one in chosen:
        _decide(actor, now, scope, one.candidate, is_approved=is_approved, reason=reason)
    if is_approved:
        subject = "enrolment" if scope.course_id else "award"
        automatic.ask([(subject, one.candidate.key) for one in chosen], now)
    return len(chosen)


def _is_repeated(
    actor: Actor,
    now: datetime,
    scope: Scope,
    marks: Collection[str],
    wanted: tuple[bool, str, str | None],
) -> bool:
    """Say whether the actor has decided just so about some since the page was shown.

    It is a double click, or a page that was left open: the others are still to be decided on.
    """
    marked = approvals.list_marked(actor, now, scope, marks)
    if marked.has_ended:
        raise EndedAlready
    since = {one[1:] for one in marked.decided_since}
    if since - {wanted}:
        raise DecidedMeanwhile
    return bool(since)


def _choose(actor: Actor, now: datetime, scope: Scope, marks: Collection[str]) -> list[Waiting]:
    waiting = approvals.list_waiting(actor, now, scope)
    chosen = [one for one in waiting if one.candidate.mark in marks]
    if any(one.candidate.person_id == actor.person_id for one in chosen):
        raise DecisionOnOwn
    if any(one.is_taught for one in chosen):
        raise DecisionByTeacher
    return chosen


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
    # Who is told of the first decision for it has the certificate, or is asked for the name.
    if not is_approved or candidate.outcome == "refused":
        where = candidate.key if scope.course_id else f"awards/{candidate.key}"
        context = {"where": where, "reason": reason, "is_lifted": is_approved}
        key = f"{candidate.subject_id}:{now.isoformat()}:{is_approved}"
        notify(now, "certificates.refused", key, candidate.person_id, context)
