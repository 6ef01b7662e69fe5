"""Putting a question right for all who had it: recorded, then done attempt by attempt by a job.

Who may do it was decided by `policy` before; certificates already issued stay.
"""

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction

from sqlalchemy import insert

from lms.accounts import queries as people
from lms.assessment import queries, rules
from lms.assessment.models import Mark, Regrade
from lms.assessment.rules import Change, RegradeRow
from lms.assessment.services.results import Corrected, correct_results
from lms.audit import services as audit
from lms.content import queries as content
from lms.kit import jobs
from lms.kit.actor import Actor
from lms.kit.db import db
from lms.notifications.services import send

# So many attempts are one transaction: quick, and short enough for others to write between.
AT_ONCE = 100


def start_regrade(actor: Actor, now: datetime, regrade: RegradeRow) -> None:
    """Record a regrade and let a job do it."""
    attempts = queries.list_papers_with(regrade.version_id, regrade.item_id)
    arguments = {"regrade": regrade.id, "attempts": attempts}
    job_id = jobs.enqueue(rules.REGRADE, regrade.id, arguments, now)
    values = {
        "id": regrade.id, "job_id": job_id, "version_id": regrade.version_id,
        "item_id": regrade.item_id, "way": regrade.way, "key": dict(regrade.key),
        "reason": regrade.reason, "person_id": regrade.person_id, "at": now,
    }  # fmt: skip
    db.session.execute(insert(Regrade).values(values))
    details = {"item": regrade.item_id, "way": regrade.way, "reason": regrade.reason}
    audit.record(
        actor, now, "question.regraded", subject_type="version", subject_id=regrade.version_id,
        details=details,
    )  # fmt: skip


def regrade_some(actor: Actor, now: datetime, regrade: RegradeRow, ids: Sequence[str]) -> None:
    """Append marks and write results for some attempts; what is done already is left alone."""
    changes = list(queries.iter_changes(regrade, ids, is_locked=True))
    if not changes:
        return
    db.session.execute(insert(Mark), [_mark(now, regrade, change) for change in changes])
    others = [change for change in changes if change.is_result_other]
    if others:
        correct_results(actor, now, [_corrected(change) for change in others])
        _tell(now, regrade, others)


def _mark(now: datetime, regrade: RegradeRow, change: Change) -> dict[str, object]:
    return regraded_mark(now, regrade, change.sat.attempt_id, change.share, change.sat.response_seq)


def regraded_mark(
    now: datetime,
    regrade: RegradeRow,
    attempt_id: str,
    share: Fraction | None,
    response_seq: int | None,
) -> dict[str, object]:
    """Return the mark that a regrade appends; a share of none leaves the question out."""
    points = share or Fraction(0)
    return {
        "attempt_id": attempt_id, "item_id": regrade.item_id, "kind": "regraded",
        "numerator": points.numerator, "denominator": points.denominator,
        "is_left_out": share is None, "response_seq": response_seq,
        "person_id": regrade.person_id, "reason": regrade.reason, "details": {}, "at": now,
    }  # fmt: skip


def _corrected(change: Change) -> Corrected:
    sat = change.sat
    return Corrected(
        attempt_id=sat.attempt_id,
        enrolment_id=sat.enrolment_id,
        activity_id=sat.activity_id,
        points=change.points,
        is_passed=change.is_passed,
        is_higher=change.is_higher,
    )


def _tell(now: datetime, regrade: RegradeRow, changes: Sequence[Change]) -> None:
    """Let each person be told, once for each regrade."""
    persons = sorted({change.sat.person_id for change in changes})
    arguments = {"regrade": regrade.id, "persons": persons}
    jobs.enqueue(rules.TELL_REGRADED, f"{regrade.id}/{persons[0]}", arguments, now)


def tell_regraded(now: datetime, regrade_id: str, person_id: str) -> None:
    """Write to somebody whose result was changed, once for each regrade."""
    regrade = queries.get_regrade(regrade_id)
    language, email = people.get_language_and_email(person_id)
    outline = content.get_outline(regrade.version_id, language)
    send(
        now,
        kind="assessment.regraded",
        key=f"{regrade_id}:{person_id}",
        email=email,
        language=language,
        template="mail/assessment_regraded.txt",
        context={"course": outline.title, "reason": regrade.reason},
        person_id=person_id,
    )
